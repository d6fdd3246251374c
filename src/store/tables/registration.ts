import type { Generated } from 'kysely'

/** Somebody who registered and is tied to no record: staff find out who they are. */
export interface ProspectsTable {
  id: string
  organization_id: string
  account_id: string
  /** {@link ProspectDetails} */
  details_sealed: Buffer
  /** `source_id` of the place and the provider that the person chose */
  location: string | null
  provider: string | null
  state: 'open' | 'tied' | 'merged' | 'dismissed'
  /** the record that they were tied to */
  patient_id: string | null
  /** of a tie that can still be undone */
  link_id: string | null
  undo_until: Date | null
  decided_at: Date | null
  expires_at: Date
  created_at: Date
}

/** What `prospects.details_sealed` opens to: as it was typed. */
export interface ProspectDetails {
  given: string
  family: string
  sex: 'female' | 'male' | 'another' | 'undisclosed'
  /** ISO 8601 calendar date */
  birth_date: string
  postal_code?: string
  phone: string
  email?: string
}

/** Somebody asked for the record of somebody else. */
export interface FamilyAccessRequestsTable {
  id: string
  organization_id: string
  account_id: string
  /** the record that staff invited the requester for */
  patient_id: Generated<string | null>
  /** {@link RequestedPatient} */
  patient_sealed: Buffer
  state: 'sent'
  expires_at: Date
  created_at: Date
}

/** What `family_access_requests.patient_sealed` opens to: as the requester typed it. */
export interface RequestedPatient {
  given: string
  family: string
  sex: 'female' | 'male' | 'another' | 'undisclosed'
  /** ISO 8601 calendar date */
  birth_date: string
  postal_code?: string
  relationship: 'parent' | 'guardian' | 'representative' | 'caregiver'
  /** Who asks, where staff invited them: what they said of themself, and why staff think that they may. */
  requester?: { given: string; family: string; birth_date: string; basis: string }
}

/** Somebody asked for access; staff find out who they are. */
export interface ApplicationsTable {
  id: string
  organization_id: string
  /** the short code that the applicant was shown */
  reference: string
  /** {@link ApplicationDetails} */
  details_sealed: Buffer
  token_hash: Buffer
  question_token_hash: Buffer | null
  state: 'received' | 'in-review' | 'answered'
  /** what the applicant was asked and has not answered yet */
  question: string | null
  decision: 'approved' | 'denied' | null
  patient_id: string | null
  due_at: Date
  warned_at: Date | null
  answered_at: Date | null
  /** open ones stay */
  expires_at: Date | null
  created_at: Date
}

/** What `applications.details_sealed` opens to: as it was typed; only the email is proven. */
export interface ApplicationDetails {
  patient: {
    given: string
    family: string
    sex: 'female' | 'male' | 'another' | 'undisclosed'
    /** ISO 8601 calendar date */
    birth_date: string
  }
  /** who applies for the patient; left out where it is the patient */
  representative?: {
    given: string
    family: string
    relationship: 'parent' | 'guardian' | 'representative' | 'caregiver'
  }
  email: string
  phone?: string
  postal_code?: string
  language: 'en' | 'es'
  terms_version: string
  answers: { question: string; answer: string }[]
}

/** Two records that look like one person's, in the order of their ids. */
export interface DuplicateRecordsTable {
  patient_id: string
  other_id: string
  organization_id: string
  found_at: Date
  /** staff say that they are two people */
  apart_at: Date | null
}
