import { evidenceOf, factorOf, type Proof, proofOf } from '../../factors/index.ts'
import type { Completion, StepContext } from '../../flow-engine/index.ts'
import { linkMember } from '../../operations/member-account.ts'
import { addSeconds } from '../../platform/index.ts'
import { proofOfNewPasskey, proofOfUpstream } from '../../steps/index.ts'
import type { Transaction } from '../../store/index.ts'
import { findKnownDevices } from '../../store/known-devices.ts'
import type { InsurerFacts } from './facts.ts'
import { isMemberProven } from './member.ts'
import type { InsurerScene } from './scene.ts'
import { provenEmail, provenRecordPhone } from './steps/finish.ts'

/** Known: on into the sign-in, which asks for whatever else is wanted. Unknown: where their own proof is given. */
export async function completeInsurer(
  tx: Transaction,
  facts: InsurerFacts,
  scene: InsurerScene,
  context: StepContext,
): Promise<Completion> {
  const { house, now, visitor } = context
  const { upstream } = facts
  if (facts.refused) return { kind: 'refused', error: facts.refused }
  if (!upstream) return { kind: 'denied', problem: 'insurer-unknown' }
  if (scene.known) {
    const { accountId, mayBegin } = scene.known
    // locked, disabled, or closed for good
    if (!mayBegin) return { kind: 'denied', problem: 'insurer-closed' }
    const devices = await findKnownDevices(tx, house.sealer, visitor.deviceToken, now)
    const isKnownDevice = devices.some(device => device.accountId === accountId)
    const account = { id: accountId, isKnownDevice, by: 'insurer' }
    return {
      kind: 'flow',
      flow: 'sign-in',
      given: { account, firstFactor: proofOfUpstream(upstream, accountId), upstream },
    }
  }
  switch (facts.owner ?? facts.way) {
    case 'sign-in':
      // a session that stands is no proof given now
      return { kind: 'flow', flow: 'sign-in', given: { upstream }, asks: { forceAuthentication: true } }
    case 'access-code':
      return { kind: 'flow', flow: 'activate', given: { upstream } }
    case 'register':
      return { kind: 'flow', flow: 'register', given: { upstream } }
    default:
      return completeMember(tx, facts, scene, context)
  }
}

/** A new account on a record that was proven. What the steps did is looked at once more here. */
async function completeMember(
  tx: Transaction,
  facts: InsurerFacts,
  { record }: InsurerScene,
  { house, now, ask, visitor, flow }: StepContext,
): Promise<Completion> {
  const { upstream, credentials, option, terms, member, memberProof, email: typedEmail } = facts
  const changed: Completion = { kind: 'denied', problem: 'insurer-record-changed' }
  if (!isMemberProven(facts) || !record || !upstream || !credentials || !option || !terms) return changed
  // the clinic may have changed the number meanwhile
  const isStillTheirs = record.phones.some(({ value }) => value === memberProof?.to)
  if (member?.isTrusted !== true && !isStillTheirs) return changed
  const { username, passwordHash } = credentials
  const phone = [provenRecordPhone(facts), facts.phoneProof?.to].find(to => to !== undefined && to === option.phone)
  const passkey = option.factor === 'passkey' ? facts.passkey : undefined
  const question = option.factor === 'security-question' ? facts.answer : undefined
  const isThere = option.factor === 'passkey' ? passkey : option.factor === 'security-question' ? question : phone
  const email = provenEmail(facts)
  const subject = { key: 'new', language: visitor.language, budget: 'anonymous' } as const
  const proofs: readonly Proof[] = [
    proofOfUpstream(upstream, 'new'),
    ...(passwordHash ? [proofOf(factorOf('password'), { now, subject }, { id: 'password', to: '' })] : []),
    ...(passkey ? [proofOfNewPasskey(passkey, { now, subject })] : []),
    ...[memberProof, facts.emailProof, facts.phoneProof].filter(proof => proof !== undefined),
  ]
  const result = await linkMember(
    tx,
    house,
    {
      record,
      link: {
        insurer: upstream.insurer,
        name: { issuer: upstream.issuer, subject: upstream.subject },
        basis: member?.isTrusted ? 'check-in' : 'member-id',
      },
      person: {
        profile: record.name,
        username,
        ...(passwordHash ? { passwordHash } : {}),
        language: visitor.language,
        termsVersion: terms.version,
        ...(email ? { email } : {}),
        ...(phone ? { phone } : {}),
        ...(isThere && option.factor !== 'none' ? { securityOption: option.factor } : {}),
        ...(passkey ? { passkey } : {}),
        ...(question ? { question } : {}),
        notices: { portal: typedEmail?.notices === true },
      },
      evidence: proofs.map(evidenceOf),
      evidenceUntil: addSeconds(now, house.settings.sessions.absolute_seconds),
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
  return result.kind === 'refused'
    ? { kind: 'denied', problem: result.problem }
    : { kind: 'signed-in', accountId: result.accountId, rememberDevice: true }
}
