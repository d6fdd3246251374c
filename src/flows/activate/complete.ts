import { evidenceOf } from '../../factors/index.ts'
import type { Completion, StepContext } from '../../flow-engine/index.ts'
import { type Activation, activateAccount } from '../../operations/activation.ts'
import { addSeconds } from '../../platform/index.ts'
import type { Transaction } from '../../store/index.ts'
import { type ActivateFacts, ownRecordProof, provenEmail, provenPhone } from './facts.ts'
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
  return result.kind === 'refused'
    ? { kind: 'denied', problem: result.problem }
    : { kind: 'signed-in', accountId: result.accountId, rememberDevice: true }
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
  // an unproven option would be a fault of the steps: it protects nobody, so it is not written
  const securityOption = phone && factor !== 'none' ? factor : undefined
  const proofs = [facts.recordProof, facts.emailProof, facts.onFileProof, facts.phoneProof].filter(
    proof => proof !== undefined,
  )
  return {
    codeId: facts.code.id,
    patientId: facts.code.patient,
    profile: opened.representative?.name ?? opened.patient,
    username: facts.credentials.username,
    passwordHash: facts.credentials.passwordHash,
    language: visitor.language,
    termsVersion: facts.terms.version,
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(securityOption ? { securityOption } : {}),
    notices: { portal: facts.email.notices },
    evidence: [
      {
        factor: 'password',
        category: 'knowledge',
        amr: ['pwd'],
        userVerified: false,
        phishingResistant: false,
        at: now,
      },
      ...proofs.map(evidenceOf),
    ],
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
