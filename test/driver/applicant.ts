import type { Agent, Answer } from './agent.ts'
import { birthFields } from './people.ts'
import type { World } from './world.ts'

/** Somebody who applies for access: what they type. */
export interface Applicant {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly email: string
  /** left out: they have none */
  readonly phone?: string
  readonly postalCode?: string
  /** left out: for themself */
  readonly relationship?: 'parent' | 'guardian' | 'representative' | 'caregiver'
}
export interface Filled {
  readonly fields: Record<string, string>
  readonly action?: string
}

/** What they fill in at each step. */
export function applicantAnswers(world: World, person: Applicant): Readonly<Record<string, () => Promise<Filled>>> {
  const { given, family, birthDate, email, phone, postalCode = '', relationship } = person
  const own: Record<string, string> = relationship
    ? { own_given_name: 'Ottoline', own_family_name: 'Featherstonehaugh' }
    : {}
  return {
    'for-whom': async () => ({ fields: { relationship: relationship ?? 'self' } }),
    'birth-date': async () => ({ fields: birthFields(birthDate) }),
    names: async () => ({ fields: { given_name: given, family_name: family, sex: 'female', ...own } }),
    'enter-email': async () => ({ fields: { email } }),
    'confirm-email': async () => ({ fields: { code: await world.inbox.latestCode(email) } }),
    'enter-phone': async (): Promise<Filled> =>
      phone
        ? { fields: { phone, postal_code: postalCode } }
        : { fields: { postal_code: postalCode }, action: 'no-phone' },
    send: async () => ({ fields: { terms: 'on' } }),
    'application-sent': async () => ({ fields: {} }),
  }
}

/** Sends the form of each step in turn, as a person without a script does. */
export function applying(world: World, agent: Agent, person: Applicant) {
  const answers = applicantAnswers(world, person)
  const here = (): string => {
    const form = agent.page.forms.find(each => each.method === 'post' && !each.action.endsWith('/extend'))
    const path = new URL(form?.action ?? agent.current?.url ?? '', agent.current?.url).pathname
    return path === '/apply' ? 'for-whom' : (path.split('/').at(-1) ?? '')
  }
  return {
    here,
    begin: (organization = 'northside'): Promise<Answer> =>
      agent.open(`${world.issuer}/apply?organization=${organization}`),
    /** @returns the answer to each step on the way */
    async until(stop: string): Promise<{ readonly step: string; readonly answer: Answer }[]> {
      const walked: { step: string; answer: Answer }[] = []
      for (let count = 0; count < 15; count += 1) {
        const step = here()
        const filled = answers[step]
        if (step === stop || !filled) return walked
        const { fields, action } = await filled()
        const answer = await agent.submit(fields, action)
        walked.push({ step, answer })
        if (answer.status >= 400) throw new Error(`${step} was refused (${answer.status}): ${answer.page.text}`)
      }
      throw new Error(`no end after ${walked.map(({ step }) => step).join(', ')}`)
    },
  }
}

/** The link of the newest mail to an applicant. */
export async function statusLinkOf(world: World, email: string): Promise<string> {
  const links = (await world.inbox.messages(email)).flatMap(message => message.links)
  const link = links.find(each => each.includes('/application/'))
  if (!link) throw new Error('no status link was mailed there')
  return link
}
