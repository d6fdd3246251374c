import { evidenceOf, factorOf, proofOf } from '../../factors/index.ts'
import type { Completion, StepContext } from '../../flow-engine/index.ts'
import { type Activation, activateAccount } from '../../operations/activation.ts'
import { addSeconds } from '../../platform/index.ts'
import { keepUpstream, proofOfNewPasskey, proofOfUpstream } from '../../steps/index.ts'
import type { Transaction } from '../../store/index.ts'
import { type ActivateFacts, ownRecordProof, provenEmail, provenPhone, tiedUpstream } from './facts.ts'
import { isNumberOnFileProven } from './proofs.ts'
import { type ActivateScene, type Opened, openedIn } from './scene.ts'

/** Makes the account. Whatever the steps did, what counts is looked at once more here. */
export async function completeActivation(
  tx: Transaction,
  facts: ActivateFacts,
  scene: ActivateScene,
  context: StepContext,
): Promise<Completion> {
  const opened = openedIn(scene)
  if (!isRecordProven(facts, opened)) return { kind: 'denied', problem: 'activation-contact-changed' }
  if (!isNumberOnFileProven(facts, opened)) return { kind: 'denied', problem: 'activation-contact-changed' }
  const result = await activateAccount(tx, context.house, activationOf(facts, opened, context), context.now)
  if (result.kind === 'refused') return { kind: 'denied', problem: result.problem }
  const { accountId } = result
  if (!(await keepUpstream(tx, tiedUpstream(facts), { accountId, basis: 'access-code' }, context)))
    return { kind: 'denied', problem: 'insurer-taken' }
  return { kind: 'signed-in', accountId, rememberDevice: true }
}

/** The contact that was proven must still stand on this very record: the clinic may have changed it meanwhile. */
function isRecordProven(facts: ActivateFacts, { proof }: Opened): boolean {
  if (proof.kind !== 'required') return proof.kind === 'waived'
  const proven = ownRecordProof(facts)
  return proven !== undefined && proof.contacts.some(contact => contact.value === proven.to)
}

function activationOf(
  facts: ActivateFacts,
  opened: Opened,
  { house, now, ask, visitor, flow }: StepContext,
): Activation {
  const email = provenEmail(facts)
  const phone = provenPhone(facts)
  const { factor } = facts.option
  const { username, passwordHash, byInsurer } = facts.credentials
  const passkey = (passwordHash === undefined && !byInsurer) || factor === 'passkey' ? facts.passkey : undefined
  const upstream = tiedUpstream(facts)
  const isByInsurer = byInsurer === true && upstream !== undefined
  if (passwordHash === undefined && !passkey && !isByInsurer)
    throw new Error('an account would have nothing to sign in with')
  const question = factor === 'security-question' ? facts.answer : undefined
  // an unproven option would be a fault of the steps: it protects nobody, so it is not written
  const isThere = factor === 'passkey' ? passkey : factor === 'security-question' ? question : phone
  const securityOption = isThere && factor !== 'none' ? factor : undefined
  const language = visitor.language
  const subject = { key: 'new', language, budget: 'anonymous' } as const
  const proofs = [
    ...(passwordHash ? [proofOf(factorOf('password'), { now, subject }, { id: 'password', to: '' })] : []),
    ...(passkey ? [proofOfNewPasskey(passkey, { now, subject })] : []),
    ...(upstream ? [proofOfUpstream(upstream, 'new')] : []),
    ...[facts.recordProof, facts.emailProof, facts.onFileProof, facts.phoneProof].filter(proof => proof !== undefined),
  ]
  return {
    codeId: facts.code.id,
    patientId: facts.code.patient,
    profile: opened.representative?.name ?? opened.patient,
    username,
    ...(passwordHash ? { passwordHash } : {}),
    ...(passkey ? { passkey } : {}),
    ...(question ? { question } : {}),
    language,
    termsVersion: facts.terms.version,
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(securityOption ? { securityOption } : {}),
    notices: { portal: facts.email.notices },
    evidence: proofs.map(evidenceOf),
    evidenceUntil: addSeconds(now, house.settings.sessions.absolute_seconds),
    contactsOfRecord: opened.contacts,
    journey: {
      flowId: flow.id,
      reference: flow.reference,
      ...(ask.client ? { clientId: ask.client.id } : {}),
      ip: visitor.ip,
      device: visitor.userAgent,
    },
  }
}
