import type { Language } from '../../core/index.ts'
import { accountSubject, factorOf, type Proof, proofOf } from '../../factors/index.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { addAuthenticator, addPhoneFactor, afterFactorChange, type FactorChange } from '../../operations/factors.ts'
import { addPasskey } from '../../operations/passkeys.ts'
import { addSeconds, days } from '../../platform/index.ts'
import { proofOfNewPasskey } from '../../steps/index.ts'
import type { Transaction } from '../../store/index.ts'
import { createPasskeyRefusal } from '../../store/passkeys.ts'
import { hasDeclined, type SignInFacts } from './facts.ts'
import type { SignInScene } from './scene.ts'

/** Somebody who said "Not now" is not asked again for so long. */
const refusalLife = days(30)

export type Enrolled =
  /** `proof`: making it was a proof of the person too. */
  | { readonly kind: 'enrolled'; readonly proof?: Proof }
  /** The device's passkey is registered already, or the clinic has changed the number meanwhile. */
  | { readonly kind: 'lost' }
const nothing: Enrolled = { kind: 'enrolled' }

/**
 * Keeps what was added on the way. Every other session ends, and the person learns of it at every contact. That the code
 * of a new app was right, or a new passkey verified its user, is evidence of this sign-in; for a number on file it is
 * the code that was just sent there.
 */
export async function enrol(
  tx: Transaction,
  facts: SignInFacts,
  scene: SignInScene,
  context: StepContext,
): Promise<Enrolled> {
  const { account, newWay, recordProof, secret, app } = facts
  const { person } = scene
  const { house, now } = context
  const { id: accountId } = account
  if (!person || hasDeclined(facts)) return nothing
  const change = changeOf(accountId, person.language, context)
  if (!newWay) return offeredPasskey(tx, facts, change, context)
  const isOnRecord = person.onRecord.some(({ value }) => value === recordProof?.to)
  if (recordProof?.subject !== `account:${accountId}` || !isOnRecord) return { kind: 'lost' }
  const proven = { now, subject: accountSubject(accountId, person.language) }
  switch (newWay) {
    case 'text-code': {
      const kind = recordProof.factor
      await addPhoneFactor(tx, house, { accountId, kind, phone: recordProof.to }, now)
      await afterFactorChange(tx, house, { ...change, kind, notice: 'factor-added' }, now)
      return { kind: 'enrolled', proof: recordProof }
    }
    case 'totp': {
      if (!secret || !app) return { kind: 'lost' }
      await addAuthenticator(tx, house, { accountId, secret: secret.key, ...app }, now)
      await afterFactorChange(tx, house, { ...change, kind: 'totp', notice: 'factor-added' }, now)
      return { kind: 'enrolled', proof: proofOf(factorOf('totp'), proven, { id: 'totp', to: accountId }) }
    }
    case 'passkey': {
      const { passkey } = facts
      if (!passkey || passkey === 'refused') return { kind: 'lost' }
      if (!(await addPasskey(tx, house, { ...change, passkey }, now))) return { kind: 'lost' }
      return { kind: 'enrolled', proof: proofOfNewPasskey(passkey, proven) }
    }
  }
}

/** The passkey that was offered once the sign-in itself was done: no proof of it. */
async function offeredPasskey(
  tx: Transaction,
  { account, passkey }: SignInFacts,
  change: Omit<FactorChange, 'kind' | 'notice'>,
  { house, now }: StepContext,
): Promise<Enrolled> {
  if (!passkey) return nothing
  if (passkey === 'refused') {
    await createPasskeyRefusal(tx, account.id, addSeconds(now, refusalLife))
    return nothing
  }
  return (await addPasskey(tx, house, { ...change, passkey }, now)) ? nothing : { kind: 'lost' }
}

function changeOf(
  accountId: string,
  language: Language,
  { ask, flow, visitor }: StepContext,
): Omit<FactorChange, 'kind' | 'notice'> {
  const { signedIn } = ask
  return {
    accountId,
    language,
    organization: ask.organization,
    // a step-up raises the session in which it is made
    ...(signedIn?.accountId === accountId && signedIn.sessionUid ? { sessionUid: signedIn.sessionUid } : {}),
    journey: { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent },
  }
}
