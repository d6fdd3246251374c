import { accountSubject, assertionOptions, checkAssertion, factorOf, proofOf } from '../../../factors/index.ts'
import type { Outcome, ScriptAnswer, StepContext } from '../../../flow-engine/index.ts'
import { findKnownDevices } from '../../../store/known-devices.ts'
import type { SignInFacts } from '../facts.ts'

const scopeOf = ({ house, now, flow, ask }: StepContext) => ({
  house,
  now,
  flowId: flow.id,
  purpose: 'sign-in.passkey',
  organization: ask.organization,
})

/** The same for everybody: the device knows whose passkeys it has, and nobody is named before one answered. */
export const passkeyOptions = (context: StepContext): Promise<ScriptAnswer> => assertionOptions(scopeOf(context))

/**
 * A passkey instead of username and password: it says who the person is, and is two factors in one. Locks that
 * strangers' guesses at a password set do not hold here (DOMAIN "Lock-out"): there is nothing to guess.
 */
export async function signInByPasskey(
  context: StepContext,
  sent: string,
): Promise<Outcome<SignInFacts, 'account' | 'firstFactor'>> {
  const { house, now, visitor } = context
  let devices: readonly { readonly accountId: string }[] = []
  const verdict = await checkAssertion(scopeOf(context), sent, async db => {
    devices = await findKnownDevices(db, house.sealer, visitor.deviceToken, now)
  })
  if (verdict.kind === 'refused')
    return {
      kind: 'retry',
      problem: verdict.problem,
      field: 'passkey',
      audit: {
        ...(verdict.accountId ? { accountId: verdict.accountId } : {}),
        details: { factor: 'passkey', reason: verdict.reason },
      },
      ...(verdict.write ? { write: verdict.write } : {}),
    }
  const { accountId, amr, mayBegin, write } = verdict
  // locked, disabled, or closed for good: as for a passkey that nobody has
  if (!mayBegin)
    return {
      kind: 'retry',
      problem: 'passkey-failed',
      field: 'passkey',
      audit: { accountId, details: { factor: 'passkey', reason: 'disabled' } },
    }
  const isKnownDevice = devices.some(device => device.accountId === accountId)
  const proven = { now, subject: accountSubject(accountId, visitor.language) }
  return {
    kind: 'advance',
    facts: {
      account: { id: accountId, isKnownDevice, by: 'passkey' },
      firstFactor: proofOf(factorOf('passkey'), proven, { id: 'passkey', to: accountId }, amr),
    },
    audit: { accountId, details: { factor: 'passkey', knownDevice: isKnownDevice } },
    write,
  }
}
