import { type InvitationRequest, issueInvitation } from '../../src/operations/invitations.ts'
import type { Agent, Answer } from './agent.ts'
import { notes } from './canaries.ts'
import { birthFields, importPatient } from './people.ts'
import type { World } from './world.ts'

/** Somebody whom the clinic has with a phone and a mailbox. */
export interface InvitedPerson {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly phone: string
  readonly email: string
  readonly organization?: string
}
export const invitedPassword = 'violet otter kelp'

/** Invites, as staff do. @returns the link of the mail, and the record's id */
export async function invite(
  world: World,
  person: InvitedPerson,
  over: Partial<InvitationRequest> = {},
): Promise<{ readonly link: string; readonly patientId: string; readonly id: string }> {
  const { house } = world.app
  const patientId = over.patientId ?? (await importPatient(house, person))
  const issued = await issueInvitation(house, {
    organization: person.organization ?? 'northside',
    patientId,
    origin: 'staff',
    issuedBy: 'test',
    reason: 'asked at the desk',
    ...over,
  })
  if (issued.kind !== 'issued') throw new Error(`not invited: ${issued.problem}`)
  return { link: await invitationLink(world, person.email), patientId, id: issued.id }
}

/** The link of the newest invitation to a mailbox. */
export async function invitationLink(world: World, email: string): Promise<string> {
  const links = (await world.inbox.messages(email)).flatMap(message => message.links)
  const link = links.find(each => new URL(each).pathname.startsWith('/invite/'))
  if (!link) throw new Error('no invitation was sent there')
  notes('invitation link', new URL(link).pathname.split('/').at(-1))
  return link
}

export interface Acceptance {
  /** which one they type; the invited one where left out */
  readonly email?: string
  readonly username?: string
  readonly password?: string
  /** whose number proves them; the record's where left out */
  readonly phone?: string
  readonly as?: 'self' | 'manager'
}

/** Sends the form of each step in turn, as a person without a script does. */
export function accepting(world: World, agent: Agent, person: InvitedPerson, how: Acceptance = {}) {
  const { inbox } = world
  const email = how.email ?? person.email
  const phone = how.phone ?? person.phone
  const answers: Record<string, () => Promise<Answer>> = {
    'open-invitation': () => agent.submit(),
    'enter-email': () => agent.submit({ email }),
    'confirm-email': async () => agent.submit({ code: await inbox.latestCode(email) }),
    'choose-credentials': () =>
      agent.submit({ username: how.username ?? email, new_password: how.password ?? invitedPassword }),
    'accept-terms': () => agent.submit({ terms: 'on' }),
    'security-option': () => agent.submit({ factor: 'text-code', phone: '' }),
    'prove-number': async () => agent.submit({ code: await inbox.latestCode(phone) }),
    who: () => agent.submit({ relationship: how.as ?? 'self' }),
    'prove-own-number': async () => agent.submit({ code: await inbox.latestCode(phone) }),
    'your-details': () =>
      agent.submit({ given_name: 'Millicent', family_name: 'Abernathy', ...birthFields('1961-05-06') }),
    'choose-username': () => agent.submit(),
    'what-next': () => agent.submit(),
  }
  /** The step whose page is open. */
  const here = (): string => {
    const form = agent.page.forms.find(each => each.method === 'post' && !each.action.endsWith('/extend'))
    const path = new URL(form?.action ?? agent.current?.url ?? '', agent.current?.url).pathname
    return path.startsWith('/invite/') ? 'open-invitation' : (path.split('/').at(-1) ?? '')
  }
  let ended: Answer | undefined
  return {
    here,
    /** Where the journey ended: the portal's address, or the page that says why not. */
    end: () => ended,
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
        ended = reply
        if (reply.status >= 400 && reply.status !== 403)
          throw new Error(`${step} was refused (${reply.status}): ${reply.page.text}`)
        if (reply.status === 303 || reply.status === 403 || new URL(reply.url).pathname === '/account') return walked
      }
      throw new Error(`no end after ${walked.join(', ')}`)
    },
  }
}
