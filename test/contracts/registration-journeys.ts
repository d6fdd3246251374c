import { importPatient } from '../driver/people.ts'
import { type Registrant, registering } from '../driver/registrant.ts'
import type { World } from '../driver/world.ts'
import type { Journey, StepAnswer } from './journey.ts'

let count = 0
const password = 'violet otter kelp'

const somebody = (): Registrant => {
  count += 1
  return {
    given: 'Wilhelmina',
    family: `Quackenbush`,
    birthDate: `19${50 + (count % 40)}-03-27`,
    phone: `+1312555${String(7000 + count).slice(-4)}`,
    email: `register-${count}@example.org`,
    username: `contract-register-${count}`,
  }
}

function answersOf(world: World, person: Registrant) {
  const [year = '', month = '', day = ''] = person.birthDate.split('-')
  const details = { given_name: person.given, family_name: person.family, sex: 'female', postal_code: '' }
  const answers: Record<string, () => Promise<StepAnswer>> = {
    'birth-date': async () => ({ fields: { birth_year: year, birth_month: month, birth_day: day } }),
    who: async () => ({ fields: { relationship: 'self' } }),
    'your-details': async () => ({ fields: details }),
    'enter-email': async () => ({ fields: { email: person.email ?? '' } }),
    'confirm-email': async () => ({ fields: { code: await world.inbox.latestCode(person.email ?? '') } }),
    'enter-phone': async () => ({ fields: { phone: person.phone, factor: 'text-code' } }),
    'confirm-phone': async () => ({ fields: { code: await world.inbox.latestCode(person.phone) } }),
    'patient-details': async () => ({
      fields: {
        ...details,
        given_name: 'Minnie',
        birth_year: '2019',
        birth_month: '5',
        birth_day: '2',
        relationship: 'parent',
      },
    }),
    'accept-terms': async () => ({ fields: { terms: 'on' } }),
    'choose-credentials': async () => ({ fields: { username: person.username ?? '', new_password: password } }),
    'security-option': async () => ({ fields: { factor: 'text-code' } }),
  }
  return answers
}
const answering =
  (answers: Record<string, () => Promise<StepAnswer>>) =>
  (step: string): Promise<StepAnswer> =>
    answers[step]?.() ?? Promise.resolve({ fields: {} })

/** Registration, whose record is certain, of somebody new, and of a family member; and where the last two end. */
export const registrationJourneys: Readonly<Record<string, Journey>> = {
  register: {
    flow: 'register',
    first: 'birth-date',
    async begin(world) {
      const person = somebody()
      await importPatient(world.app.house, person)
      const agent = world.browser()
      await agent.open(`${world.issuer}/register?organization=northside`)
      return { agent, answer: answering(answersOf(world, person)) }
    },
  },
  'register, as a family member, from a portal': {
    flow: 'register',
    first: 'birth-date',
    async begin(world) {
      const person = somebody()
      const portal = await world.portal()
      const agent = world.browser()
      await agent.open((await portal.begins({ vestibule_flow: 'register' })).url.href)
      const answers = { ...answersOf(world, person), who: async () => ({ fields: { relationship: 'family' } }) }
      return { agent, answer: answering(answers) }
    },
  },
  registered: {
    flow: 'registered',
    first: 'what-next',
    async begin(world) {
      const person = somebody()
      const agent = world.browser()
      const journey = registering(world, agent, person)
      await journey.begin()
      await journey.until('what-next')
      return { agent, answer: answering({}) }
    },
  },
}
