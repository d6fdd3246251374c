import type { Reader, Transaction } from './database.ts'

/** Recovery codes are a factor row with ten hashes: they come and go as a set. */
export async function createRecoveryCodes(tx: Transaction, factorId: string, hashes: readonly Buffer[]): Promise<void> {
  await tx
    .insertInto('recovery_codes')
    .values(hashes.map(hash => ({ factor_id: factorId, code_hash: hash, used_at: null })))
    .execute()
}

/** @returns whether there is such a code that nobody used */
export async function hasRecoveryCode(read: Reader, accountId: string, hash: Buffer): Promise<boolean> {
  const row = await read
    .selectFrom('recovery_codes')
    .innerJoin('account_factors', 'account_factors.id', 'recovery_codes.factor_id')
    .select('recovery_codes.factor_id')
    .where('account_factors.account_id', '=', accountId)
    .where('recovery_codes.code_hash', '=', hash)
    .where('recovery_codes.used_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** @returns false where another request used it first */
export async function updateRecoveryCodeUsed(
  tx: Transaction,
  accountId: string,
  hash: Buffer,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('recovery_codes')
    .set({ used_at: at })
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('factor_id', 'in', eb =>
      eb
        .selectFrom('account_factors')
        .select('id')
        .where('account_id', '=', accountId)
        .where('kind', '=', 'recovery-code'),
    )
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** How many are left. */
export async function countRecoveryCodes(read: Reader, accountId: string): Promise<number> {
  const row = await read
    .selectFrom('recovery_codes')
    .innerJoin('account_factors', 'account_factors.id', 'recovery_codes.factor_id')
    .select(({ fn }) => fn.countAll().as('left'))
    .where('account_factors.account_id', '=', accountId)
    .where('recovery_codes.used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.left)
}
