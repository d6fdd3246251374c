import { sql } from 'kysely'
import { normalizeEmail } from '../core/contacts.ts'
import { normalizeUsername } from '../core/names.ts'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'
import type { AccountProfile, AccountsTable } from './tables.ts'

export interface Account {
  readonly id: string
  readonly population: AccountsTable['population']
  readonly status: AccountsTable['status']
  readonly lockedBy?: 'person' | 'staff'
  readonly lockedAt?: Date
  /** Of a closed account: until then its person can open it again. */
  readonly eraseAt?: Date
  readonly username: string
  readonly profile: AccountProfile
  readonly language: 'en' | 'es'
  readonly hasPassword: boolean
  /** Imported: the first sign-in has yet to be finished. */
  readonly isUpgradeDue: boolean
  readonly securityOption?: string
  readonly lastSignInAt?: Date
  readonly passwordChangedAt?: Date
  readonly createdAt: Date
}
export interface NewAccount {
  readonly id: string
  readonly population: AccountsTable['population']
  readonly username: string
  readonly profile: AccountProfile
  readonly language: 'en' | 'es'
  /** argon2id in PHC form, made outside the transaction */
  readonly passwordHash?: string
  readonly securityOption?: string
  readonly notices?: Readonly<Record<string, boolean>>
}

/** The keyed index by which a username is found, however it is spelled. */
export const usernameIndex = (sealer: Sealer, username: string): Buffer =>
  sealer.index(purposes.accountUsername, normalizeUsername(username))

/** @returns false where the username is taken; nothing was written then. */
export async function createAccount(tx: Transaction, sealer: Sealer, account: NewAccount, at: Date): Promise<boolean> {
  const created = await tx
    .insertInto('accounts')
    .values({
      id: account.id,
      population: account.population,
      status: 'active',
      username_sealed: sealer.seal('account.username', account.username.trim()),
      username_index: usernameIndex(sealer, account.username),
      profile_sealed: sealer.sealJson('account.profile', account.profile),
      language: account.language,
      password_hash: account.passwordHash ?? null,
      password_changed_at: account.passwordHash ? at : null,
      security_option: account.securityOption ?? null,
      notices: JSON.stringify(account.notices ?? {}),
      created_at: at,
      updated_at: at,
    })
    .onConflict(conflict => conflict.column('username_index').doNothing())
    .executeTakeFirst()
  return created.numInsertedOrUpdatedRows === 1n
}

export async function findAccount(read: Reader, sealer: Sealer, id: string): Promise<Account | undefined> {
  const row = await accountById.first(read, { id })
  if (!row) return undefined
  return {
    id: row.id,
    population: row.population,
    status: row.status,
    ...(row.status === 'closed' && row.erase_at ? { eraseAt: row.erase_at } : {}),
    ...(row.status === 'locked' && row.locked_by ? { lockedBy: row.locked_by } : {}),
    ...(row.status === 'locked' && row.locked_at ? { lockedAt: row.locked_at } : {}),
    username: sealer.open('account.username', row.username_sealed).toString('utf8'),
    profile: sealer.openJson<AccountProfile>('account.profile', row.profile_sealed),
    language: row.language,
    hasPassword: row.password_hash !== null || row.legacy_password_sealed !== null,
    isUpgradeDue: row.upgrade_due,
    ...(row.security_option ? { securityOption: row.security_option } : {}),
    ...(row.last_sign_in_at ? { lastSignInAt: row.last_sign_in_at } : {}),
    ...(row.password_changed_at ? { passwordChangedAt: row.password_changed_at } : {}),
    createdAt: row.created_at,
  }
}

const accountById = prepared((db, { id }: { id: string }) =>
  db
    .selectFrom('accounts')
    .select(['id', 'population', 'status', 'username_sealed', 'profile_sealed', 'language'])
    .select(['password_hash', 'legacy_password_sealed', 'upgrade_due', 'security_option', 'last_sign_in_at'])
    .select(['locked_by', 'locked_at', 'password_changed_at', 'created_at', 'erase_at'])
    .where('id', '=', id),
)

export async function isUsernameTaken(read: Reader, sealer: Sealer, username: string): Promise<boolean> {
  const row = await read
    .selectFrom('accounts')
    .select('id')
    .where('username_index', '=', usernameIndex(sealer, username))
    .executeTakeFirst()
  return row !== undefined
}

/** What a password check needs, and no more: nothing is opened, so that known and unknown names cost the same. */
export interface LoginRow {
  readonly id: string
  readonly status: AccountsTable['status']
  readonly passwordHash: string | null
  /** of an account that was imported and not upgraded */
  readonly legacyPasswordSealed: Buffer | null
  /** Of a closed account: until then its person can open it again. */
  readonly eraseAt?: Date
}

/**
 * Whom a typed name means: the account with that username, else the only one with that verified email. An email that
 * serves several accounts signs in none of them; a closed one counts only where there is no other. One statement
 * whatever was typed.
 */
export async function findAccountByLogin(read: Reader, sealer: Sealer, typed: string): Promise<LoginRow | undefined> {
  const email = normalizeEmail(typed) ?? normalizeUsername(typed)
  const rows = await accountsByLogin.rows(read, {
    username: usernameIndex(sealer, typed),
    email: sealer.index(purposes.contactEmail, email),
  })
  const named = rows.find(row => row.rank === 1)
  const mailed = rows.filter(row => row.rank === 2)
  const open = mailed.filter(row => row.status !== 'closed')
  const meant = open.length > 0 ? open : mailed
  const row = named ?? (meant.length === 1 ? meant[0] : undefined)
  return (
    row && {
      id: row.id,
      status: row.status,
      passwordHash: row.password_hash,
      legacyPasswordSealed: row.legacy_password_sealed,
      ...(row.status === 'closed' && row.erase_at ? { eraseAt: row.erase_at } : {}),
    }
  )
}

