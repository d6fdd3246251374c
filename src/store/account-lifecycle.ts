import type { Sealer } from '../platform/index.ts'
import { usernameIndex } from './accounts.ts'
import type { Reader, Transaction } from './database.ts'

/** @returns false where it was locked, disabled or closed before */
export async function updateAccountLocked(
  tx: Transaction,
  accountId: string,
  by: 'person' | 'staff',
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('accounts')
    .set(eb => ({ status: 'locked', locked_at: at, locked_by: by, updated_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', accountId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** @param by whose lock it may be @returns false where there is no such lock */
export async function updateAccountUnlocked(
  tx: Transaction,
  accountId: string,
  by: readonly ('person' | 'staff')[],
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('accounts')
    .set(eb => ({ status: 'active', locked_at: null, locked_by: null, updated_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', accountId)
    .where('status', '=', 'locked')
    .where('locked_by', 'in', by)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** @returns false where it was closed, locked or disabled before */
export async function updateAccountClosed(
  tx: Transaction,
  accountId: string,
  { at, eraseAt }: { readonly at: Date; readonly eraseAt: Date },
): Promise<boolean> {
  const updated = await tx
    .updateTable('accounts')
    .set(eb => ({
      status: 'closed',
      closed_at: at,
      erase_at: eraseAt,
      updated_at: at,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', accountId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** @returns false where it is not closed, or it is too late */
export async function updateAccountReopened(tx: Transaction, accountId: string, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('accounts')
    .set(eb => ({
      status: 'active',
      closed_at: null,
      erase_at: null,
      updated_at: at,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', accountId)
    .where('status', '=', 'closed')
    .where('erase_at', '>', at)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Closed accounts whose time to be opened again is over. */
export async function findAccountsToErase(read: Reader, at: Date, count: number): Promise<readonly string[]> {
  const rows = await read
    .selectFrom('accounts')
    .select('id')
    .where('status', '=', 'closed')
    .where('erase_at', '<=', at)
    .orderBy('erase_at')
    .limit(count)
    .execute()
  return rows.map(({ id }) => id)
}

/** Tables that hold what a person was known or reached by. */
const personal = [
  'account_contacts',
  'account_factors',
  'account_undos',
  'account_upstreams',
  'account_places',
  'known_devices',
  'passkey_refusals',
  'evidence',
  'recovery_links',
  'recovery_requests',
  'factor_resets',
  'prospects',
  'family_access_requests',
] as const

/** Leaves a row without a person. @returns false where another instance did it, or it was opened again */
export async function eraseAccount(tx: Transaction, sealer: Sealer, accountId: string, at: Date): Promise<boolean> {
  const nobody = `closed-${accountId}`
  const updated = await tx
    .updateTable('accounts')
    .set({
      username_sealed: sealer.seal('account.username', nobody),
      username_index: usernameIndex(sealer, nobody),
      profile_sealed: sealer.sealJson('account.profile', { given: '', family: '' }),
      password_hash: null,
      legacy_password_sealed: null,
      legacy_scheme: null,
      import_hash: null,
      upgrade_due: false,
      password_changed_at: null,
      security_option: null,
      notices: JSON.stringify({}),
      erase_at: null,
      updated_at: at,
    })
    .where('id', '=', accountId)
    .where('status', '=', 'closed')
    .where('erase_at', '<=', at)
    .executeTakeFirst()
  if (updated.numUpdatedRows !== 1n) return false
  for (const table of personal) await tx.deleteFrom(table).where('account_id', '=', accountId).execute()
  return true
}
