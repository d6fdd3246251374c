import type { PatientRecord } from '../registry/index.ts'
import type { Reason } from './reasons.ts'

export const grades = ['none', 'possible', 'probable', 'certain'] as const
export type Grade = (typeof grades)[number]
/** The lower of two grades. */
export const lowerGrade = (one: Grade, other: Grade): Grade =>
  grades.indexOf(one) < grades.indexOf(other) ? one : other

/** What a person says of themself. */
export interface MatchQuery {
  readonly given: string
  readonly family: string
  readonly suffix?: string
  readonly sex?: PatientRecord['sex']
  /** ISO 8601 calendar date */
  readonly birthDate: string
  readonly postalCode?: string
  readonly contacts: readonly QueryContact[]
}
export interface QueryContact {
  readonly kind: 'phone' | 'email'
  /** Stands for the normalised value: the value itself, or its keyed index. Only compared. */
  readonly key: string
  /** The person proved that they control it. What is only typed is evidence of nothing. */
  readonly isVerified: boolean
}

/** One record that may be meant. */
export interface MatchCandidate {
  readonly id: string
  readonly names: readonly RecordName[]
  readonly suffix?: string
  readonly sex: PatientRecord['sex']
  readonly birthDate: string
  readonly postalCode?: string
  readonly status: 'active' | 'inactive' | 'deceased'
  readonly isRestricted: boolean
  readonly contacts: readonly CandidateContact[]
  /** The index that names it gives it no more than this. */
  readonly ceiling?: { readonly grade: Grade; readonly reason: Reason }
}
export interface RecordName {
  readonly kind: 'legal' | 'in-use' | 'previous'
  readonly given: readonly string[]
  readonly family: string
}
export interface CandidateContact {
  readonly kind: 'phone' | 'email'
  readonly key: string
  readonly use?: 'mobile' | 'home' | 'work'
  /** It stands on another person's record or account too. */
  readonly isShared: boolean
  /** ISO date when the registry first saw it on this record */
  readonly firstSeen: string
  /** ISO date when the clinic entered it or confirmed it with the patient, where the source tells */
  readonly confirmed?: string
}
