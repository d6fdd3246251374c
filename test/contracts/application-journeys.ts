import { decideApplication } from '../../src/operations/application-decisions.ts'
import { now } from '../../src/platform/index.ts'
import { type Applicant, applicantAnswers, applying, statusLinkOf } from '../driver/applicant.ts'
import type { World } from '../driver/world.ts'
import type { Journey, StepAnswer } from './journey.ts'

let count = 0
const somebody = (over: Partial<Applicant> = {}): Applicant => {
  count += 1
  return {
    given: 'Wilhelmina',
    family: 'Quackenbush',
    birthDate: `19${50 + (count % 40)}-03-27`,
    email: `contract-applies-${count}@example.org`,
    ...over,
  }
}
const answering = (world: World, person: Applicant) => {
  const answers = applicantAnswers(world, person)
  return (step: string): Promise<StepAnswer> => answers[step]?.() ?? Promise.resolve({ fields: {} })
}
/** It ends where one signs in. */
const applicantBrowser = (world: World) => world.browser({ stopAt: url => url.pathname === '/sign-in' })

/** Applications for oneself and for a child, the page at their end, and what is asked by link. */
export const applicationJourneys: Readonly<Record<string, Journey>> = {
  apply: {
    flow: 'apply',
    first: 'for-whom',
    async begin(world) {
      const person = somebody({ phone: '+13125556001' })
      const agent = applicantBrowser(world)
      await agent.open(`${world.issuer}/apply?organization=northside`)
      return { agent, answer: answering(world, person) }
    },
  },
  applied: {
    flow: 'applied',
    first: 'application-sent',
    async begin(world) {
      const person = somebody({ relationship: 'parent' })
      const agent = applicantBrowser(world)
      const journey = applying(world, agent, person)
      await journey.begin()
      await journey.until('application-sent')
      return { agent, answer: answering(world, person) }
    },
  },
  application: {
    flow: 'application',
    first: 'status',
    async begin(world) {
      const person = somebody()
      const journey = applying(world, applicantBrowser(world), person)
      await journey.begin()
      await journey.until('application-sent')
      const { house } = world.app
      const { id } = await house.db
        .selectFrom('applications')
        .select('id')
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      const staff = { actor: 'test', operator: 'Dana', organization: 'northside', reason: 'a name differs' }
      await decideApplication(house, id, { kind: 'ask', question: 'other-name' }, staff, now())
      // the same page again, without the question
      const agent = world.browser({ stopAt: url => url.searchParams.get('notice') === 'application-replied' })
      await agent.open(await statusLinkOf(world, person.email))
      return { agent, answer: async () => ({ fields: { answer: 'Quackenboss' } }) }
    },
  },
}
