import { answersOf, buttonsOf, signedIn } from './account-journeys.ts'
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
}
