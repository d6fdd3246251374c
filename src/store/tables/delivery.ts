import type { Generated } from 'kysely'

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
  /** who took it; while it waits, who may have taken it already */
  provider: string | null
  provider_reference: string | null
  /** why it failed, in the gateway's closed list of words */
  failure: string | null
  expires_at: Date
  sent_at: Date | null
  created_at: Date
  /** Whether what became of it stands in `event_counts`. */
  counted: Generated<boolean>
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
