import type { Insertable } from 'kysely'
import type { Transaction } from './database.ts'
import type { AuditEventsTable } from './tables.ts'

/** Adds one event, not yet in the chain: chaining inside each transaction would serialise the product. */
export async function createAuditEvent(
  tx: Transaction,
  event: Omit<Insertable<AuditEventsTable>, 'position' | 'hash'>,
): Promise<void> {
  await tx
    .insertInto('audit_events')
    .values({ ...event, hash: null })
    .execute()
}
