import { closeAccount } from '../../src/operations/account-closing.ts'
import { removeOwnContact } from '../../src/operations/own-contacts.ts'
import { newId, now } from '../../src/platform/index.ts'
import { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { addContact, contactOf, undoLinkIn } from '../driver/contacts.ts'
import { appCode, enrolApp, enrolQuestion } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import type { World } from '../driver/world.ts'
import type { Journey, StepAnswer } from './journey.ts'

const password = 'violet otter kelp'
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
  return {
    agent,
    accountId,
    username,
    phone,
    email: `${username}@example.org`,
    secret,
    prove,
    open: () => agent.open(`${world.issuer}${path}`),
  }
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
  'wake-links': {
    flow: 'wake-links',
    first: 'prove-older',
    async begin(world) {
      const { agent, accountId, phone, prove, open } = await signedIn(world, '/account/records')
      const person = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27', phone }
      await linkToSelf(world.app.house, accountId, await importPatient(world.app.house, person))
      await world.app.house.db
        .updateTable('account_links')
        .set({ asleep_since: now(), asleep_reason: 'staff' })
        .where('account_id', '=', accountId)
        .execute()
      await open()
      return { agent, answer: answersOf({ 'prove-older': prove }) }
    },
  },
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
        fields: { new_password: 'seven kelp lanterns' },
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
  'add-email': {
    flow: 'add-email',
    first: 'confirm',
    async begin(world) {
      const { agent, prove, open } = await signedIn(world, '/account/email')
      await open()
      const email = `second-${count}@example.org`
      return {
        agent,
        answer: answersOf({
          confirm: prove,
          'enter-email': async () => ({ fields: { email } }),
          'confirm-email': async () => ({ fields: { code: await world.inbox.latestCode(email) } }),
        }),
      }
    },
  },
  'add-phone': {
    flow: 'add-phone',
    first: 'confirm',
    async begin(world) {
      const { agent, accountId, prove, open } = await signedIn(world, '/account/phone')
      const [onFile, phone] = [`+1312555${String(5000 + count).slice(-4)}`, `+1312555${String(5500 + count).slice(-4)}`]
      const person = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27', phone: onFile }
      await linkToSelf(world.app.house, accountId, await importPatient(world.app.house, person))
      await open()
      return {
        agent,
        answer: answersOf({
          confirm: prove,
          'enter-phone': async () => ({ fields: { phone } }),
          'prove-number': async () => ({ fields: { code: await world.inbox.latestCode(onFile) } }),
          'confirm-phone': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
        }),
      }
    },
  },
  'remove-contact': {
    flow: 'remove-contact',
    first: 'confirm',
    async begin(world) {
      const { agent, accountId, prove, open } = await signedIn(world, '/account/contacts/remove')
      const contact = await contactOf(world, accountId, 'phone')
      await open()
      const choose = async (): Promise<StepAnswer> => ({ fields: { contact } })
      return { agent, answer: answersOf({ confirm: prove, 'choose-contact': choose, 'confirm-contact': goOn }) }
    },
  },
  'primary-contact': {
    flow: 'primary-contact',
    first: 'confirm',
    async begin(world) {
      const { agent, accountId, prove, open } = await signedIn(world, '/account/contacts/primary')
      const contact = await addContact(world.app.house, accountId, 'email', `another-${count}@example.org`)
      await open()
      const choose = async (): Promise<StepAnswer> => ({ fields: { contact } })
      return { agent, answer: answersOf({ confirm: prove, 'choose-contact': choose, 'confirm-contact': goOn }) }
    },
  },
  'undo-change': {
    flow: 'undo-change',
    first: 'undo',
    async begin(world) {
      count += 1
      const username = `account-person-${count}`
      const [email, phone] = [`${username}@example.org`, `+1312555${String(4000 + count).slice(-4)}`]
      const accountId = await seedAccount(world.app.house, { username, password, phone, email })
      const contact = await contactOf(world, accountId, 'phone')
      const { house } = world.app
      const journey = { flowId: newId(), reference: 'QQQ-QQQ', ip: '192.0.2.1', device: 'none' }
      const change = { accountId, language: 'en', organization: 'northside', journey, id: contact } as const
      await house.db.transaction().execute(tx => removeOwnContact(tx, house, change, now()))
      const agent = world.browser()
      await agent.open(await undoLinkIn(world, email))
      const signIn = async (): Promise<StepAnswer> => ({ fields: { username, password, passkey_ready: '' } })
      return { agent, answer: answersOf({ undo: goOn, undone: goOn, 'sign-in': signIn }) }
    },
  },
  'close-account': {
    flow: 'close-account',
    first: 'confirm',
    async begin(world) {
      const { agent: signedInAgent, prove } = await signedIn(world, '/account')
      // it ends where one signs in
      const stopAt = (url: URL) => ['/account', '/sign-in'].includes(url.pathname)
      const agent = new Agent({ ...signedInAgent.options, stopAt }, signedInAgent.jar)
      await agent.open(`${world.issuer}/account/close`)
      const agree = async (): Promise<StepAnswer> => ({ fields: { agreed: 'on' } })
      return { agent, answer: answersOf({ confirm: prove, 'what-happens': agree }) }
    },
  },
  'reopen-account': {
    flow: 'reopen-account',
    first: 'open-again',
    async begin(world) {
      count += 1
      const username = `account-person-${count}`
      const [email, phone] = [`${username}@example.org`, `+1312555${String(4000 + count).slice(-4)}`]
      const { house } = world.app
      const accountId = await seedAccount(house, { username, password, phone, email })
      const journey = { flowId: newId(), reference: 'QQQ-QQQ', ip: '192.0.2.1', device: 'none' }
      const change = { accountId, language: 'en', organization: 'northside', journey } as const
      await house.db.transaction().execute(tx => closeAccount(tx, house, change, now()))
      // it ends where one signs in
      const agent = world.browser({ stopAt: url => url.pathname === '/sign-in' })
      await agent.open(await undoLinkIn(world, email))
      return { agent, answer: answersOf({ 'open-again': goOn }) }
    },
  },
}
