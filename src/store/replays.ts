import type { Database, Transaction } from './database.ts'

/**
 * Remembers a value that may be seen once. Insert-only: the second insert of one hash is the replay, also when both
 * arrive at the same moment.
 * @returns false where it was seen before
 */
export async function createReplay(db: Database | Transaction, hash: Buffer, expiresAt: Date): Promise<boolean> {
  const created = await db
    .insertInto('replays')
    .values({ hash, expires_at: expiresAt })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return created.numInsertedOrUpdatedRows === 1n
}
