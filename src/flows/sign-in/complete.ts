import type { Language } from '../../core/index.ts'
import { evidenceOf } from '../../factors/index.ts'
import type { Completion, StepContext } from '../../flow-engine/index.ts'
import { recordAudit } from '../../operations/audit.ts'
import { addPasskey } from '../../operations/passkeys.ts'
import { tellOfUnusualSignIn } from '../../operations/sign-in-alerts.ts'
import { addSeconds, days } from '../../platform/index.ts'
import { updateFactorUse } from '../../store/account-factors.ts'
import { updateLastSignIn } from '../../store/accounts.ts'
import { createEvidence } from '../../store/evidence.ts'
import type { Transaction } from '../../store/index.ts'
import { createPasskeyRefusal } from '../../store/passkeys.ts'
import { createTermsAcceptance } from '../../store/terms.ts'
import type { SignInFacts } from './facts.ts'
import type { SignInScene } from './scene.ts'

/** Signs the person in: what was proven becomes evidence of the session that begins or rises. */
export async function completeSignIn(
  tx: Transaction,
  facts: SignInFacts,
  scene: SignInScene,
  context: StepContext,
): Promise<Completion> {
  const { house, now, ask, flow, visitor } = context
  const { id: accountId, by, isKnownDevice } = facts.account
  // the proof before a password may have been another person's, who then gave up
  const first = facts.firstProof?.subject === `account:${accountId}` ? facts.firstProof : undefined
  const second = facts.secondProof ?? first
  const proofs = [facts.firstFactor, second].filter(proof => proof !== undefined)
  // a proof of one person is never worth anything for another
  const areTheirs = proofs.every(proof => proof.subject === `account:${accountId}`)
  // disabled while the journey was under way
  if (!areTheirs || !scene.person || !(await updateLastSignIn(tx, accountId, now)))
    return { kind: 'denied', problem: 'sign-in-ended' }

  const until = addSeconds(now, house.settings.sessions.absolute_seconds)
  for (const proof of proofs) await createEvidence(tx, { ...evidenceOf(proof), accountId, flowId: flow.id }, until)
  // a passkey counted its own use
  if (second && second.factor !== 'passkey') await updateFactorUse(tx, accountId, second.factor, now)
  if (facts.terms)
    await createTermsAcceptance(tx, { accountId, document: 'terms', version: facts.terms.version }, facts.terms.at)
  if (!(await keepPasskey(tx, facts, scene.person.language, context)))
    return { kind: 'denied', problem: 'sign-in-ended' }
  await recordAudit(tx, house, {
    type: by === 'session' ? 'account.stepped-up' : 'account.signed-in',
    outcome: 'success',
    actor: accountId,
    accountId,
    organizationId: ask.organization,
    ...(ask.client ? { clientId: ask.client.id } : {}),
    correlationId: flow.id,
    reference: flow.reference,
    details: { ip: visitor.ip, device: visitor.userAgent, factors: proofs.map(proof => proof.factor), isKnownDevice },
  })
  if (by !== 'session') {
    const { language } = scene.person
    const told = { accountId, language, organization: ask.organization }
    await tellOfUnusualSignIn(tx, house, { ...told, ip: visitor.ip, isKnownDevice }, now)
  }
  return { kind: 'signed-in', accountId, rememberDevice: by !== 'session' }
}

/** Somebody who said "Not now" is not asked again for so long. */
const refusalLife = days(30)

/** The passkey that was offered. @returns false where the device's passkey is registered already */
async function keepPasskey(
  tx: Transaction,
  { account, passkey }: SignInFacts,
  language: Language,
  { house, now, ask, flow, visitor }: StepContext,
): Promise<boolean> {
  if (!passkey) return true
  if (passkey === 'refused') {
    await createPasskeyRefusal(tx, account.id, addSeconds(now, refusalLife))
    return true
  }
  const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
  const change = { accountId: account.id, language, organization: ask.organization, journey }
  return addPasskey(tx, house, { ...change, passkey }, now)
}
