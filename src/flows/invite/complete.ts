import { evidenceOf, factorOf, type Proof, proofOf } from '../../factors/index.ts'
import type { Completion, StepContext } from '../../flow-engine/index.ts'
import { type AcceptedAs, type Acceptor, acceptInvitation } from '../../operations/invitation-acceptance.ts'
import type { NewPerson } from '../../operations/new-account.ts'
import { addSeconds } from '../../platform/index.ts'
import { proofOfNewPasskey } from '../../steps/index.ts'
import type { Transaction } from '../../store/index.ts'
import { type InviteFacts, numberProofs, provenEmail } from './facts.ts'
import { isProven, numbersFor } from './policy.ts'
import { provenPhone } from './proofs.ts'
import { type InviteScene, invitedIn } from './scene.ts'

/** Spends the invitation. Whatever the steps did, what counts is looked at once more here. */
export async function completeInvitation(
  tx: Transaction,
  facts: InviteFacts,
  scene: InviteScene,
  context: StepContext,
): Promise<Completion> {
  const { house, now, ask, visitor, flow } = context
  const { invited, isAdding, person } = scene
  if (!invited) return { kind: 'denied', problem: 'invite-spent' }
  if (isAdding && !person) return { kind: 'denied', problem: 'session-ended' }
  // the clinic may have changed a number while the person chose a password
  if (!isProven(numberProofs(facts), numbersFor(invited.numbers, facts.who)))
    return { kind: 'denied', problem: 'invite-number-changed' }
  const as = acceptedAs(facts, scene)
  const proofs = isAdding ? [] : proofsOf(facts, context)
  const until = addSeconds(now, house.settings.sessions.absolute_seconds)
  // a request is read of first, in a journey of its own, and that one signs in
  const evidence = as.kind === 'patient' ? { proofs: proofs.map(evidenceOf), until } : undefined
  const acceptor: Acceptor = person
    ? { kind: 'account', accountId: person.accountId }
    : { kind: 'new', person: personOf(facts, scene, context), ...(evidence ? { evidence } : {}) }
  const result = await acceptInvitation(
    tx,
    house,
    {
      invitationId: facts.invitation.id,
      patientId: facts.invitation.patient,
      organization: ask.organization,
      acceptor,
      as,
      contactsOfRecord: invited.contacts,
      journey: {
        flowId: flow.id,
        reference: flow.reference,
        ...(ask.client ? { clientId: ask.client.id } : {}),
        ip: visitor.ip,
        device: visitor.userAgent,
      },
    },
    now,
  )
  if (result.kind === 'refused') return { kind: 'denied', problem: result.problem }
  const { accountId } = result
  if (isAdding)
    return as.kind === 'patient' ? { kind: 'done', atPortal: true } : { kind: 'done', notice: 'family-request-sent' }
  return as.kind === 'patient'
    ? { kind: 'signed-in', accountId, rememberDevice: true }
    : { kind: 'flow', flow: 'registered', given: { account: { id: accountId, as: 'family' }, proofs } }
}

function acceptedAs({ who, manager }: InviteFacts, scene: InviteScene): AcceptedAs {
  if (who === 'patient') return { kind: 'patient' }
  const { demographics, patient, representative } = invitedIn(scene)
  if (!manager || !representative) throw new Error('nobody was recorded who may manage this account')
  return {
    kind: 'manager',
    request: {
      ...patient,
      sex: demographics.sex,
      birth_date: demographics.birth_date,
      ...(demographics.postal_code ? { postal_code: demographics.postal_code } : {}),
      relationship: representative.relationship,
      requester: {
        given: manager.given,
        family: manager.family,
        birth_date: manager.birthDate,
        basis: representative.basis,
      },
    },
  }
}

/** @throws Error where a step was passed over: nothing is made of half a journey */
function personOf(facts: InviteFacts, scene: InviteScene, { visitor }: StepContext): NewPerson {
  const { credentials, terms, option, who, manager } = facts
  if (!credentials || !terms || !option) throw new Error('an account would have nothing to sign in with')
  const [email, phone] = [provenEmail(facts), provenPhone(facts, scene)]
  const passkey = option.factor === 'passkey' ? facts.passkey : undefined
  const question = option.factor === 'security-question' ? facts.answer : undefined
  // an option that was not set up would be a fault of the steps: it protects nobody, so it is not written
  const isThere = option.factor === 'passkey' ? passkey : option.factor === 'security-question' ? question : phone
  const { given, family } = who === 'manager' && manager ? manager : invitedIn(scene).patient
  return {
    profile: { given, family },
    username: facts.username ?? credentials.username,
    passwordHash: facts.newPasswordHash ?? credentials.passwordHash,
    language: visitor.language,
    termsVersion: terms.version,
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(isThere && option.factor !== 'none' ? { securityOption: option.factor } : {}),
    ...(passkey ? { passkey } : {}),
    ...(question ? { question } : {}),
    // nobody asked which they want
    notices: {},
  }
}

/** What this journey proved, for the session in which it ends. */
function proofsOf(facts: InviteFacts, { now, visitor }: StepContext): readonly Proof[] {
  const subject = { key: 'new', language: visitor.language, budget: 'anonymous' } as const
  const passkey = facts.option?.factor === 'passkey' ? facts.passkey : undefined
  return [
    proofOf(factorOf('password'), { now, subject }, { id: 'password', to: '' }),
    ...(passkey ? [proofOfNewPasskey(passkey, { now, subject })] : []),
    ...[facts.emailProof, ...numberProofs(facts), facts.phoneProof].filter(proof => proof !== undefined),
  ]
}
