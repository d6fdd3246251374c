import { SoftAuthenticator } from '../driver/authenticator.ts'
import { askDevice } from '../driver/passkeys.ts'
import { birthFields, importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { accountJourneys } from './account-journeys.ts'
import type { Journey, StepAnswer } from './journey.ts'

const password = 'wandering otter paints seven lanterns'
let count = 0
const phoneOf = (number: number) => `+1312555${String(1000 + number).slice(-4)}`

/** One walk a flow; a new flow adds its own here, and the contract suite does the rest. */
export const journeys: Readonly<Record<string, Journey>> = {
  ...accountJourneys,
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
  activate: {
    flow: 'activate',
    first: 'enter-access-code',
    async begin(world) {
      count += 1
      const [phone, email, username] = [phoneOf(count), `contract-${count}@example.org`, `contract-patient-${count}`]
      const birthDate = '1984-03-27'
      const patient = await importPatient(world.app.house, {
        given: 'Wilhelmina',
        family: `Quackenbush`,
        birthDate,
        phone,
      })
      const code = await printLetter(world.app.house, patient)
      const agent = world.browser()
      await agent.open(`${world.issuer}/activate?organization=northside`)
      const answers: Record<string, () => Promise<StepAnswer>> = {
        'enter-access-code': async () => ({ fields: { access_code: code, ...birthFields(birthDate) } }),
        'prove-contact': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
        'confirm-person': async () => ({ fields: {} }),
        'accept-terms': async () => ({ fields: { terms: 'on' } }),
        'enter-email': async () => ({ fields: { email } }),
        'confirm-email': async () => ({ fields: { code: await world.inbox.latestCode(email) } }),
        'choose-credentials': async () => ({ fields: { username, new_password: password } }),
        'security-option': async () => ({ fields: { factor: 'text-code' } }),
      }
      return { agent, answer: step => answerOf(answers, step) }
    },
  },
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
}

function answerOf(answers: Record<string, () => Promise<StepAnswer>>, step: string): Promise<StepAnswer> {
  const answer = answers[step]
  if (!answer) throw new Error(`the journey has no answer at ${step}`)
  return answer()
}
