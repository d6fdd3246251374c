import { beginWaiting } from '../../src/operations/recovery-waiting.ts'
import { newId, now } from '../../src/platform/index.ts'
import type { Agent } from '../driver/agent.ts'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { appCode } from '../driver/enrolled.ts'
import { hashesOf, importPerson } from '../driver/imported.ts'
import { linkToSelf } from '../driver/links.ts'
import { askDevice } from '../driver/passkeys.ts'
import { birthFields, importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { linkIn } from '../driver/recovery.ts'
import type { World } from '../driver/world.ts'
import { accountHubJourneys } from './account-hub-journeys.ts'
import { accountJourneys } from './account-journeys.ts'
import { applicationJourneys } from './application-journeys.ts'
import { insurerJourneys } from './insurer-journeys.ts'
import { invitationJourneys } from './invitation-journeys.ts'
import type { Journey, StepAnswer } from './journey.ts'
import { registrationJourneys } from './registration-journeys.ts'

const password = 'violet otter kelp'
let count = 0
const phoneOf = (number: number) => `+1312555${String(1000 + number).slice(-4)}`

const newPassword = 'seven kelp lanterns'
/** Somebody with a mailbox and a phone, who can be written to and can prove who they are. */
async function lockedOut(world: World, factors = ['text-code']) {
  count += 1
  const person = { username: `contract-lost-${count}`, email: `lost-${count}@example.org`, phone: phoneOf(count) }
  return { ...person, id: await seedAccount(world.app.house, { ...person, password, factors }) }
}

/** An access code from a letter, up to how its holder wants to sign in. */
const activation = (
  chooses: (given: {
    readonly username: string
    readonly agent: Agent
    readonly device: SoftAuthenticator
  }) => Record<string, () => Promise<StepAnswer>>,
): Journey => ({
  flow: 'activate',
  first: 'enter-access-code',
  async begin(world) {
    count += 1
    const [phone, email, username] = [phoneOf(count), `contract-${count}@example.org`, `contract-patient-${count}`]
    const birthDate = '1984-03-27'
    const person = { given: 'Wilhelmina', family: 'Quackenbush', birthDate, phone }
    const code = await printLetter(world.app.house, await importPatient(world.app.house, person))
    const agent = world.browser()
    await agent.open(`${world.issuer}/activate?organization=northside`)
    const answers: Record<string, () => Promise<StepAnswer>> = {
      'enter-access-code': async () => ({ fields: { access_code: code, ...birthFields(birthDate) } }),
      'prove-contact': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
      'confirm-person': async () => ({ fields: {} }),
      'accept-terms': async () => ({ fields: { terms: 'on' } }),
      'enter-email': async () => ({ fields: { email } }),
      'confirm-email': async () => ({ fields: { code: await world.inbox.latestCode(email) } }),
      ...chooses({ username, agent, device: new SoftAuthenticator(world.issuer) }),
    }
    return { agent, answer: step => answerOf(answers, step) }
  },
})

/** The first sign-in of an imported account, up to the security option. */
const importedSignIn = (
  chooses: (given: {
    readonly world: World
    readonly phone: string
    readonly agent: Agent
    readonly device: SoftAuthenticator
  }) => Record<string, () => Promise<StepAnswer>>,
): Journey => ({
  flow: 'sign-in',
  first: 'password',
  async begin(world) {
    count += 1
    const [username, phone, email] = [`contract-person-${count}`, phoneOf(count), `contract-${count}@example.org`]
    const hashes = await hashesOf(password)
    await importPerson(world.app.house, { username, email, phone, password: hashes['bcrypt 2y'] }, password)
    const portal = await world.portal()
    const agent = world.browser()
    await agent.open((await portal.begins()).url.href)
    const answers: Record<string, () => Promise<StepAnswer>> = {
      password: async () => ({ fields: { username, password, passkey_ready: '' } }),
      'confirm-email': async () => ({ fields: { code: await world.inbox.latestCode(email) } }),
      'accept-terms': async () => ({ fields: { terms: 'on' } }),
      ...chooses({ world, phone, agent, device: new SoftAuthenticator(world.issuer) }),
    }
    return { agent, answer: step => answerOf(answers, step) }
  },
})

const entryJourneys: Readonly<Record<string, Journey>> = {
  'sign-in': {
    flow: 'sign-in',
    first: 'password',
    async begin(world) {
      count += 1
      const [username, phone] = [`contract-person-${count}`, phoneOf(count)]
      // new terms are due, and the device is not known: every step of the flow is walked
      await seedAccount(world.app.house, {
        username,
        password,
        phone,
        factors: ['text-code'],
        terms: null,
        population: 'provider',
      })
      const portal = await world.portal()
      const agent = world.browser()
      await agent.open((await portal.begins()).url.href)
      const answers: Record<string, () => Promise<StepAnswer>> = {
        password: async () => ({ fields: { username, password, passkey_ready: 'yes' } }),
        confirm: async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
        'accept-terms': async () => ({ fields: { terms: 'on' } }),
        'offer-passkey': async () => ({ fields: {}, action: 'not-now' }),
      }
      return { agent, answer: step => answerOf(answers, step) }
    },
  },
  'sign-in, adding a way to confirm': {
    flow: 'sign-in',
    first: 'password',
    async begin(world) {
      count += 1
      const [username, phone] = [`contract-person-${count}`, phoneOf(count)]
      const { house } = world.app
      const id = await seedAccount(house, { username, password })
      const person = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27', phone }
      await linkToSelf(house, id, await importPatient(house, person))
      const portal = await world.portal()
      const agent = world.browser()
      await agent.open((await portal.begins({ acr_values: 'urn:vestibule:aal2' })).url.href)
      const key = () =>
        /key=?[^A-Z2-7]*((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})/.exec(agent.page.text)?.[1]?.replaceAll(' ', '')
      const answers: Record<string, () => Promise<StepAnswer>> = {
        password: async () => ({ fields: { username, password, passkey_ready: '' } }),
        'add-way': async () => ({ fields: { factor: 'totp' } }),
        'prove-number': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
        'about-app': async () => ({ fields: {} }),
        'confirm-app': async () => ({ fields: { code: appCode(key() ?? ''), name: 'Tablet' } }),
      }
      return { agent, answer: step => answerOf(answers, step) }
    },
  },
  'sign-in of an imported account': importedSignIn(({ world, phone }) => ({
    'security-option': async () => ({ fields: { factor: 'text-code', phone: '' } }),
    'confirm-phone': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
  })),
  'sign-in of an imported account, choosing a passkey': importedSignIn(({ agent, device }) => ({
    'security-option': async () => ({ fields: { factor: 'passkey', phone: '' } }),
    'option-passkey': async () => ({ fields: { passkey: await askDevice(agent, device, 'create') } }),
  })),
  activate: activation(({ username }) => ({
    'choose-credentials': async () => ({ fields: { username, new_password: password } }),
    'security-option': async () => ({ fields: { factor: 'text-code' } }),
  })),
  'activate, with a passkey instead of a password, and a question': activation(({ username, agent, device }) => ({
    'choose-credentials': async () => ({ fields: { username, new_password: '' }, action: 'passkey' }),
    'sign-in-passkey': async () => ({ fields: { passkey: await askDevice(agent, device, 'create') } }),
    'security-option': async () => ({ fields: { factor: 'security-question' } }),
    'option-question': async () => ({ fields: { question: 'first-concert', answer: 'The Lanterns' } }),
  })),
  // without a script nothing makes a passkey: here the test is the script, and a device in software answers it
  'add-passkey': {
    flow: 'add-passkey',
    first: 'create-passkey',
    async begin(world) {
      count += 1
      const [username, phone] = [`contract-passkey-${count}`, phoneOf(count)]
      await seedAccount(world.app.house, { username, password, phone, factors: ['text-code'] })
      const agent = world.browser()
      const device = new SoftAuthenticator(world.issuer)
      await agent.open(`${world.issuer}/account`)
      await agent.submit({ username, password })
      await agent.submit({ code: await world.inbox.latestCode(phone) })
      await agent.open(`${world.issuer}/account/passkey`)
      const answers: Record<string, () => Promise<StepAnswer>> = {
        'create-passkey': async () => ({ fields: { passkey: await askDevice(agent, device, 'create') } }),
      }
      return { agent, answer: step => answerOf(answers, step) }
    },
  },
  recover: {
    flow: 'recover',
    first: 'identify',
    async begin(world) {
      const person = await lockedOut(world)
      const portal = await world.portal()
      const agent = world.browser()
      await agent.open((await portal.begins({ vestibule_flow: 'recover' })).url.href)
      const answers: Record<string, () => Promise<StepAnswer>> = {
        identify: async () => ({ fields: { username: person.username } }),
        'check-messages': async () => ({ fields: { code: await world.inbox.latestCode(person.email) } }),
        'prove-again': async () => ({ fields: { code: await world.inbox.latestCode(person.phone) } }),
        'new-password': async () => ({ fields: { new_password: newPassword } }),
        // a fresh sign-in, at the same portal
        password: async () => ({ fields: { username: person.username, password: newPassword } }),
      }
      return { agent, answer: step => answerOf(answers, step) }
    },
  },
  'recover-link': {
    flow: 'recover-link',
    first: 'open-link',
    async begin(world) {
      const person = await lockedOut(world)
      const portal = await world.portal()
      const elsewhere = world.browser()
      await elsewhere.open((await portal.begins({ vestibule_flow: 'recover' })).url.href)
      await elsewhere.submit({ username: person.username })
      const agent = world.browser()
      await agent.open(await linkIn(world, person.email))
      const answers: Record<string, () => Promise<StepAnswer>> = {
        'open-link': async () => ({ fields: {} }),
        'sign-in': async () => ({ fields: { username: person.username, password: newPassword } }),
        'prove-again': async () => ({ fields: { code: await world.inbox.latestCode(person.phone) } }),
        'new-password': async () => ({ fields: { new_password: newPassword } }),
      }
      return { agent, answer: step => answerOf(answers, step) }
    },
  },
  'recover-cancel': {
    flow: 'recover-cancel',
    first: 'stop-waiting',
    async begin(world) {
      const person = await lockedOut(world, [])
      const { house } = world.app
      const told = { accountId: person.id, language: 'en', organization: 'northside' } as const
      await house.db.transaction().execute(tx => beginWaiting(tx, house, told, newId(), now()))
      const agent = world.browser()
      await agent.open(await linkIn(world, person.email))
      const answers: Record<string, () => Promise<StepAnswer>> = {
        'stop-waiting': async () => ({ fields: {} }),
        stopped: async () => ({ fields: {} }),
        'sign-in': async () => ({ fields: { username: person.username, password } }),
      }
      return { agent, answer: step => answerOf(answers, step) }
    },
  },
}

/** One walk a flow; a new flow adds its own to a group, and the contract suite does the rest. A group is a test file. */
export const journeyGroups = {
  entry: entryJourneys,
  account: accountJourneys,
  'account-hub': accountHubJourneys,
  registration: { ...registrationJourneys, ...applicationJourneys },
  arrival: { ...insurerJourneys, ...invitationJourneys },
} satisfies Readonly<Record<string, Readonly<Record<string, Journey>>>>

function answerOf(answers: Record<string, () => Promise<StepAnswer>>, step: string): Promise<StepAnswer> {
  const answer = answers[step]
  if (!answer) throw new Error(`the journey has no answer at ${step}`)
  return answer()
}
