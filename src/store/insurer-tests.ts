import type { Sealer } from '../platform/index.ts'
import type { Database, Reader, Transaction } from './database.ts'

const hashOf = (sealer: Sealer, token: string): Buffer => sealer.index('insurer.test', token)

/** A link that an operator made, to try an insurer once. */
export async function createInsurerTest(
  db: Database | Transaction,
  sealer: Sealer,
  test: { readonly token: string; readonly insurer: string; readonly madeBy: string; readonly expiresAt: Date },
  at: Date,
): Promise<void> {
  await db
    .insertInto('insurer_tests')
    .values({
      token_hash: hashOf(sealer, test.token),
      insurer_id: test.insurer,
      made_by: test.madeBy,
      expires_at: test.expiresAt,
      created_at: at,
    })
    .execute()
}

/** Which insurer a link is to try; undefined where it is none, or old. Used ones are still known by their journey. */
export async function findInsurerTest(
  read: Reader,
  sealer: Sealer,
  token: string,
  at: Date,
): Promise<{ readonly insurer: string; readonly madeBy: string; readonly isUsed: boolean } | undefined> {
  const row = await read
    .selectFrom('insurer_tests')
    .select(['insurer_id', 'made_by', 'used_at'])
    .where('token_hash', '=', hashOf(sealer, token))
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row && { insurer: row.insurer_id, madeBy: row.made_by, isUsed: row.used_at !== null }
}

/** @returns false where somebody used it before: it is for one browser */
export async function updateInsurerTestUsed(
  tx: Transaction,
  sealer: Sealer,
  token: string,
  at: Date,
): Promise<boolean> {
  const used = await tx
    .updateTable('insurer_tests')
    .set({ used_at: at })
    .where('token_hash', '=', hashOf(sealer, token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return used.numUpdatedRows === 1n
}
