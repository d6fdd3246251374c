import type { Doubt, MatchCandidate } from '../../core/matching/index.ts'
import type { PatientRecord } from '../../core/registry/index.ts'

/** What a person says of themself, normalised, in clear: an index of somebody else's has to be told. */
export interface MatchPerson {
  readonly given: string
  readonly family: string
  readonly suffix?: string
  readonly sex?: PatientRecord['sex']
  /** ISO 8601 calendar date */
  readonly birthDate: string
  readonly postalCode?: string
  readonly contacts: readonly PersonContact[]
}
export interface PersonContact {
  readonly kind: 'phone' | 'email'
  /** E.164, or the normalised address */
  readonly value: string
  /** The person proved that they control it. */
  readonly isVerified: boolean
}

export interface IndexRequest {
  /** The organisation in which is looked, its time zone and country. */
  readonly organization: { readonly id: string; readonly timeZone: string; readonly phoneCountry: string }
  readonly person: MatchPerson
  /** The account of the person who asks, where they have one: its contacts are nobody else's. */
  readonly accountId?: string
  /** Records of the registry that are wanted too, by their identifier in the source. */
  readonly sourceIds?: readonly string[]
}
export interface IndexCandidate extends MatchCandidate {
  /** Its row in the registry; none where only an external index has it, which nobody can be tied to. */
  readonly patientId?: string
  readonly sourceIndex?: Buffer
  /** The account of the patient themself. */
  readonly selfAccountId?: string
}
export interface IndexAnswer {
  readonly candidates: readonly IndexCandidate[]
  /** Why not all may have been seen. */
  readonly doubts: readonly Doubt[]
}

/**
 * Where candidates come from. An index finds, and may lower what its candidates can become; it never grades: the rules
 * of core/matching do, on the contacts that were proven here.
 */
export interface MatchIndex {
  find(request: IndexRequest): Promise<IndexAnswer>
}
