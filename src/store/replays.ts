import type { Database, Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/**
 * Remembers a value that may be seen once. Insert-only: the second insert of one hash is the replay, also when both
 * arrive at the same moment.
 * @returns false where it was seen before
 */
export async function createReplay(db: Database | Transaction, hash: Buffer, expiresAt: Date): Promise<boolean> {
  return (await seen.count(db, { hash, expiresAt })) === 1
}

const seen = prepared((db, { hash, expiresAt }: { hash: Buffer; expiresAt: Date }) =>
  db
    .insertInto('replays')
    .values({ hash, expires_at: expiresAt })
    .onConflict(conflict => conflict.doNothing()),
)

/** Whether a value was seen; a moment later another request may have shown it. */
export const isReplay = async (read: Reader, hash: Buffer): Promise<boolean> =>
  (await found.first(read, { hash })) !== undefined

const found = prepared((db, { hash }: { hash: Buffer }) =>
  db.selectFrom('replays').select('hash').where('hash', '=', hash),
)
