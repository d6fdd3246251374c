import type { Generated } from 'kysely'
import type { Json } from './columns.ts'

export interface InsurersTable {
  id: string
  /** the insurer object as files have it, without kind and secret */
  object: Json<object>
  /** purpose `insurer.secret`; null where the client signs with this service's own key, and for SAML */
  secret_sealed: Buffer | null
  managed_by: 'file' | 'api'
  certificate_told_at: Generated<Date | null>
  version: Generated<number>
  /** the version that a file wrote last */
  file_version: Generated<number | null>
  created_at: Date
  updated_at: Date
}

export interface UpstreamRequestsTable {
  id: string
  /** purpose `upstream.handle`, over `state` or RelayState */
  handle_hash: Buffer
  insurer_id: string
  /** whose browser is the one that may come back */
  flow_id: string
  /** purpose `upstream.pending`: what the connector needs again */
  pending_sealed: Buffer
  /** purpose `upstream.response`: what was posted across sites */
  response_sealed: Generated<Buffer | null>
  spent_at: Generated<Date | null>
  expires_at: Date
  created_at: Date
}

export interface AccountUpstreamsTable {
  id: string
  account_id: string
  insurer_id: string
  /** purpose `upstream.identity`, over issuer and subject */
  identity_index: Buffer
  /** purpose `account_upstreams.identity`: {issuer, subject} */
  identity_sealed: Buffer
  basis: string
  last_used_at: Date | null
  created_at: Date
}

export interface InsurerTestsTable {
  /** purpose `insurer.test` */
  token_hash: Buffer
  insurer_id: string
  made_by: string
  used_at: Date | null
  expires_at: Date
  created_at: Date
}

export interface PatientCoveragesTable {
  patient_id: string
  /** purpose `patient.member`, over organisation, payer and member id */
  member_index: Buffer
  /** purpose `patient_coverages.member`: {payer, member_id} */
  member_sealed: Buffer
  /** calendar date on which the clinic checked it */
  verified_on: string | null
  created_at: Date
}
