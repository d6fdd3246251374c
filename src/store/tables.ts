import type { ColumnType, Generated, JSONColumnType } from 'kysely'

/**
 * The shape of every table, as `migrations/` makes it. Columns named `*_sealed` hold AES-GCM values (Sealer, purpose
 * `<table>.<column without _sealed>` unless said otherwise); `*_index` keyed blind indexes; `*_hash` keyed hashes.
 */
export interface Tables {
  data_keys: DataKeysTable
  organizations: OrganizationsTable
  locations: LocationsTable
  providers: ProvidersTable
  patients: PatientsTable
  patient_contacts: PatientContactsTable
  access_codes: AccessCodesTable
  accounts: AccountsTable
  account_contacts: AccountContactsTable
  account_factors: AccountFactorsTable
  account_links: AccountLinksTable
  terms_acceptances: TermsAcceptancesTable
  known_devices: KnownDevicesTable
  failure_budgets: FailureBudgetsTable
  flows: FlowsTable
  verifications: VerificationsTable
  evidence: EvidenceTable
  sessions: SessionsTable
  session_clients: SessionClientsTable
  oidc_artifacts: OidcArtifactsTable
  replays: ReplaysTable
  signing_keys: SigningKeysTable
  clients: ClientsTable
  messages: MessagesTable
  logout_deliveries: LogoutDeliveriesTable
  audit_events: AuditEventsTable
  audit_seal: AuditSealTable
}

type Json<T extends object | null> = JSONColumnType<T>
/** Text in the languages of the product; English is always there. */
export type LocalText = { en: string; es?: string }

export interface DataKeysTable {
  id: number
  use: 'sealing' | 'index'
  wrapped: Buffer
  wrapping_key: string
  state: 'active' | 'retired'
  created_at: Date
}

export interface OrganizationsTable {
  id: string
  name: Json<LocalText>
  /** accent colour, logo path, help phone and hours, privacy and terms addresses */
  branding: Json<Branding>
  time_zone: string
  default_language: 'en' | 'es'
  home_client_id: string | null
  settings: Json<object>
  managed_by: 'file' | 'api'
  version: Generated<number>
  created_at: Date
  updated_at: Date
}
export interface Branding {
  accent?: string
  accent_dark?: string
  logo?: string
  help_phone?: string
  help_hours?: LocalText
  privacy_url?: string
  terms_url?: string
}
export interface LocationsTable {
  id: string
  organization_id: string
  name: string
  address: Json<object> | null
  source_id: string | null
  active: Generated<boolean>
}
export interface ProvidersTable {
  id: string
  organization_id: string
  location_id: string | null
  name: string
  npi: string | null
  source_id: string | null
  active: Generated<boolean>
}

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
  birth_index: Buffer
  record_number_index: Buffer | null
  status: 'active' | 'inactive' | 'deceased' | 'merged'
  replaced_by: string | null
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

