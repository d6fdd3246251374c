import type { Sealer } from '../platform/index.ts'
import type { Database, Reader, Transaction } from './database.ts'

export interface RecoveryRequest {
  readonly id: string
  readonly accountId: string
  readonly organizationId: string
  readonly readyAt: Date
  readonly expiresAt: Date
}
const cancelHash = (sealer: Sealer, token: string): Buffer => sealer.index('recovery.cancel', token)
const columns = ['id', 'account_id', 'organization_id', 'ready_at', 'expires_at'] as const

/** Begins a wait. @returns false where one is under way: one at a time, whatever the race */
export async function createRecoveryRequest(
  tx: Transaction,
  sealer: Sealer,
  request: RecoveryRequest & { readonly cancelToken: string },
  at: Date,
): Promise<boolean> {
  await tx
    .updateTable('recovery_requests')
    .set({ closed_at: at })
    .where('account_id', '=', request.accountId)
    .where('closed_at', 'is', null)
    .where('expires_at', '<=', at)
    .execute()
  const created = await tx
    .insertInto('recovery_requests')
    .values({
      id: request.id,
      account_id: request.accountId,
      organization_id: request.organizationId,
      cancel_hash: cancelHash(sealer, request.cancelToken),
      ready_at: request.readyAt,
      expires_at: request.expiresAt,
      created_at: at,
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return created.numInsertedOrUpdatedRows === 1n
}

/** The wait that is under way or over, but not used yet. */
export async function findOpenRecoveryRequest(
  read: Reader,
  accountId: string,
  at: Date,
): Promise<RecoveryRequest | undefined> {
  const row = await read
    .selectFrom('recovery_requests')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row && requestOf(row)
}

/** Whether the owner stopped a wait after `since`. */
export async function hasCancelledRecoveryRequest(read: Reader, accountId: string, since: Date): Promise<boolean> {
  const row = await read
    .selectFrom('recovery_requests')
    .select('id')
    .where('account_id', '=', accountId)
    .where('cancelled_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The open wait that a cancel link is about. */
export async function findRecoveryRequestToCancel(
  read: Reader,
  sealer: Sealer,
  token: string,
): Promise<RecoveryRequest | undefined> {
  const hash = cancelHash(sealer, token)
  const row = await read
    .selectFrom('recovery_requests')
    .select(columns)
    .where(eb => eb.or([eb('cancel_hash', '=', hash), eb('reminder_hash', '=', hash)]))
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return row && requestOf(row)
}

/** @returns false where it was closed before */
export async function updateRecoveryRequestCancelled(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('recovery_requests')
    .set({ cancelled_at: at, closed_at: at })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Uses a wait up. @returns false where it is not over, was cancelled, or was used before */
export async function updateRecoveryRequestUsed(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('recovery_requests')
    .set({ closed_at: at })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .where('ready_at', '<=', at)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** The person got in some other way: nothing waits any more. */
export async function updateRecoveryRequestsClosed(tx: Transaction, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('recovery_requests')
    .set({ closed_at: at })
    .where('account_id', '=', accountId)
    .where('closed_at', 'is', null)
    .execute()
}

/** Ids of waits that are over and whose owners were not told so yet. */
export async function findRecoveryRequestsToRemind(db: Database, at: Date, count: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('recovery_requests')
    .select('id')
    .where('ready_at', '<=', at)
    .where('expires_at', '>', at)
    .where('closed_at', 'is', null)
    .where('reminded_at', 'is', null)
    .orderBy('ready_at')
    .limit(count)
    .execute()
  return rows.map(row => row.id)
}

/** Takes a reminder once. @returns undefined where another instance has it */
export async function updateRecoveryRequestReminded(
  tx: Transaction,
  sealer: Sealer,
  reminder: { readonly id: string; readonly cancelToken: string },
  at: Date,
): Promise<RecoveryRequest | undefined> {
  const row = await tx
    .updateTable('recovery_requests')
    .set({ reminded_at: at, reminder_hash: cancelHash(sealer, reminder.cancelToken) })
    .where('id', '=', reminder.id)
    .where('reminded_at', 'is', null)
    .where('closed_at', 'is', null)
    .returning(columns)
    .executeTakeFirst()
  return row && requestOf(row)
}

const requestOf = (row: {
  id: string
  account_id: string
  organization_id: string
  ready_at: Date
  expires_at: Date
}): RecoveryRequest => ({
  id: row.id,
  accountId: row.account_id,
  organizationId: row.organization_id,
  readyAt: row.ready_at,
  expiresAt: row.expires_at,
})
