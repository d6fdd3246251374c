import type { Selectable } from 'kysely'
import type { Database, Reader } from './database.ts'
import type { AuditWebhookTable } from './tables.ts'

export type AuditWebhookRow = Selectable<AuditWebhookTable>

export const findAuditWebhook = (read: Reader): Promise<AuditWebhookRow | undefined> =>
  read.selectFrom('audit_webhook').selectAll().where('id', '=', 1).executeTakeFirst()

/** Begins at a place in the chain, where it has not begun yet. */
export async function createAuditWebhook(db: Database, position: string, at: Date): Promise<void> {
  await db
    .insertInto('audit_webhook')
    .values({
      id: 1,
      position,
      batch_end: null,
      due_at: at,
      lease_until: null,
      failure: null,
      sent_at: null,
      updated_at: at,
    })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** Takes it for one batch, where it is due and nobody else has it: until `leaseUntil` nobody gets it. */
export const takeAuditWebhook = (db: Database, at: Date, leaseUntil: Date): Promise<AuditWebhookRow | undefined> =>
  db
    .updateTable('audit_webhook')
    .set({ lease_until: leaseUntil, updated_at: at })
    .where('id', '=', 1)
    .where('due_at', '<=', at)
    .where(eb => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', at)]))
    .returningAll()
    .executeTakeFirst()

/** @returns false where the lease ran out and somebody else took it: what was found out since is theirs to find out again */
export async function updateAuditWebhook(
  db: Database,
  taken: Pick<AuditWebhookRow, 'lease_until' | 'position'>,
  change: Partial<Omit<AuditWebhookRow, 'id'>>,
): Promise<boolean> {
  const done = await db
    .updateTable('audit_webhook')
    .set(change)
    .where('id', '=', 1)
    .where('position', '=', taken.position)
    .where('lease_until', '=', taken.lease_until)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** How many events wait to be sent, and since when. */
export async function findAuditWebhookLag(
  read: Reader,
): Promise<{ readonly events: number; readonly since: Date | undefined } | undefined> {
  const row = await read
    .selectFrom('audit_webhook')
    .leftJoin('audit_seal', 'audit_seal.id', 'audit_webhook.id')
    .select(['audit_webhook.position as sent', 'audit_seal.position as head'])
    .where('audit_webhook.id', '=', 1)
    .executeTakeFirst()
  if (!row) return undefined
  const first = await read
    .selectFrom('audit_events')
    .select('at')
    .where('position', '>', row.sent)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
  return { events: Math.max(Number(row.head ?? 0) - Number(row.sent), 0), since: first?.at }
}
