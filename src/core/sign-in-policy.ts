import { type Acr, acrRank, isAcr } from './assurance.ts'

export type Population = 'patient' | 'caregiver' | 'provider' | 'staff'

export interface SignInCase {
  readonly population: Population
  /** This browser is known for this very account. */
  readonly isKnownDevice: boolean
  /** `acr_values` as asked for. */
  readonly requested: readonly string[]
  /** The client's registered floor: a request never lowers it. */
  readonly floor?: string
  /** What the live session is worth, in a step-up; undefined in a fresh sign-in. */
  readonly session?: string
  /** Whether the person has any second way. */
  readonly hasSecond: boolean
}
export type SecondFactor =
  | 'required'
  /** not asked for, or nothing enrolled where policy only wants "the enrolled option" */
  | 'not-needed'

const ranks = (values: readonly string[]): number[] => values.filter(isAcr).map(acrRank)
const lowest: Acr = 'urn:vestibule:aal1'

/**
 * Whether a second factor is asked for (DOMAIN "Second factor by default", CONTRACT "Assurance"). Providers and staff
 * always; patients and caregivers on an unknown device, or where client or request want more than a password. A
 * request names values any of which satisfies, so the strongest is tried: the provider answers for what was not met.
 */
export function secondFactorPolicy(given: SignInCase): SecondFactor {
  const wanted = Math.max(acrRank(lowest), ...ranks(given.requested), ...ranks(given.floor ? [given.floor] : []))
  if (given.session !== undefined) {
    const has = isAcr(given.session) ? acrRank(given.session) : acrRank(lowest)
    // "confirmed" is about the last five minutes: a lasting higher level does not answer it
    const isFresh = wanted !== acrRank('urn:vestibule:aal1:confirmed')
    if (wanted <= acrRank(lowest) || (has >= wanted && isFresh)) return 'not-needed'
    return 'required'
  }
  const isProfessional = given.population === 'provider' || given.population === 'staff'
  if (isProfessional) return 'required'
  if (wanted > acrRank(lowest)) return given.hasSecond ? 'required' : 'not-needed'
  return !given.isKnownDevice && given.hasSecond ? 'required' : 'not-needed'
}
