import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp, enrolQuestion } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import type { World } from '../driver/world.ts'
import type { Journey, StepAnswer } from './journey.ts'

const password = 'wandering otter paints seven lanterns'
let count = 0

/** Where a journey on one's own account may end. */
const ends = new Set([
  '/account',
  '/account/sessions',
  '/account/portals',
  '/account/preferences',
  '/recover',
  '/callback',
])

/** Somebody with an authenticator app, signed in some minutes ago: a change wants a fresh proof. */
export async function signedIn(world: World, path: string) {
  count += 1
  const username = `account-person-${count}`
  const phone = `+1312555${String(4000 + count).slice(-4)}`
  const { house } = world.app
  const accountId = await seedAccount(house, { username, password, phone, email: `${username}@example.org` })
  const secret = await enrolApp(house, accountId)
  // the journey is over where the account page begins
  const agent = world.browser({ stopAt: url => ends.has(url.pathname) })
  await agent.open(`${world.issuer}/sign-in?return=/account`)
  await agent.submit({ username, password, passkey_ready: '' })
  await agent.submit({ code: appCode(secret) })
  clock.advance(360)
  const prove = async (): Promise<StepAnswer> => ({ fields: { code: appCode(secret) } })
  return { agent, accountId, phone, secret, prove, open: () => agent.open(`${world.issuer}${path}`) }
}

export function answersOf(answers: Record<string, () => Promise<StepAnswer>>) {
  return (step: string): Promise<StepAnswer> => {
    const answer = answers[step]
    if (!answer) throw new Error(`the journey has no answer at ${step}`)
    return answer()
  }
}
export const buttonsOf = (agent: Agent): readonly string[] =>
  agent.page.forms.flatMap(form => form.buttons.flatMap(({ value }) => value ?? []))
export const goOn = async (): Promise<StepAnswer> => ({ fields: {} })

/** What people change on their own account. */
export const accountJourneys: Readonly<Record<string, Journey>> = {
  authenticator: {
    flow: 'authenticator',
    first: 'confirm',
    async begin(world) {
      const { agent, prove, open } = await signedIn(world, '/account/authenticator')
      await open()
      const key = () =>
        /key=?[^A-Z2-7]*((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})/.exec(agent.page.text)?.[1]?.replaceAll(' ', '')
      return {
        agent,
        answer: answersOf({
          confirm: prove,
          'about-app': goOn,
          'confirm-app': async () => ({ fields: { code: appCode(key() ?? ''), name: 'Tablet' } }),
        }),
      }
    },
  },
  'security-question': {
    flow: 'security-question',
    first: 'confirm',
    async begin(world) {
      const { agent, accountId, phone, prove, open } = await signedIn(world, '/account/security-question')
      const birthDate = '1984-03-27'
      const person = { given: 'Wilhelmina', family: 'Quackenbush', birthDate, phone }
      await linkToSelf(world.app.house, accountId, await importPatient(world.app.house, person))
      await open()
      return {
        agent,
        answer: answersOf({
          confirm: prove,
          'choose-question': async () => ({ fields: { question: 'dream-job', answer: 'a lighthouse keeper' } }),
          'prove-number': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
        }),
      }
    },
  },
  'recovery-codes': {
    flow: 'recovery-codes',
    first: 'confirm',
    async begin(world) {
      const { agent, prove, open } = await signedIn(world, '/account/recovery-codes')
      await open()
      return { agent, answer: answersOf({ confirm: prove, 'make-codes': goOn, 'write-down': goOn }) }
    },
  },
  'remove-factor': {
    flow: 'remove-factor',
    first: 'confirm',
    async begin(world) {
      const { agent, accountId, prove, open } = await signedIn(world, '/account/factors/remove')
      await enrolQuestion(world.app.house, accountId, 'a lighthouse keeper')
      await open()
      const { db } = world.app.house
      const factors = await db
        .selectFrom('account_factors')
        .select(['id', 'kind'])
        .where('account_id', '=', accountId)
        .execute()
      const question = factors.find(factor => factor.kind === 'security-question')
      return {
        agent,
        answer: answersOf({
          confirm: prove,
          'choose-factor': async () => ({ fields: { factor: question?.id ?? '' } }),
          'confirm-removal': goOn,
        }),
      }
    },
  },
  'rename-factor': {
    flow: 'rename-factor',
    first: 'confirm',
    async begin(world) {
      const { agent, accountId, prove, open } = await signedIn(world, '/account/factors/rename')
      await open()
      const app = await world.app.house.db
        .selectFrom('account_factors')
        .select('id')
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow()
      return {
        agent,
        answer: answersOf({
          confirm: prove,
          'name-factor': async () => ({ fields: { factor: app.id, name: 'The old telephone' } }),
        }),
      }
    },
  },
  'change-password': {
    flow: 'change-password',
    first: 'confirm',
    async begin(world) {
      const { agent, prove, open } = await signedIn(world, '/account/password')
      await open()
      const choose = async (): Promise<StepAnswer> => ({
        fields: { new_password: 'seven otters wander by lantern light' },
      })
      return { agent, answer: answersOf({ confirm: prove, 'new-password': choose }) }
    },
  },
  'change-username': {
    flow: 'change-username',
    first: 'confirm',
    async begin(world) {
      const { agent, prove, open } = await signedIn(world, '/account/username')
      await open()
      const username = `renamed-person-${count}`
      return { agent, answer: answersOf({ confirm: prove, 'choose-username': async () => ({ fields: { username } }) }) }
    },
  },
}
