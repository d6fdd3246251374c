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
