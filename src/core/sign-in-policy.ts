import { type Acr, acrLevels, acrRank, type Evidence, isAcr, meetsAcr } from './assurance.ts'

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
  /** Levels that one of those ways would lift to (`levelsWith`). */
  readonly reach: readonly Acr[]
}
export type SecondFactor =
  | 'required'
  /** not asked for, or nothing enrolled where policy only wants "the enrolled option" */
  | 'not-needed'

const lowest: Acr = 'urn:vestibule:aal1'
const confirmed: Acr = 'urn:vestibule:aal1:confirmed'

/** What holds once such a proof stands beside a password. */
export function levelsWith(proof: Omit<Evidence, 'at'>): readonly Acr[] {
  const at = new Date(0)
  const password: Evidence = {
    factor: 'password',
    category: 'knowledge',
    amr: ['pwd'],
    userVerified: false,
    phishingResistant: false,
    at,
  }
  return acrLevels.filter(level => meetsAcr([password, { ...proof, at }], level, at))
}

/**
 * Whether a second factor is asked for (DOMAIN "Second factor by default", CONTRACT "Assurance"). Providers and staff
 * always; patients and caregivers on an unknown device, or where client or request want more than a password. Nobody is
 * asked for what cannot lift to a wanted level: the provider answers for what was not met.
 */
export function secondFactorPolicy(given: SignInCase): SecondFactor {
  if (given.session !== undefined) return helps(given, given.session) ? 'required' : 'not-needed'
  const isProfessional = given.population === 'provider' || given.population === 'staff'
  if (isProfessional) return 'required'
  if (!given.hasSecond) return 'not-needed'
  return !given.isKnownDevice || helps(given, lowest) ? 'required' : 'not-needed'
}

/** Whether one more proof brings a wanted level that is not there. */
function helps({ requested, floor, reach, session }: SignInCase, standing: string): boolean {
  const has = acrRank(isAcr(standing) ? standing : lowest)
  // "confirmed" is about the last five minutes: a lasting higher level does not answer it
  const isMet = (level: Acr) => level !== confirmed && acrRank(level) <= has
  const levels = requested.filter(isAcr)
  const missingFloor = floor !== undefined && isAcr(floor) && !isMet(floor) ? floor : undefined
  // below the floor nothing else counts
  if (missingFloor) return reach.includes(missingFloor)
  // any of the values satisfies; a fresh sign-in, where a person is asked anyway, tries for the strongest
  if (session !== undefined && levels.some(isMet)) return false
  return levels.some(level => !isMet(level) && reach.includes(level))
}
