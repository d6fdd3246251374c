import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import type { AccountUndosTable } from './tables.ts'

export type UndoPurpose = AccountUndosTable['purpose']
/** A change that its owner can still undo. */
export interface AccountUndo {
  readonly id: string
  readonly accountId: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

// the purpose is part of it: a link that undoes one thing opens no other
const tokenHash = (sealer: Sealer, purpose: UndoPurpose, token: string): Buffer =>
  sealer.index(`account.undo.${purpose}`, token)
const beforePurpose = 'account_undos.before'
const columns = ['id', 'account_id', 'created_at', 'expires_at'] as const

export async function createAccountUndo(
  tx: Transaction,
  sealer: Sealer,
  undo: {
    readonly id: string
    readonly accountId: string
    readonly purpose: UndoPurpose
    readonly token: string
    readonly before: object
    readonly expiresAt: Date
  },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('account_undos')
    .values({
      id: undo.id,
      account_id: undo.accountId,
      purpose: undo.purpose,
      token_hash: tokenHash(sealer, undo.purpose, undo.token),
      before_sealed: sealer.sealJson(beforePurpose, undo.before),
      used_at: null,
      voided_at: null,
      expires_at: undo.expiresAt,
      created_at: at,
    })
    .execute()
}

/** What a link undoes, if anything still. Changes nothing: mail scanners look too. */
export async function findLiveAccountUndo(
  read: Reader,
  sealer: Sealer,
  { purpose, token }: { readonly purpose: UndoPurpose; readonly token: string },
  at: Date,
): Promise<AccountUndo | undefined> {
  const row = await read
    .selectFrom('account_undos')
    .select(columns)
    .where('token_hash', '=', tokenHash(sealer, purpose, token))
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row && undoOf(row)
}

/** The newest of an account, for whoever needs no link because they signed in. */
export async function findLatestAccountUndo(
  read: Reader,
  { purpose, accountId }: { readonly purpose: UndoPurpose; readonly accountId: string },
  at: Date,
): Promise<AccountUndo | undefined> {
  const row = await read
    .selectFrom('account_undos')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return row && undoOf(row)
}

/** Spends it. @returns what the change found, or undefined where it was spent: of 50 simultaneous uses one succeeds */
export async function updateAccountUndoUsed<T extends object>(
  tx: Transaction,
  sealer: Sealer,
  { id, purpose }: { readonly id: string; readonly purpose: UndoPurpose },
  at: Date,
): Promise<T | undefined> {
  const row = await tx
    .updateTable('account_undos')
    .set({ used_at: at })
    .where('id', '=', id)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('before_sealed')
    .executeTakeFirst()
  return row && sealer.openJson<T>(beforePurpose, row.before_sealed)
}

/** What came after a change that was undone is undone with it: nothing is left of it to undo. */
export async function updateAccountUndosVoided(
  tx: Transaction,
  { accountId, purpose, since }: { readonly accountId: string; readonly purpose: UndoPurpose; readonly since: Date },
  at: Date,
): Promise<void> {
  await tx
    .updateTable('account_undos')
    .set({ voided_at: at })
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('created_at', '>=', since)
    .execute()
}

const undoOf = (row: { id: string; account_id: string; created_at: Date; expires_at: Date }): AccountUndo => ({
  id: row.id,
  accountId: row.account_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})
