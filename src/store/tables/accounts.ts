import type { Generated } from 'kysely'
import type { Json } from './columns.ts'

export interface AccountsTable {
  id: string
  population: 'patient' | 'caregiver' | 'provider' | 'staff'
  status: 'active' | 'locked' | 'disabled' | 'closed'
  locked_at: Date | null
  /** while locked; see operations/account-lock.ts */
  locked_by: 'person' | 'staff' | null
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
  /** purpose `accounts.legacy-password`: the hash of another system; null once upgraded */
  legacy_password_sealed: Generated<Buffer | null>
  /** what checking it costs (core/legacy-passwords) */
  legacy_scheme: Generated<string | null>
  /** purpose `account.import`, over the imported line */
  import_hash: Generated<Buffer | null>
  /** imported, and not taken over by its person yet */
  upgrade_due: Generated<boolean>
  version: Generated<number>
  last_sign_in_at: Date | null
  closed_at: Generated<Date | null>
  /** when a closed account is emptied for good; null once it is */
  erase_at: Generated<Date | null>
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
  /** until then no recovery rests on it; null where it came with the account */
  settles_at: Generated<Date | null>
  created_at: Date
}

export interface AccountUndosTable {
  id: string
  account_id: string
  purpose: 'contacts' | 'closing'
  /** purpose `account.undo.<purpose>` */
  token_hash: Buffer
  /** purpose `account_undos.before`: what the change found */
  before_sealed: Buffer
  used_at: Date | null
  voided_at: Date | null
  expires_at: Date
  created_at: Date
}

export interface AccountFactorsTable {
  id: string
  account_id: string
  kind: string
  contact_id: string | null
  /** purpose `account_factors.data`: secret of an authenticator app, hash of an answer */
  data_sealed: Buffer | null
  /** purpose `account_factors.name`: what the person calls it */
  name_sealed: Buffer | null
  /** what pages may say about it: the id of a security question */
  detail: string | null
  /** last time step of an authenticator app (RFC 6238); bigint arrives as text */
  last_step: string | number | null
  created_at: Date
  last_used_at: Date | null
}

export interface RecoveryCodesTable {
  factor_id: string
  /** purpose `recovery-code`, over account id and code */
  code_hash: Buffer
  used_at: Date | null
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
  /** it gives no access until an older factor or a contact of this record is proven */
  asleep_since: Generated<Date | null>
  asleep_reason: Generated<'contact-of-record' | 'staff' | null>
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
