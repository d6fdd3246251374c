import type { Sealer } from '../platform/index.ts'
import { signInMayBegin } from './account-claims.ts'
import { createSecretFactor, findFactorNames } from './account-factors.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/** A passkey as its owner sees it. */
export interface Passkey {
  readonly id: string
  readonly name: string
  /** It may live on several devices of its owner. */
  readonly isSynced: boolean
  readonly createdAt: Date
  readonly lastUsedAt?: Date
}
/** A passkey as a browser must know it, to offer it or to leave it out. */
export interface PasskeyDescriptor {
  /** base64url */
  readonly credentialId: string
  readonly transports: readonly string[]
}
/** A passkey as a response is checked with it. */
export interface PasskeyCredential extends PasskeyDescriptor {
  readonly id: string
  readonly accountId: string
  readonly userHandle: Buffer
  readonly publicKey: Buffer
  readonly counter: number
  readonly isSynced: boolean
  /** Somebody holds a copy. */
  readonly isCopied: boolean
  /** Whether its account may begin a sign-in (`signInMayBegin`). */
  readonly mayBegin: boolean
}
export interface NewPasskey extends PasskeyDescriptor {
  readonly id: string
  readonly accountId: string
  readonly userHandle: Buffer
  readonly publicKey: Buffer
  readonly name: string
  readonly counter: number
  readonly isSynced: boolean
  readonly isBackedUp: boolean
}

export const passkeyKind = 'passkey'
const purposes = {
  index: 'passkey.credential',
  credential: 'passkeys.credential',
  publicKey: 'passkeys.public_key',
} as const

/** @returns false where this credential is registered already; nothing may be kept then */
export async function createPasskey(tx: Transaction, sealer: Sealer, passkey: NewPasskey, at: Date): Promise<boolean> {
  const { id, accountId } = passkey
  await createSecretFactor(tx, sealer, { id, accountId, kind: passkeyKind, name: passkey.name }, at)
  const created = await tx
    .insertInto('passkeys')
    .values({
      id,
      account_id: accountId,
      user_handle: passkey.userHandle,
      credential_index: sealer.index(purposes.index, passkey.credentialId),
      credential_sealed: sealer.seal(purposes.credential, passkey.credentialId),
      public_key_sealed: sealer.seal(purposes.publicKey, passkey.publicKey),
      counter: String(passkey.counter),
      transports: [...passkey.transports],
      is_synced: passkey.isSynced,
      is_backed_up: passkey.isBackedUp,
    })
    .onConflict(conflict => conflict.column('credential_index').doNothing())
    .executeTakeFirst()
  return created.numInsertedOrUpdatedRows === 1n
}

/** Whose passkey has this credential id, and what its signature is checked with. One statement, found or not. */
export async function findPasskeyCredential(
  read: Reader,
  sealer: Sealer,
  credentialId: string,
  at: Date,
): Promise<PasskeyCredential | undefined> {
  const row = await byCredential.first(read, { index: sealer.index(purposes.index, credentialId), at })
  return (
    row && {
      id: row.id,
      accountId: row.account_id,
      userHandle: row.user_handle,
      credentialId,
      publicKey: sealer.open(purposes.publicKey, row.public_key_sealed),
      counter: Number(row.counter),
      transports: row.transports,
      isSynced: row.is_synced,
      isCopied: row.copied_at !== null,
      mayBegin: row.may_begin === true,
    }
  )
}

const byCredential = prepared((db, { index, at }: { index: Buffer; at: Date }) =>
  db
    .selectFrom('passkeys')
    .innerJoin('accounts', 'accounts.id', 'passkeys.account_id')
    .select([
      'passkeys.id',
      'account_id',
      'user_handle',
      'public_key_sealed',
      'counter',
      'transports',
      'is_synced',
      'copied_at',
    ])
    .select(eb => signInMayBegin(eb, at).as('may_begin'))
    .where('credential_index', '=', index),
)

/** Oldest first. */
export async function findPasskeys(read: Reader, sealer: Sealer, accountId: string): Promise<readonly Passkey[]> {
  const rows = await read
    .selectFrom('passkeys')
    .innerJoin('account_factors', 'account_factors.id', 'passkeys.id')
    .select(['passkeys.id', 'is_synced', 'created_at', 'last_used_at'])
    .where('passkeys.account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('passkeys.id')
    .execute()
  const names = await findFactorNames(read, sealer, accountId)
  return rows.map(row => ({
    id: row.id,
    name: names.get(row.id) ?? '',
    isSynced: row.is_synced,
    createdAt: row.created_at,
    ...(row.last_used_at ? { lastUsedAt: row.last_used_at } : {}),
  }))
}

/** What a browser is told about an account's passkeys, and the handle that they all carry. */
export async function findPasskeyDescriptors(
  read: Reader,
  sealer: Sealer,
  accountId: string,
): Promise<{ readonly userHandle?: Buffer; readonly descriptors: readonly PasskeyDescriptor[] }> {
  const rows = await read
    .selectFrom('passkeys')
    .select(['user_handle', 'credential_sealed', 'transports'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()
  const [first] = rows
  return {
    ...(first ? { userHandle: first.user_handle } : {}),
    descriptors: rows.map(row => ({
      credentialId: sealer.open(purposes.credential, row.credential_sealed).toString('utf8'),
      transports: row.transports,
    })),
  }
}

/**
 * Counts a use. The guard is the counter itself (WebAuthn §7.2 step 22): of two uses with one value one succeeds, and
 * one that does not rise is a copy. Authenticators that do not count always say zero.
 * @returns false where the counter did not rise
 */
export async function updatePasskeyUse(
  tx: Transaction,
  use: { readonly id: string; readonly counter: number; readonly isBackedUp: boolean },
  at: Date,
): Promise<boolean> {
  const { id, isBackedUp } = use
  const counted = use.counter === 0 ? uncountedUse : countedUse
  if ((await counted.count(tx, { id, isBackedUp, counter: String(use.counter) })) !== 1) return false
  await lastUse.send(tx, { id, at })
  return true
}

interface PasskeyUse {
  readonly id: string
  readonly counter: string
  readonly isBackedUp: boolean
}
const use = (db: Reader, { id, counter, isBackedUp }: PasskeyUse) =>
  db
    .updateTable('passkeys')
    .set({ counter, is_backed_up: isBackedUp })
    .where('id', '=', id)
    .where('copied_at', 'is', null)
const uncountedUse = prepared((db, given: PasskeyUse) => use(db, given).where('counter', '=', '0'))
const countedUse = prepared((db, given: PasskeyUse) => use(db, given).where('counter', '<', given.counter))
const lastUse = prepared((db, { id, at }: { id: string; at: Date }) =>
  db.updateTable('account_factors').set({ last_used_at: at }).where('id', '=', id),
)

/** @returns false where it was known already: its owner is told once */
export async function updatePasskeyCopied(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('passkeys')
    .set({ copied_at: at })
    .where('id', '=', id)
    .where('copied_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** "Not now" counts until then. */
export async function createPasskeyRefusal(tx: Transaction, accountId: string, until: Date): Promise<void> {
  await tx
    .insertInto('passkey_refusals')
    .values({ account_id: accountId, expires_at: until })
    .onConflict(conflict => conflict.column('account_id').doUpdateSet({ expires_at: until }))
    .execute()
}

export async function hasRefusedPasskey(read: Reader, accountId: string, at: Date): Promise<boolean> {
  const row = await read
    .selectFrom('passkey_refusals')
    .select('account_id')
    .where('account_id', '=', accountId)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row !== undefined
}
