import type { Generated } from 'kysely'

export interface PatientsTable {
  id: string
  organization_id: string
  /** Keyed index of (organisation, source system's identifier): an import finds its own record again by it. */
  source_index: Buffer
  /** Keyed hash of the normalised source row; an import that finds it unchanged writes nothing. */
  content_hash: Buffer
  /** {@link PatientDemographics} */
  demographics_sealed: Buffer
  /** Keyed index of family name with birth date; candidates for matching and people search. */
  name_birth_index: Buffer
  /** Keyed index of all names with birth date, at every organisation the same: whether two records can be one person. */
  person_index: Buffer
  birth_index: Buffer
  record_number_index: Buffer | null
  status: 'active' | 'inactive' | 'deceased' | 'merged'
  replaced_by: string | null
  /** `keysVersion` of core/matching; null until its rows in `patient_match_keys` are made */
  keys_version: Generated<number | null>
  created_at: Date
  updated_at: Date
}

/** What `patients.demographics_sealed` opens to. */
export interface PatientDemographics {
  source_id: string
  record_number?: string
  given_names: string[]
  family_name: string
  /** The name in use, where it is another than the first given name and family name. */
  name_in_use?: { given: string; family: string }
  previous_names?: { given: string[]; family: string }[]
  suffix?: string
  sex: 'female' | 'male' | 'another' | 'undisclosed'
  /** ISO 8601 calendar date */
  birth_date: string
  postal_code?: string
  address_lines?: string[]
  city?: string
  state?: string
  language?: 'en' | 'es'
  /** Nobody is tied to it without staff. */
  restricted?: true
}

export interface PatientMatchKeysTable {
  /** purpose `patient.match`, over organisation and `recordKeys`; the first 16 bytes */
  key: Buffer
  patient_id: string
}

export interface PatientContactsTable {
  id: string
  patient_id: string
  kind: 'phone' | 'email'
  /** E.164 number or lower-cased address; purpose `contact.value` (shared with account contacts) */
  value_sealed: Buffer
  /** purpose `contact.phone` or `contact.email` (shared with account contacts, so that they can be compared) */
  value_index: Buffer
  /** phone: mobile, home, work; email: home, work */
  use: string | null
  rank: number
  /** calendar date when the clinic entered or confirmed it, where the source tells */
  confirmed_on: Generated<string | null>
  /** since when it has been seen on this record, whatever else of it changed */
  created_at: Date
}

export interface AccessCodesTable {
  id: string
  organization_id: string
  patient_id: string
  /** purpose `access-code`, over the normalised ten characters */
  code_index: Buffer
  /** null where the patient is the holder; else {name, birth_date, relationship, basis} of the named representative */
  representative_sealed: Buffer | null
  channel: 'sms' | 'email' | 'letter' | 'in_person'
  identity_checked: Generated<boolean>
  failures: Generated<number>
  expires_at: Date
  superseded_at: Date | null
  voided_at: Date | null
  used_at: Date | null
  used_by_account_id: string | null
  issued_by: string
  created_at: Date
}
