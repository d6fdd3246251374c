import type { ColumnType, Generated } from 'kysely'

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
  /** purpose `audit.details-hash`, over id and details in clear: what the chain covers in place of the sealed bytes */
  details_hash: Generated<Buffer | null>
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

/** How often what happened: codes of our own, and nobody in them. */
export interface EventCountsTable {
  unit: 'hour' | 'day'
  /** UTC */
  begins_at: Date
  /** of an audit event; `message.sms`, `message.voice`, `message.email` */
  type: string
  /** of an audit event, or the state that a message ended in */
  outcome: string
  /** `*`: all of them together, and what was for none */
  organization_id: string
  /** a code of a closed list; empty where none was given */
  reason: string
  count: ColumnType<string, string | number, string | number>
}

/** One row: how far the audit was sent to the receiver that the settings name. */
export interface AuditWebhookTable {
  id: number
  /** The last event that the receiver took. */
  position: ColumnType<string, string | number, string | number>
  /** Where the batch ends that is being sent. */
  batch_end: ColumnType<string | null, string | null, string | null>
  /** Tries of that batch. */
  attempts: Generated<number>
  due_at: Date
  /** Until then somebody sends. */
  lease_until: Date | null
  /** Why the last try failed, in a closed list of words. */
  failure: string | null
  sent_at: Date | null
  updated_at: Date
}