export interface AccountsTable {
  id: string
  population: 'patient' | 'caregiver' | 'provider' | 'staff'
  status: 'active' | 'disabled' | 'closed'
  username_sealed: Buffer
  /** purpose `account.username`, over the folded username */
  username_index: Buffer
  /** {given, family} and the rest of the OIDC profile claims: {@link AccountProfile} */
  profile_sealed: Buffer
  language: 'en' | 'es'
  /** argon2id in PHC form, peppered; null where the account has no password */
  password_hash: string | null
  password_changed_at: Date | null
  /** The factor kind that the person chose as their security option. */
  security_option: string | null
  notices: Json<Record<string, boolean>>
  version: Generated<number>
  last_sign_in_at: Date | null
  created_at: Date
  updated_at: Date
}
export interface AccountProfile {
  given: string
  family: string
}
export interface AccountContactsTable {
  id: string
  account_id: string
  kind: 'phone' | 'email'
  value_sealed: Buffer
  value_index: Buffer
  verified_at: Date | null
  primary: Generated<boolean>
  created_at: Date
}
export interface AccountFactorsTable {
  id: string
  account_id: string
  kind: string
  contact_id: string | null
  data_sealed: Buffer | null
  name: string | null
  created_at: Date
  last_used_at: Date | null
}
export interface AccountLinksTable {
  id: string
  account_id: string
  patient_id: string
  organization_id: string
  relationship: 'self' | 'parent' | 'guardian' | 'representative' | 'caregiver'
  access: 'full' | 'limited' | 'billing'
  basis: string
  expires_at: Date | null
  ended_at: Date | null
  created_at: Date
}
export interface TermsAcceptancesTable {
  account_id: string
  document: string
  version: string
  accepted_at: Date
}
export interface KnownDevicesTable {
  id: string
  account_id: string
  /** purpose `device.token` */
  token_hash: Buffer
  label: string | null
  last_used_at: Date
  expires_at: Date
  created_at: Date
}
export interface FailureBudgetsTable {
  /** purpose `failures.<what>`, over whom the tries were aimed at */
  key_hash: Buffer
  /** Tries since the last success or pause; counted before anything is compared. */
  failures: number
  total: number
  paused_until: Date | null
  expires_at: Date
  updated_at: Date
}

