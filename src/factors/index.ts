/**
 * Factors: the ways to prove who one is, behind one contract, in this explicit registry. A new factor is one folder and
 * one line here. May not know a flow, a page or a session. Invariant: a try is counted before it is compared, and a
 * success is good once, for one purpose in one flow.
 */
import type { Factor, FactorScene, Offer } from './contract.ts'
import { emailCode } from './email-code/index.ts'
import { passkey } from './passkey/index.ts'
import { password } from './password/index.ts'
import { recoveryCode } from './recovery-code/index.ts'
import { securityQuestion } from './security-question/index.ts'
import { textCode } from './text-code/index.ts'
import { totp } from './totp/index.ts'
import { voiceCode } from './voice-code/index.ts'

export * from './contract.ts'
export { contactOffer } from './one-time-code.ts'
export {
  assertionOptions,
  checkAssertion,
  checkRegistration,
  type MadePasskey,
  madePasskeySchema,
  type PasskeyOwner,
  registrationOptions,
  responseLimit,
} from './passkey/index.ts'
export { groupedCode, newRecoveryCodes, recoveryCodeCount, recoveryCodeHash } from './recovery-code/codes.ts'
export { texts as factorTexts } from './texts.ts'
export { authenticatorUri, groupedSecret, newAuthenticatorSecret, timeStepOf } from './totp/authenticator.ts'

/** Strongest first: the order in which ways are offered to a person who preferred none. A recovery code is spent by use. */
export const factors: readonly Factor[] = [
  passkey,
  totp,
  textCode,
  voiceCode,
  securityQuestion,
  emailCode,
  recoveryCode,
  password,
]

const byKind = new Map(factors.map(factor => [factor.kind, factor]))

/** @throws Error where no such factor is registered. */
export function factorOf(kind: string): Factor {
  const factor = byKind.get(kind)
  if (!factor) throw new Error(`no factor is named ${kind}`)
  return factor
}

/** All that these factors offer, the preferred kind first. */
export function offersOf(among: readonly Factor[], scene: FactorScene, preferred?: string): readonly Offer[] {
  const offers = among.flatMap(factor => factor.offers(scene))
  return [...offers.filter(offer => offer.factor === preferred), ...offers.filter(offer => offer.factor !== preferred)]
}

/** Factors that make a second one beside a password. */
export const secondFactors: readonly Factor[] = [passkey, totp, textCode, voiceCode, recoveryCode]

/** Factors that confirm somebody once more; what each is worth is its own (`worthOf`). */
export const confirmingFactors: readonly Factor[] = factors.filter(factor => factor !== password)
