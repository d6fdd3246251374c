import type { Insertable, Selectable } from 'kysely'
import type { Database, Reader, Transaction } from './database.ts'
import type { MessagesTable } from './tables.ts'

export type MessageRow = Selectable<MessagesTable>

/** Writes a message that waits, or one that is `failed` from the start. */
export async function createMessage(
  tx: Transaction,
  message: Omit<
    Insertable<MessagesTable>,
    'state' | 'attempts' | 'provider' | 'provider_reference' | 'failure' | 'sent_at'
  > & { readonly failure?: string },
): Promise<void> {
  await tx
    .insertInto('messages')
    .values({
      ...message,
      state: message.failure ? 'failed' : 'queued',
      failure: message.failure ?? null,
      provider: null,
      provider_reference: null,
      sent_at: null,
    })
    .execute()
}

/**
 * Takes a queued message that is due, for one try: until `leaseUntil` no other worker gets it.
 * @returns undefined where it is gone, done, or with another worker
 */
export const takeMessage = (db: Database, id: string, at: Date, leaseUntil: Date): Promise<MessageRow | undefined> =>
  db
    .updateTable('messages')
    .set(eb => ({ attempts: eb('attempts', '+', 1), due_at: leaseUntil }))
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .where('due_at', '<=', at)
    .returningAll()
    .executeTakeFirst()

export interface MessageEnd {
  readonly state: 'sent' | 'failed' | 'expired'
  readonly provider: string | null
  readonly providerReference?: string
  readonly failure?: string
  readonly sentAt?: Date
}
/** Closes a message and wipes its body. @returns false where it was closed already */
export async function closeMessage(db: Database, id: string, end: MessageEnd): Promise<boolean> {
  const done = await db
    .updateTable('messages')
    .set({
      state: end.state,
      envelope_sealed: null,
      provider: end.provider,
      provider_reference: end.providerReference ?? null,
      failure: end.failure ?? null,
      sent_at: end.sentAt ?? null,
    })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/**
 * Puts a message back for another try; `provider` is the one that may have it already, `attempts` counts those that
 * reached a gateway.
 * @returns false where it was closed meanwhile
 */
export async function postponeMessage(
  tx: Transaction,
  id: string,
  next: { readonly dueAt: Date; readonly failure: string; readonly attempts: number; readonly provider: string | null },
): Promise<boolean> {
  const done = await tx
    .updateTable('messages')
    .set({ due_at: next.dueAt, failure: next.failure, attempts: next.attempts, provider: next.provider })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Since when the oldest message waits that is still to be sent. */
export async function findOldestQueuedMessage(read: Reader): Promise<Date | undefined> {
  const row = await read
    .selectFrom('messages')
    .select(eb => eb.fn.min('created_at').as('oldest'))
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return row?.oldest ?? undefined
}
