/** Assurance levels of this issuer, lowest first (`acr_values_supported`). */
export const acrLevels = [
  'urn:vestibule:aal1',
  'urn:vestibule:aal1:confirmed',
  'urn:vestibule:aal2',
  'urn:vestibule:aal2:phishing-resistant',
] as const
export type Acr = (typeof acrLevels)[number]

/** One proof that a person gave, as the store keeps it. */
export interface Evidence {
  readonly factor: string
  readonly category: 'knowledge' | 'possession' | 'inherence' | 'upstream' | 'device'
  /** RFC 8176 values */
  readonly amr: readonly string[]
  readonly userVerified: boolean
  readonly phishingResistant: boolean
  readonly ceiling?: Acr
  readonly at: Date
}

/** The answer to "how sure are we, by what, and since when". `authTime` is the newest full authentication. */
export interface Assurance {
  readonly acr: Acr
  readonly amr: readonly string[]
  readonly authTime: Date
}

export const isAcr = (value: string): value is Acr => (acrLevels as readonly string[]).includes(value)
export const acrRank = (acr: Acr): number => acrLevels.indexOf(acr)
/** `confirmed` stands between aal1 and aal2: aal2 fresh enough satisfies it only by its own confirmation time. */
export const confirmationSeconds = 300

export interface FoldOptions {
  /** Values that were asked for, unknown ones included; none where nothing was asked. */
  readonly requested?: readonly string[]
  /** Factor kinds that may confirm (an organisation may turn off email codes); every one where left out. */
  readonly confirmable?: readonly string[]
}

const allows = (proof: Evidence, acr: Acr): boolean => !proof.ceiling || acrRank(proof.ceiling) >= acrRank(acr)

/** A proof that authenticates by itself: password, upstream sign-in, or an authenticator that verified its user. */
const isPrimary = (proof: Evidence): boolean =>
  proof.category === 'upstream' ||
  (proof.category === 'knowledge' && !proof.amr.includes('kba')) ||
  ((proof.category === 'possession' || proof.category === 'inherence') && proof.userVerified)

/** A known device is a reason to ask less, never a proof of the person. */
const isProof = (proof: Evidence): boolean => proof.category !== 'device'

const isSecond = (proof: Evidence): boolean => proof.category === 'possession' || proof.category === 'inherence'

/** Whether these proofs of one session meet a level at this moment. Higher lasting levels include lower ones. */
export function meetsAcr(
  evidence: readonly Evidence[],
  acr: Acr,
  now: Date,
  options: Pick<FoldOptions, 'confirmable'> = {},
): boolean {
  const primary = evidence.filter(proof => isPrimary(proof))
  switch (acr) {
    case 'urn:vestibule:aal1':
      return primary.length > 0
    case 'urn:vestibule:aal1:confirmed':
      return primary.length > 0 && evidence.some(proof => confirms(proof, now, options.confirmable))
    case 'urn:vestibule:aal2': {
      const able = evidence.filter(proof => isProof(proof) && allows(proof, acr))
      return (
        able.some(proof => isSecond(proof) && proof.userVerified) ||
        able.some(proof => proof.category === 'upstream' && proof.amr.includes('mfa')) ||
        // a ceiling is on what an upstream sign-in says of itself: as the first of two factors it is one like a password
        (primary.some(proof => !isSecond(proof)) && able.some(isSecond))
      )
    }
    case 'urn:vestibule:aal2:phishing-resistant':
      return evidence.some(proof => proof.phishingResistant && proof.userVerified && allows(proof, acr))
  }
}

/** Confirming is a second act: the password that signed in a moment ago confirms nothing. */
function confirms(proof: Evidence, now: Date, confirmable: readonly string[] | undefined): boolean {
  const age = (now.getTime() - proof.at.getTime()) / 1000
  if (age > confirmationSeconds || !isProof(proof)) return false
  if (confirmable && !confirmable.includes(proof.factor)) return false
  return isSecond(proof) || proof.amr.includes('kba')
}

/** The strongest level that stays true for the life of the session. */
const lasting: readonly Acr[] = ['urn:vestibule:aal2:phishing-resistant', 'urn:vestibule:aal2', 'urn:vestibule:aal1']

/**
 * How sure we are, from every proof of one session: the strongest *requested* level that they meet; where none was
 * requested, or none of the requested is met, the strongest lasting one. `authTime` is the newest proof that
 * authenticates by itself, so a step-up by text does not move it (OIDC Core §2).
 * @returns undefined where nothing here authenticates anybody
 */
export function foldEvidence(evidence: readonly Evidence[], options: FoldOptions, now: Date): Assurance | undefined {
  const primary = evidence.filter(isPrimary)
  if (primary.length === 0) return undefined
  const requested = (options.requested ?? []).filter(isAcr).sort((a, b) => acrRank(b) - acrRank(a))
  const acr =
    requested.find(level => meetsAcr(evidence, level, now, options)) ??
    lasting.find(level => meetsAcr(evidence, level, now)) ??
    'urn:vestibule:aal1'
  const amr = new Set(evidence.filter(isProof).flatMap(proof => proof.amr))
  // said by us alone: what a capped upstream says of its own factors does not count
  amr.delete('mfa')
  if (meetsAcr(evidence, 'urn:vestibule:aal2', now)) amr.add('mfa')
  const authTime = new Date(Math.max(...primary.map(proof => proof.at.getTime())))
  return { acr, amr: [...amr].sort(), authTime }
}
