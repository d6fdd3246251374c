import { SoftAuthenticator } from '../driver/authenticator.ts'
import { type InvitedPerson, invite, invitedPassword } from '../driver/invited.ts'
import { askDevice } from '../driver/passkeys.ts'
import { birthFields, seedAccount } from '../driver/people.ts'
import type { World } from '../driver/world.ts'
import type { Journey, StepAnswer } from './journey.ts'

let count = 0
const somebody = (): InvitedPerson => {
  count += 1
  return {
    given: 'Wilhelmina',
    family: 'Quackenbush',
    birthDate: `19${50 + (count % 40)}-03-27`,
    phone: `+1312555${String(8000 + count).slice(-4)}`,
    email: `contract-invited-${count}@example.org`,
  }
}
type Answers = Record<string, () => Promise<StepAnswer>>
const answersOf = (world: World, { email, phone }: InvitedPerson): Answers => ({
  'enter-email': async () => ({ fields: { email } }),
  'confirm-email': async () => ({ fields: { code: await world.inbox.latestCode(email) } }),
  'choose-credentials': async () => ({ fields: { username: email, new_password: invitedPassword } }),
  'accept-terms': async () => ({ fields: { terms: 'on' } }),
  'security-option': async () => ({ fields: { factor: 'text-code', phone: '' } }),
  'prove-number': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
  who: async () => ({ fields: { relationship: 'self' } }),
})
const answering = (answers: Answers) => (step: string) => answers[step]?.() ?? Promise.resolve({ fields: {} })

/** The link of an invitation, for somebody new and for an account that is signed in, and where it goes on. */
export const invitationJourneys: Readonly<Record<string, Journey>> = {
  invitation: {
    flow: 'invitation',
    first: 'open-invitation',
    async begin(world) {
      const person = somebody()
      const agent = world.browser()
      await agent.open((await invite(world, person)).link)
      return { agent, answer: answering(answersOf(world, person)) }
    },
  },
  'add-by-invitation': {
    flow: 'add-by-invitation',
    first: 'open-invitation',
    async begin(world) {
      const person = somebody()
      const { link } = await invite(world, person)
      const owner = { username: `contract-adds-${count}`, password: invitedPassword }
      const phone = `+1312556${String(8000 + count).slice(-4)}`
      await seedAccount(world.app.house, { ...owner, phone, factors: ['text-code'] })
      const agent = world.browser()
      await agent.open(`${new URL(link).origin}${new URL(link).pathname}/add`)
      await agent.submit(owner)
      await agent.finish({ code: await world.inbox.latestCode(phone) })
      return { agent, answer: answering(answersOf(world, person)) }
    },
  },
  'invite, of somebody who manages the account, with a passkey': {
    flow: 'invite',
    first: 'enter-email',
    async begin(world) {
      const person = somebody()
      const phone = `+1312557${String(8000 + count).slice(-4)}`
      const { link } = await invite(world, person, {
        representative: {
          name: { given: 'Millicent', family: 'Abernathy' },
          relationship: 'guardian',
          basis: 'court order',
          phone,
        },
      })
      const agent = world.browser()
      const device = new SoftAuthenticator(world.issuer)
      await agent.open(link)
      await agent.submit()
      const answers: Answers = {
        ...answersOf(world, person),
        'security-option': async () => ({ fields: { factor: 'passkey', phone: '' } }),
        who: async () => ({ fields: { relationship: 'manager' } }),
        'prove-own-number': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
        'your-details': async () => ({
          fields: { given_name: 'Millicent', family_name: 'Abernathy', ...birthFields('1961-05-06') },
        }),
        'option-passkey': async () => ({ fields: { passkey: await askDevice(agent, device, 'create') } }),
      }
      return { agent, answer: answering(answers) }
    },
  },
}
