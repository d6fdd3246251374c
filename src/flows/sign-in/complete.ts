import { evidenceOf } from '../../factors/index.ts'
import type { Completion, StepContext } from '../../flow-engine/index.ts'
import { reopenAccount } from '../../operations/account-closing.ts'
import { recordAudit } from '../../operations/audit.ts'
import { recallDevice } from '../../operations/known-devices.ts'
import { tellOfUnusualSignIn } from '../../operations/sign-in-alerts.ts'
import { wakeLinks } from '../../operations/sleeping-links.ts'
import { addSeconds } from '../../platform/index.ts'
import { updateFactorUse } from '../../store/account-factors.ts'
import { updateLastSignIn } from '../../store/accounts.ts'
import { createEvidence } from '../../store/evidence.ts'
import { type Transaction, together } from '../../store/index.ts'
import { createTermsAcceptance } from '../../store/terms.ts'
import { enrol } from './enrol.ts'
import { isRefused, type SignInFacts } from './facts.ts'
import type { SignInScene } from './scene.ts'
import { finishUpgrade } from './upgrade.ts'
import { useUpstream } from './upstream.ts'

/** Signs the person in: what was proven becomes evidence of the session that begins or rises. */
export const completeSignIn = (
  tx: Transaction,
  facts: SignInFacts,
  scene: SignInScene,
  context: StepContext,
): Promise<Completion> => together(tx, each => complete(each, facts, scene, context))

async function complete(
  tx: Transaction,
  facts: SignInFacts,
  scene: SignInScene,
  context: StepContext,
): Promise<Completion> {
  const { house, now, ask, flow, visitor } = context
  const { id: accountId, by, isKnownDevice } = facts.account
  const audit = (type: string, outcome: 'success' | 'refused', details: Readonly<Record<string, unknown>>) =>
    recordAudit(tx, house, {
      type,
      outcome,
      actor: accountId,
      accountId,
      organizationId: ask.organization,
      ...(ask.client ? { clientId: ask.client.id } : {}),
      correlationId: flow.id,
      reference: flow.reference,
      details: { ip: visitor.ip, device: visitor.userAgent, ...details },
    })
  if (isRefused(facts)) {
    await audit('account.step-up-refused', 'refused', {})
    return { kind: 'refused', error: 'unmet_authentication_requirements' }
  }
  // the proof before a password may have been another person's, who then gave up
  const first = facts.firstProof?.subject === `account:${accountId}` ? facts.firstProof : undefined
  const second = facts.secondProof ?? first
  const given = [facts.firstFactor, second].filter(proof => proof !== undefined)
  // a proof of one person is never worth anything for another
  const areTheirs = given.every(proof => proof.subject === `account:${accountId}`)
  if (areTheirs && facts.reopened && !(await reopen(tx, accountId, context)))
    return { kind: 'denied', problem: 'sign-in-ended' }
  if (!areTheirs || !scene.person) return { kind: 'denied', problem: 'sign-in-ended' }
  // takes the account's row first; its answer comes with those of the end, since what a lost guard wrote is rolled back
  const active = updateLastSignIn(tx, accountId, now)
  active.catch(() => {})
  const upstream = await useUpstream(tx, facts, scene.person, context)
  if (upstream.kind === 'lost') return { kind: 'denied', problem: upstream.problem }
  const enrolled = await enrol(tx, facts, scene, context)
  if (enrolled.kind === 'lost') return { kind: 'denied', problem: 'sign-in-ended' }
  const upgraded = await finishUpgrade(tx, facts, scene, context)
  if (upgraded.kind === 'lost') return { kind: 'denied', problem: 'sign-in-ended' }
  const proofs = [...given, ...upstream.proofs, ...(enrolled.proof ? [enrolled.proof] : []), ...upgraded.proofs]

  const until = addSeconds(now, house.settings.sessions.absolute_seconds)
  for (const proof of proofs) await createEvidence(tx, { ...evidenceOf(proof), accountId, flowId: flow.id }, until)
  // a passkey counted its own use
  if (second && second.factor !== 'passkey') await updateFactorUse(tx, accountId, second.factor, now)
  if (facts.terms)
    await createTermsAcceptance(tx, { accountId, document: 'terms', version: facts.terms.version }, facts.terms.at)
  const { exceptions } = scene.person.policy
  await audit(by === 'session' ? 'account.stepped-up' : 'account.signed-in', 'success', {
    factors: proofs.map(proof => proof.factor),
    isKnownDevice,
    ...(exceptions.length > 0 ? { policyExceptions: exceptions } : {}),
  })
  const { language } = scene.person
  const told = { accountId, language, organization: ask.organization }
  const { deviceToken: token } = visitor
  const [isActive, recalled] = await Promise.all([
    active,
    by !== 'session' && isKnownDevice && token ? recallDevice(tx, house, { accountId, token }, now) : undefined,
    // after a recovery through one organisation, what it did not know opens the others again
    wakeLinks(tx, house, { accountId, proofs, correlationId: flow.id }),
    by !== 'session' && tellOfUnusualSignIn(tx, house, { ...told, ip: visitor.ip, isKnownDevice }, now),
  ])
  // disabled while the journey was under way
  if (!isActive) return { kind: 'denied', problem: 'sign-in-ended' }
  return { kind: 'signed-in', accountId, rememberDevice: recalled ? 'recalled' : by !== 'session' }
}

/** After every proof that the sign-in wants, so that a password alone opens nothing elsewhere. */
const reopen = (
  tx: Transaction,
  accountId: string,
  { house, now, ask, flow, visitor }: StepContext,
): Promise<boolean> => {
  const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
  return reopenAccount(tx, house, { accountId, organization: ask.organization, journey }, now)
}
