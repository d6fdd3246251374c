import type { Generated } from 'kysely'

export interface RecoveryAsksTable {
  id: string
  /** The journey whose browser waits for a code. */
  flow_id: string
  /** purpose `recovery.ask` */
  asked_sealed: Buffer
  answered_at: Date | null
  expires_at: Date
  created_at: Date
}

/** What the first proof of a recovery was. */
export type RecoveryOrigin = 'message' | 'password' | 'recovery-code' | 'caller' | 'in-person'

export interface RecoveryLinksTable {
  id: string
  account_id: string
  flow_id: string
  /** purpose `recovery.link` */
  token_hash: Buffer
  /** purpose `recovery.code`, over journey, row and code */
  code_hash: Buffer
  attempts: Generated<number>
  max_attempts: number
  code_expires_at: Date
  contact_kind: 'phone' | 'email'
  /** purpose `contact.value`: where it was sent; it must still be this account's when the link is used */
  contact_sealed: Buffer
  /** purpose `recovery.ends`: where a journey from this link ends */
  ask_sealed: Buffer
  origin: Generated<RecoveryOrigin>
  /** whose staff began it */
  staff_organization_id: string | null
  opened_at: Date | null
  finished_at: Date | null
  voided_at: Date | null
  expires_at: Date
  created_at: Date
}

export interface RecoveryRequestsTable {
  id: string
  account_id: string
  organization_id: string
  /** purpose `recovery.cancel`: the link in the first notices, and the one in those that say that the wait is over */
  cancel_hash: Buffer
  reminder_hash: Buffer | null
  ready_at: Date
  reminded_at: Date | null
  cancelled_at: Date | null
  /** cancelled, used or lapsed; one open request an account */
  closed_at: Date | null
  /** the wait was for nothing if it is not used until then */
  expires_at: Date
  created_at: Date
}

export interface AccountPlacesTable {
  account_id: string
  /** purpose `account.place`, over account and network */
  network_hash: Buffer
  expires_at: Date
  created_at: Date
}

export interface CallerProofsTable {
  id: string
  account_id: string
  organization_id: string
  kind: 'code' | 'in-person'
  /** which factor the code went by */
  factor: string
  /** keyed index of where the code went */
  contact_index: Buffer | null
  /** purpose `caller_proofs.details`: who of the staff, and on what basis */
  details_sealed: Buffer
  proven_at: Date | null
  used_at: Date | null
  expires_at: Date
  created_at: Date
}

export interface FactorResetsTable {
  id: string
  account_id: string
  organization_id: string
  /** kind of a factor, or `all` */
  factor: string
  /** who of the staff, as in the audit: nobody confirms what they asked for */
  requested_by: string
  /** purpose `factor_resets.details`: who and why, in words */
  details_sealed: Buffer
  /** purpose `factor-reset.cancel`: the link in the notices */
  cancel_hash: Buffer
  /** from then on it is done without a second person */
  ready_at: Date
  closed_at: Date | null
  outcome: 'done' | 'stopped-by-owner' | 'stopped-by-staff' | 'lapsed' | null
  /** what could not be done until then is not done any more */
  expires_at: Date
  created_at: Date
}
