import { type Acr, acrLevels, acrRank, type Evidence, type FoldOptions, isAcr, meetsAcr } from './assurance.ts'

export type Population = 'patient' | 'caregiver' | 'provider' | 'staff'

export interface SignInCase {
  /** The rule of policy for this person: always, or only where the device is not known. */
  readonly secondFactor: 'always' | 'unknown-device'
  /** This browser is known for this very account. */
  readonly isKnownDevice: boolean
  /** `acr_values` as asked for. */
  readonly requested: readonly string[]
  /** What policy and the client's registration want at least: a request never lowers it. */
  readonly floor?: string
  /** What the live session is worth, in a step-up; undefined in a fresh sign-in. */
  readonly session?: string
  /** Whether the person has any second way. */
  readonly hasSecond: boolean
  /** Levels that one of those ways would lift to (`levelsWith`). */
  readonly reach: readonly Acr[]
  /** Levels that something new would lift to, which this person may add here; none where policy or proofs forbid it. */
  readonly addable: readonly Acr[]
}
export interface SignInAnswer {
  /** A second proof is asked for, by a way that is enrolled (a dead end where there is none). */
  readonly second: boolean
  /** Something that is not enrolled yet is offered, since no enrolled way fits. */
  readonly enrolment: boolean
}

const lowest: Acr = 'urn:vestibule:aal1'
const confirmed: Acr = 'urn:vestibule:aal1:confirmed'
const twoFactors: Acr = 'urn:vestibule:aal2'

/** What holds once such a proof stands beside a password. */
export function levelsWith(
  proof: Omit<Evidence, 'at'>,
  options: Pick<FoldOptions, 'confirmable'> = {},
): readonly Acr[] {
  const at = new Date(0)
  const password: Evidence = {
    factor: 'password',
    category: 'knowledge',
    amr: ['pwd'],
    userVerified: false,
    phishingResistant: false,
    at,
  }
  return acrLevels.filter(level => meetsAcr([password, { ...proof, at }], level, at, options))
}

/**
 * What is asked for besides the password (DOMAIN "Second factor by default", "Step-up"). By policy always, or on an
 * unknown device; and where client or request want more than there is. Nobody is asked for what cannot lift to a wanted
 * level: they may add something that can, after whatever second way they have, else the provider answers for what was
 * not met.
 */
export function secondFactorPolicy(given: SignInCase): SignInAnswer {
  const { session, hasSecond, addable } = given
  const standing = session ?? lowest
  const isHelped = helps(given, standing, given.reach)
  const enrolment = !isHelped && helps(given, standing, addable)
  // a new way is added on all the proof that there is: of one who has two factors, both
  const isBehind = enrolment && hasSecond && (!isAcr(standing) || acrRank(standing) < acrRank(twoFactors))
  if (session !== undefined) return { second: isHelped || isBehind, enrolment }
  if (given.secondFactor === 'always')
    return hasSecond || addable.length === 0 ? { second: true, enrolment } : { second: false, enrolment: true }
  return { second: hasSecond && (!given.isKnownDevice || isHelped || isBehind), enrolment }
}

/** Whether one more proof brings a wanted level that is not there. */
function helps({ requested, floor, session }: SignInCase, standing: string, reach: readonly Acr[]): boolean {
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