const accountsByLogin = prepared((db, { username, email }: { username: Buffer; email: Buffer }) =>
  db
    .selectFrom('accounts')
    .select(['id', 'status', 'password_hash', 'legacy_password_sealed', 'erase_at'])
    .select(sql<number>`1`.as('rank'))
    .where('username_index', '=', username)
    .unionAll(
      db
        .selectFrom('account_contacts')
        .innerJoin('accounts', 'accounts.id', 'account_contacts.account_id')
        .select(['accounts.id', 'accounts.status', 'accounts.password_hash', 'accounts.legacy_password_sealed'])
        .select('accounts.erase_at')
        .select(sql<number>`2`.as('rank'))
        .where('account_contacts.kind', '=', 'email')
        .where('account_contacts.value_index', '=', email)
        .where('account_contacts.verified_at', 'is not', null),
    ),
)

export async function findPasswordHash(read: Reader, accountId: string): Promise<string | undefined> {
  const row = await read
    .selectFrom('accounts')
    .select('password_hash')
    .where('id', '=', accountId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return row?.password_hash ?? undefined
}

/** Replaces a hash made with older parameters, unless the password was changed meanwhile. */
export async function updatePasswordHash(
  tx: Transaction,
  accountId: string,
  from: string,
  to: string,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({ password_hash: to, updated_at: at })
    .where('id', '=', accountId)
    .where('password_hash', '=', from)
    .execute()
}

/** A new password. @returns false where the account is disabled or closed: nothing was written then */
export async function updatePassword(tx: Transaction, accountId: string, hash: string, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('accounts')
    .set(eb => ({
      password_hash: hash,
      // whoever recovered has no use for what another system kept
      legacy_password_sealed: null,
      legacy_scheme: null,
      password_changed_at: at,
      updated_at: at,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', accountId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Who may get back in by a recovery: not whom staff locked or disabled, nor a closed account. */
export const mayRecover = (account: Pick<Account, 'status' | 'lockedBy'> | undefined): boolean =>
  account?.status === 'active' || (account?.status === 'locked' && account.lockedBy === 'person')

/**
 * A new username, guarded by the unique index.
 * @param among statuses in which it may change
 * @returns false where somebody else has it: the transaction has failed, so nothing may follow but its rollback
 */
export async function updateUsername(
  tx: Transaction,
  sealer: Sealer,
  accountId: string,
  username: string,
  at: Date,
  among: readonly AccountsTable['status'][] = ['active'],
): Promise<boolean> {
  try {
    const updated = await tx
      .updateTable('accounts')
      .set(eb => ({
        username_sealed: sealer.seal('account.username', username),
        username_index: usernameIndex(sealer, username),
        updated_at: at,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', accountId)
      .where('status', 'in', among)
      .executeTakeFirst()
    return updated.numUpdatedRows === 1n
  } catch (error) {
    if ((error as { code?: unknown }).code === uniqueViolation) return false
    throw error
  }
}

/** SQLSTATE (PostgreSQL appendix A) */
const uniqueViolation = '23505'

/** Everybody whom somebody may mean who cannot sign in: by username, or by a verified email that several may share. */
export async function findAccountsByName(read: Reader, sealer: Sealer, typed: string): Promise<readonly string[]> {
  const email = normalizeEmail(typed) ?? normalizeUsername(typed)
  const rows = await read
    .selectFrom('accounts')
    .select('id')
    .where(eb => eb.or([eb('status', '=', 'active'), eb.and({ status: 'locked', locked_by: 'person' })]))
    .where(eb =>
      eb.or([
        eb('username_index', '=', usernameIndex(sealer, typed)),
        eb('id', 'in', from =>
          from
            .selectFrom('account_contacts')
            .innerJoin('accounts as theirs', 'theirs.id', 'account_contacts.account_id')
            .select('account_id')
            .where('kind', '=', 'email')
            .where('value_index', '=', sealer.index(purposes.contactEmail, email))
            // one that was imported and not proven yet belongs to whoever reads its mail
            .where(of => of.or([of('verified_at', 'is not', null), of('theirs.upgrade_due', '=', true)])),
        ),
      ]),
    )
    .orderBy('created_at')
    .execute()
  return rows.map(row => row.id)
}

/** @returns false where the account was disabled or closed meanwhile: the sign-in must not happen. */
export const updateLastSignIn = async (tx: Transaction, accountId: string, at: Date): Promise<boolean> =>
  (await signedInAccount.count(tx, { accountId, at })) === 1

const signedInAccount = prepared((db, { accountId, at }: { accountId: string; at: Date }) =>
  db.updateTable('accounts').set({ last_sign_in_at: at }).where('id', '=', accountId).where('status', '=', 'active'),
)

export interface AccountPreferences {
  readonly language: 'en' | 'es'
  /** Notices that a person may turn off, by name. */
  readonly notices: Readonly<Record<string, boolean>>
}

export const findAccountPreferences = (read: Reader, accountId: string): Promise<AccountPreferences | undefined> =>
  read.selectFrom('accounts').select(['language', 'notices']).where('id', '=', accountId).executeTakeFirst()

/** Notices that are not named keep as they are. @returns false where the account may not act any more */
export async function updateAccountPreferences(
  tx: Transaction,
  accountId: string,
  { language, notices }: AccountPreferences,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('accounts')
    .set(eb => ({
      language,
      notices: sql<string>`notices || ${JSON.stringify(notices)}::jsonb`,
      updated_at: at,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', accountId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