export interface FlowsTable {
  id: string
  name: string
  /** purpose `flow.browser`: hash of the browser cookie that owns it */
  browser_hash: Buffer
  /** purpose `flow.interaction`: the interaction it answers, when it was begun by a portal; its uid is a cookie's value */
  interaction_hash: Buffer | null
  /** purpose `flow.ask`: what was asked and where it ends */
  ask_sealed: Buffer
  /** purpose `flow.facts` */
  facts_sealed: Buffer
  /** purpose `flow.completion`; set when closed, so that a closed flow repeats its departure */
  completion_sealed: Buffer | null
  state: 'open' | 'completed' | 'denied'
  version: Generated<number>
  reference: string
  account_id: string | null
  expires_at: Date
  created_at: Date
  updated_at: Date
}
export interface VerificationsTable {
  id: string
  /** what a success is good for, such as `sign-in.second`; part of the secret's hash */
  purpose: string
  flow_id: string | null
  account_id: string | null
  patient_id: string | null
  factor: string
  /** keyed index of where the secret was sent, for budgets */
  target_index: Buffer | null
  target_sealed: Buffer | null
  secret_hash: Buffer
  attempts: Generated<number>
  max_attempts: number
  expires_at: Date
  superseded_at: Date | null
  verified_at: Date | null
  consumed_at: Date | null
  created_at: Date
}
/** One proof that a person gave; `acr`, `amr` and `auth_time` are a fold over these rows (core/assurance). */
export interface EvidenceTable {
  id: string
  account_id: string
  flow_id: string | null
  /** purpose `session.uid`; known once the provider resumes, see oidc/ */
  session_uid_hash: Buffer | null
  factor: string
  category: 'knowledge' | 'possession' | 'inherence' | 'upstream' | 'device'
  amr: string[]
  user_verified: boolean
  phishing_resistant: boolean
  /** the highest assurance this proof may count for, where capped (upstream, email code) */
  ceiling: string | null
  at: Date
  expires_at: Date
}
export interface SessionsTable {
  /** oidc-provider's session uid, hashed: purpose `session.uid` */
  uid_hash: Buffer
  account_id: string
  started_at: Date
  last_active_at: Date
  device_label: string | null
  ip_sealed: Buffer | null
  ended_at: Date | null
  expires_at: Date
}
/** Which portals a session has signed in at; oidc-provider's own `authorizations` is overwritten by parallel saves. */
export interface SessionClientsTable {
  session_uid_hash: Buffer
  client_id: string
  grant_hash: Buffer | null
  /** purpose `session_clients.authorization`: {sid, grantId?, persistsLogout?} */
  authorization_sealed: Buffer
  updated_at: Date
}
export interface OidcArtifactsTable {
  model: string
  /** purpose `oidc.<model>` over the library's id, which is the bearer value itself */
  id_hash: Buffer
  account_id: string | null
  client_id: string | null
  grant_hash: Buffer | null
  uid_hash: Buffer | null
  user_code_hash: Buffer | null
  /** the refresh token that this one replaced */
  parent_hash: Buffer | null
  /** purpose `oidc.payload`, without `jti` */
  payload_sealed: Buffer
  consumed_at: Date | null
  /** grace of a rotated refresh token; ends when one that replaced it is used */
  repeatable_until: Date | null
  revoked_at: Date | null
  expires_at: Date
}
export interface ReplaysTable {
  hash: Buffer
  expires_at: Date
}
export interface SigningKeysTable {
  kid: string
  algorithm: 'ES256' | 'RS256'
  state: 'next' | 'active' | 'retiring' | 'retired'
  public_jwk: Json<object>
  /** purpose `signing-key` */
  private_jwk_sealed: Buffer
  created_at: Date
  activated_at: Date | null
  retiring_at: Date | null
}
export interface ClientsTable {
  id: string
  organization_id: string | null
  /** the client object as CONTRACT.md has it, without secrets */
  object: Json<object>
  /** purpose `client.secrets`: JSON array of strings, newest first; null for public and key-based clients */
  secrets_sealed: Buffer | null
  managed_by: 'file' | 'api'
  version: Generated<number>
  created_at: Date
  updated_at: Date
}
export interface MessagesTable {
  id: string
  channel: 'sms' | 'voice' | 'email'
  /** `one-time-code`, `access-code`, `notice.*`: never anything personal */
  template: string
  organization_id: string | null
  account_id: string | null
  /** purpose `message.envelope`: {to, subject?, text, html?, say?}; null once delivered or expired */
  envelope_sealed: Buffer | null
  target_index: Buffer
  state: 'queued' | 'sent' | 'failed' | 'expired'
  attempts: Generated<number>
  /** Not tried before this: the lease of the worker that has it, then the wait until the next try. */
  due_at: Date
  provider: string | null
  provider_reference: string | null
  /** why it failed, in the gateway's closed list of words */
  failure: string | null
  expires_at: Date
  sent_at: Date | null
  created_at: Date
}
export interface LogoutDeliveriesTable {
  id: string
  client_id: string
  account_id: string
  /** purpose `logout.delivery`: {sid?} that the library's own call needs */
  payload_sealed: Buffer
  state: 'queued' | 'sent' | 'failed'
  attempts: Generated<number>
  expires_at: Date
  created_at: Date
}
export interface AuditEventsTable {
  id: string
  at: Date
  /** `flow.activation.enter-access-code.advance`, `access-code.issued`, `session.ended` … */
  type: string
  outcome: 'success' | 'refused' | 'failure'
  /** account, operator or `system:<part>` that acted */
  actor: string | null
  account_id: string | null
  patient_id: string | null
  organization_id: string | null
  client_id: string | null
  correlation_id: string
  reference: string | null
  /** purpose `audit.details`: ip, device, reason, before and after; no secrets, no demographics */
  details_sealed: Buffer | null
  /** given by the sealer in batches: place in the chain, and hash over the row and the hash before it */
  position: ColumnType<string | null, string | null | undefined, string | null>
  hash: Buffer | null
}
/** One row: where the audit chain begins (retention moves it) and ends, so that a cut end shows. */
export interface AuditSealTable {
  id: number
  /** The last event that retention removed, and its hash: what the first event that is kept links to. */
  base_position: ColumnType<string, string | number, string | number>
  base_hash: Buffer
  /** The last sealed event, and its hash. */
  position: ColumnType<string, string | number, string | number>
  hash: Buffer
  sealed_at: Date
  /** Keyed hash over the columns above: an older head cannot be made up. */
  mac: Buffer
}
