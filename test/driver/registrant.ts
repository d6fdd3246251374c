import type { Agent, Answer } from './agent.ts'
import { birthFields } from './people.ts'
import type { World } from './world.ts'

/** Somebody who registers: what they type, and how far they go. */
export interface Registrant {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly sex?: 'female' | 'male' | 'another' | 'undisclosed'
  readonly phone: string
  /** left out: they have none */
  readonly email?: string
  readonly username?: string
  readonly call?: true
}
export interface Relative {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly relationship?: string
}

export const registrantPassword = 'violet otter kelp'

const detailsOf = ({ given, family, sex = 'female' }: Pick<Registrant, 'given' | 'family' | 'sex'>) => ({
  given_name: given,
  family_name: family,
  sex,
  postal_code: '',
})

/** Sends the form of each step in turn, as a person without a script does. */
export function registering(world: World, agent: Agent, person: Registrant) {
  const { inbox } = world
  const answers: Record<string, () => Promise<Answer>> = {
    'birth-date': () => agent.submit(birthFields(person.birthDate)),
    who: () => agent.submit({ relationship: 'self' }),
    'your-details': () => agent.submit(detailsOf(person)),
    'enter-email': () => (person.email ? agent.submit({ email: person.email }) : agent.submit({}, 'no-email')),
    'confirm-email': async () => agent.submit({ code: await inbox.latestCode(person.email ?? '') }),
    'enter-phone': () => agent.submit({ phone: person.phone, factor: person.call ? 'voice-code' : 'text-code' }),
    'confirm-phone': async () => agent.submit({ code: await inbox.latestCode(person.phone) }),
    'known-email': () => agent.submit(),
    review: () => agent.submit(),
    'new-here': () => agent.submit(),
    'choose-place': () => agent.submit({ location: '', provider: '' }),
    'accept-terms': () => agent.submit({ terms: 'on' }),
    'choose-credentials': () =>
      agent.submit({ username: person.username ?? `${person.family}.r`, new_password: registrantPassword }),
    'security-option': () => agent.submit({ factor: 'text-code' }),
    'what-next': () => agent.submit(),
  }
  /** The step whose page is open. */
  const here = (): string => {
    const form = agent.page.forms.find(each => each.method === 'post' && !each.action.endsWith('/extend'))
    const path = new URL(form?.action ?? agent.current?.url ?? '', agent.current?.url).pathname
    return path === '/register' || path.endsWith('/register') ? 'birth-date' : (path.split('/').at(-1) ?? '')
  }
  return {
    here,
    begin: (organization = 'northside') => agent.open(`${world.issuer}/register?organization=${organization}`),
    answer: (step: string) => answers[step]?.(),
    /** Walks on until a step is open, or the journey ends. @returns the steps that were answered */
    async until(stop: string | undefined, other: Record<string, () => Promise<Answer>> = {}): Promise<string[]> {
      const walked: string[] = []
      for (let count = 0; count < 25; count += 1) {
        const step = here()
        const answer = other[step] ?? answers[step]
        if (step === stop || !answer) return walked
        walked.push(step)
        const reply = await answer()
        if (reply.status >= 400 && reply.status !== 403)
          throw new Error(`${step} was refused (${reply.status}): ${reply.page.text}`)
        if (reply.status === 303 || reply.status === 403 || new URL(reply.url).pathname === '/account') return walked
      }
      throw new Error(`no end after ${walked.join(', ')}`)
    },
    /** Describes whose record they want, on the page that asks. */
    describes: ({ relationship = 'parent', ...relative }: Relative) =>
      agent.submit({ ...detailsOf(relative), ...birthFields(relative.birthDate), relationship }),
  }
}
