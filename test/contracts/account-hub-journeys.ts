import { answersOf, buttonsOf, goOn, signedIn } from './account-journeys.ts'
import type { Journey } from './journey.ts'

/** What people see on their own account, and end with one press. */
export const accountHubJourneys: Readonly<Record<string, Journey>> = {
  sessions: {
    flow: 'sessions',
    first: 'choose-session',
    async begin(world) {
      const { agent, open } = await signedIn(world, '/account/sessions')
      await open()
      const forget = () => buttonsOf(agent).find(value => value.startsWith('forget:')) ?? ''
      return { agent, answer: answersOf({ 'choose-session': async () => ({ fields: {}, action: forget() }) }) }
    },
  },
  portals: {
    flow: 'portals',
    first: 'choose-portal',
    async begin(world) {
      const { agent, open } = await signedIn(world, '/account/portals')
      await agent.open((await (await world.portal()).begins()).url.href)
      await open()
      const leave = () => buttonsOf(agent).find(value => value.startsWith('leave:')) ?? ''
      return { agent, answer: answersOf({ 'choose-portal': async () => ({ fields: {}, action: leave() }) }) }
    },
  },
  preferences: {
    flow: 'preferences',
    first: 'choose-preferences',
    async begin(world) {
      const { agent, open } = await signedIn(world, '/account/preferences')
      await open()
      return { agent, answer: answersOf({ 'choose-preferences': async () => ({ fields: { language: 'es' } }) }) }
    },
  },
  'not-me': {
    flow: 'not-me',
    first: 'explain-lock',
    async begin(world) {
      const { agent, accountId } = await signedIn(world, '/account/history')
      const signIn = await world.app.house.db
        .selectFrom('audit_events')
        .select('id')
        .where('account_id', '=', accountId)
        .where('type', '=', 'account.signed-in')
        .executeTakeFirstOrThrow()
      await agent.open(`${world.issuer}/account/history/${signIn.id}/not-me`)
      return { agent, answer: answersOf({ 'explain-lock': goOn }) }
    },
  },
}
