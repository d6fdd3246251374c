import type { LegacyPassword } from '../core/legacy-passwords.ts'
import { normalizeUsername } from '../core/names.ts'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { NewAccount } from './accounts.ts'
import type { Reader, Transaction } from './database.ts'

/** Purpose of the sealed hash of another system. */
export const legacyPasswordPurpose = 'accounts.legacy-password'

export interface NewImportedAccount extends Omit<NewAccount, 'passwordHash' | 'securityOption' | 'notices'> {
  readonly legacyPasswordSealed: Buffer
  readonly legacyScheme: string
  readonly importHash: Buffer
}

/** An account that its person has yet to take over. @returns false where the username is taken */
export async function createImportedAccount(
  tx: Transaction,
  sealer: Sealer,
  account: NewImportedAccount,
  at: Date,
): Promise<boolean> {
  const created = await tx
    .insertInto('accounts')
    .values({
      id: account.id,
      population: account.population,
      status: 'active',
      username_sealed: sealer.seal('account.username', account.username),
      username_index: sealer.index(purposes.accountUsername, normalizeUsername(account.username)),
      profile_sealed: sealer.sealJson('account.profile', account.profile),
      language: account.language,
      password_hash: null,
      password_changed_at: null,
      security_option: null,
      notices: '{}',
      legacy_password_sealed: account.legacyPasswordSealed,
      legacy_scheme: account.legacyScheme,
      import_hash: account.importHash,
      upgrade_due: true,
      created_at: at,
      updated_at: at,
    })
    .onConflict(conflict => conflict.column('username_index').doNothing())
    .executeTakeFirst()
  return created.numInsertedOrUpdatedRows === 1n
}

/** Whether a username is there already, and out of which line it came. */
export async function findImportHash(
  read: Reader,
  sealer: Sealer,
  username: string,
): Promise<{ readonly importHash: Buffer | null } | undefined> {
  const row = await read
    .selectFrom('accounts')
    .select('import_hash')
    .where('username_index', '=', sealer.index(purposes.accountUsername, normalizeUsername(username)))
    .executeTakeFirst()
  return row && { importHash: row.import_hash }
}

/** What checking the hashes costs that are still there, each once and in order. */
export async function findLegacySchemes(read: Reader): Promise<readonly string[]> {
  const rows = await read
    .selectFrom('accounts')
    .select('legacy_scheme')
    .distinct()
    .where('legacy_scheme', 'is not', null)
    .orderBy('legacy_scheme')
    .limit(20)
    .execute()
  return rows.flatMap(row => row.legacy_scheme ?? [])
}

export const openLegacyPassword = (sealer: Sealer, sealed: Buffer): LegacyPassword =>
  sealer.openJson<LegacyPassword>(legacyPasswordPurpose, sealed)

/**
 * Ends the wait: our own hash takes the place of the old one. Of many at once one comes first.
 * @returns false where the account is upgraded already, or disabled
 */
export async function updateUpgraded(
  tx: Transaction,
  account: { readonly id: string; readonly passwordHash?: string; readonly securityOption?: string },
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('accounts')
    .set(eb => ({
      upgrade_due: false,
      legacy_password_sealed: null,
      legacy_scheme: null,
      ...(account.passwordHash ? { password_hash: account.passwordHash, password_changed_at: at } : {}),
      ...(account.securityOption ? { security_option: account.securityOption } : {}),
      updated_at: at,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', account.id)
    .where('upgrade_due', '=', true)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
