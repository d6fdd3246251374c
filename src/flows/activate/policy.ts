import type { RedeemableCode } from '../../store/access-code-redemption.ts'

/** A contact of record as policy sees it. */
export interface RecordContact {
  readonly id: string
  readonly kind: 'phone' | 'email'
  readonly value: string
  /** It stands on another person's record or account too. */
  readonly shared: boolean
}
export type Holder = 'patient' | 'representative'
/** `void` covers whatever must not be told apart from a wrong code. */
export type CodeState = 'live' | 'expired' | 'used' | 'void'

/** What a code is worth at an instant; void wins, because it must look like no code at all. */
export function codeState(
  code: Pick<RedeemableCode, 'voided_at' | 'superseded_at' | 'used_at' | 'expires_at'>,
  at: Date,
): CodeState {
  if (code.voided_at || (code.superseded_at && !code.used_at)) return 'void'
  if (code.used_at) return 'used'
  return code.expires_at <= at ? 'expired' : 'live'
}

/** Teenagers share phones and mailboxes with parents, who may not stand in for them. */
const isTeen = (age: number): boolean => age >= 13 && age < 18
/** Under 13 a child holds no code (COPPA, 16 CFR 312): only a named representative does. */
export const mayHoldCode = (holder: Holder, age: number): boolean => holder === 'representative' || age >= 13

export interface RecordProofCase {
  readonly contacts: readonly RecordContact[]
  readonly holder: Holder
  /** the patient's age in whole years */
  readonly age: number
  readonly channel: RedeemableCode['channel']
  readonly identityChecked: boolean
}
export type RecordProof =
  | { readonly kind: 'required'; readonly contacts: readonly RecordContact[] }
  /** Staff saw the person and their papers, and there is nothing on file that could prove more. */
  | { readonly kind: 'waived' }
  /** Nothing on file proves this person, and nobody checked identity: only staff can help. */
  | { readonly kind: 'impossible' }

/**
 * Which contacts of record prove the holder of a code. A code that came by text or mail already passed through one
 * channel, so mail proves only what came on paper or by hand: else one stolen mailbox would be both proofs.
 */
export function recordProof(given: RecordProofCase): RecordProof {
  const byHand = given.channel === 'letter' || given.channel === 'in_person'
  const ownOnly = given.holder === 'patient' && isTeen(given.age)
  const contacts = given.contacts.filter(
    contact => (contact.kind === 'phone' || byHand) && !(ownOnly && contact.shared),
  )
  if (contacts.length > 0) return { kind: 'required', contacts }
  return given.channel === 'in_person' && given.identityChecked ? { kind: 'waived' } : { kind: 'impossible' }
}

/** The parts of the journey as the person counts them: "Step 2 of 6". */
export const stages = ['code', 'contact', 'person', 'email', 'credentials', 'option'] as const
export const progressAt = (stage: (typeof stages)[number]): { step: number; of: number } => ({
  step: stages.indexOf(stage) + 1,
  of: stages.length,
})
