import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'

export interface LogoutDelivery {
  readonly id: string
  readonly clientId: string
  readonly accountId: string
  /** The session's id at that portal. */
  readonly sid?: string
  readonly expiresAt: Date
}

const purpose = 'logout.delivery'

export async function createLogoutDelivery(
  tx: Transaction | Reader,
  sealer: Sealer,
  delivery: LogoutDelivery,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('logout_deliveries')
    .values({
      id: delivery.id,
      client_id: delivery.clientId,
      account_id: delivery.accountId,
      payload_sealed: sealer.sealJson(purpose, delivery.sid ? { sid: delivery.sid } : {}),
      state: 'queued',
      expires_at: delivery.expiresAt,
      created_at: at,
    })
    .execute()
}

/** @returns undefined where it was delivered, given up, or purged */
export async function findLogoutDelivery(
  read: Reader,
  sealer: Sealer,
  id: string,
): Promise<LogoutDelivery | undefined> {
  const row = await read
    .selectFrom('logout_deliveries')
    .select(['id', 'client_id', 'account_id', 'payload_sealed', 'expires_at'])
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      clientId: row.client_id,
      accountId: row.account_id,
      ...sealer.openJson<{ sid?: string }>(purpose, row.payload_sealed),
      expiresAt: row.expires_at,
    }
  )
}

/** Counts one try. */
export async function updateLogoutDelivery(db: Reader, id: string, state: 'queued' | 'sent' | 'failed'): Promise<void> {
  await db
    .updateTable('logout_deliveries')
    .set(eb => ({ state, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .execute()
}
