import type { Sealer } from '../platform/index.ts'
import type { Database, Reader, Transaction } from './database.ts'
import type { FactorResetsTable } from './tables.ts'

export type FactorResetOutcome = NonNullable<FactorResetsTable['outcome']>
/** Staff were asked to take away a factor that its owner lost. */
export interface FactorReset {
  readonly id: string
  readonly accountId: string
  readonly organizationId: string
  /** kind of a factor, or `all` */
  readonly factor: string
  readonly requestedBy: string
  /** the person at the desk, and why they asked */
  readonly details: { readonly operator: string; readonly reason: string }
  readonly readyAt: Date
  readonly closedAt?: Date
  readonly outcome?: FactorResetOutcome
  readonly expiresAt: Date
  readonly createdAt: Date
}

const detailsPurpose = 'factor_resets.details'
const cancelHash = (sealer: Sealer, token: string): Buffer => sealer.index('factor-reset.cancel', token)

/** @returns false where that organisation has one under way: one at a time, whatever the race */
export async function createFactorReset(
  tx: Transaction,
  sealer: Sealer,
  reset: Omit<FactorReset, 'createdAt' | 'closedAt' | 'outcome'> & { readonly cancelToken: string },
  at: Date,
): Promise<boolean> {
  const { accountId, organizationId } = reset
  await tx
    .updateTable('factor_resets')
    .set({ closed_at: at, outcome: 'lapsed' })
    .where('account_id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .where('closed_at', 'is', null)
    .where('expires_at', '<=', at)
    .execute()
  const created = await tx
    .insertInto('factor_resets')
    .values({
      id: reset.id,
      account_id: accountId,
      organization_id: organizationId,
      factor: reset.factor,
      requested_by: reset.requestedBy,
      details_sealed: sealer.sealJson(detailsPurpose, reset.details),
      cancel_hash: cancelHash(sealer, reset.cancelToken),
      ready_at: reset.readyAt,
      expires_at: reset.expiresAt,
      created_at: at,
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return created.numInsertedOrUpdatedRows === 1n
}

/** Resets of one organisation, newest first: of one account whatever became of them, of all of them those that wait. */
export async function findFactorResets(
  read: Reader,
  sealer: Sealer,
  which: { readonly organization: string; readonly accountId?: string },
  at: Date,
): Promise<readonly FactorReset[]> {
  const { organization, accountId } = which
  const rows = await read
    .selectFrom('factor_resets')
    .selectAll()
    .where('organization_id', '=', organization)
    .$if(accountId !== undefined, query => query.where('account_id', '=', accountId as string))
    .$if(accountId === undefined, query => query.where('closed_at', 'is', null).where('expires_at', '>', at))
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return rows.map(row => resetOf(sealer, row))
}

/** One of them, which nobody else may touch until this transaction is over. */
export async function findFactorResetLocked(
  tx: Transaction,
  sealer: Sealer,
  id: string,
): Promise<FactorReset | undefined> {
  const row = await tx.selectFrom('factor_resets').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row && resetOf(sealer, row)
}

/** What a cancel link is about, whatever became of it. */
export async function findFactorResetByToken(
  read: Reader,
  sealer: Sealer,
  token: string,
): Promise<FactorReset | undefined> {
  const row = await read
    .selectFrom('factor_resets')
    .selectAll()
    .where('cancel_hash', '=', cancelHash(sealer, token))
    .executeTakeFirst()
  return row && resetOf(sealer, row)
}

/** Whether the owner stopped one of this organisation after `since`. */
export async function hasStoppedFactorReset(
  read: Reader,
  whose: { readonly accountId: string; readonly organization: string },
  since: Date,
): Promise<boolean> {
  const row = await read
    .selectFrom('factor_resets')
    .select('id')
    .where('account_id', '=', whose.accountId)
    .where('organization_id', '=', whose.organization)
    .where('outcome', '=', 'stopped-by-owner')
    .where('closed_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Ids of those that waited long enough. */
export async function findFactorResetsDue(db: Database, at: Date, count: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('factor_resets')
    .select('id')
    .where('closed_at', 'is', null)
    .where('ready_at', '<=', at)
    .where('expires_at', '>', at)
    .orderBy('ready_at')
    .limit(count)
    .execute()
  return rows.map(({ id }) => id)
}

/** @returns false where it was closed before, or came to its end: of 50 simultaneous confirmations one succeeds */
export async function updateFactorResetClosed(
  tx: Transaction,
  id: string,
  outcome: FactorResetOutcome,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('factor_resets')
    .set({ closed_at: at, outcome })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Something happened to the account after which nothing may wait any more. */
export async function updateFactorResetsLapsed(tx: Transaction, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('factor_resets')
    .set({ closed_at: at, outcome: 'lapsed' })
    .where('account_id', '=', accountId)
    .where('closed_at', 'is', null)
    .execute()
}

const resetOf = (sealer: Sealer, row: FactorResetsTable): FactorReset => ({
  id: row.id,
  accountId: row.account_id,
  organizationId: row.organization_id,
  factor: row.factor,
  requestedBy: row.requested_by,
  details: sealer.openJson<FactorReset['details']>(detailsPurpose, row.details_sealed),
  readyAt: row.ready_at,
  ...(row.closed_at ? { closedAt: row.closed_at } : {}),
  ...(row.outcome ? { outcome: row.outcome } : {}),
  expiresAt: row.expires_at,
  createdAt: row.created_at,
})
