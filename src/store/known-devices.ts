import { addSeconds, minutes, type Sealer } from '../platform/index.ts'
import type { Database, Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

const tokenHash = (sealer: Sealer, token: string): Buffer => sealer.index('device.token', token)

export interface KnownDevice {
  readonly id: string
  readonly accountId: string
}

/**
 * Accounts for which this browser is known: a family shares a computer, so there may be several; each row is bound to
 * one account. One statement whatever the cookie says, without a cookie too.
 */
export async function findKnownDevices(
  read: Reader,
  sealer: Sealer,
  token: string | undefined,
  at: Date,
): Promise<readonly KnownDevice[]> {
  const rows = await devicesOfToken.rows(read, { hash: tokenHash(sealer, token ?? ''), at })
  return rows.map(row => ({ id: row.id, accountId: row.account_id }))
}

const devicesOfToken = prepared((db, { hash, at }: { hash: Buffer; at: Date }) =>
  db
    .selectFrom('known_devices')
    .select(['id', 'account_id'])
    .where('token_hash', '=', hash)
    .where('expires_at', '>', at),
)

export async function createKnownDevice(
  db: Database | Transaction,
  sealer: Sealer,
  device: {
    readonly id: string
    readonly accountId: string
    readonly token: string
    readonly label?: string
    readonly expiresAt: Date
  },
  at: Date,
): Promise<void> {
  await db
    .insertInto('known_devices')
    .values({
      id: device.id,
      account_id: device.accountId,
      token_hash: tokenHash(sealer, device.token),
      label: device.label ?? null,
      last_used_at: at,
      expires_at: device.expiresAt,
      created_at: at,
    })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** Gives a browser's rows a fresh token: whoever copied the old cookie has nothing. */
export async function updateDeviceToken(
  db: Database | Transaction,
  sealer: Sealer,
  from: string,
  to: string,
): Promise<void> {
  await db
    .updateTable('known_devices')
    .set({ token_hash: tokenHash(sealer, to) })
    .where('token_hash', '=', tokenHash(sealer, from))
    .execute()
}

/** A device that was used within the hour is not written again. */
const useCountedEvery = minutes(60)

/** Counts a sign-in on a known device. @returns false where this browser is not known for that account */
export async function updateDeviceUse(
  db: Database | Transaction,
  sealer: Sealer,
  device: { readonly token: string; readonly accountId: string; readonly expiresAt: Date },
  at: Date,
): Promise<boolean> {
  const { accountId, expiresAt } = device
  const values = { hash: tokenHash(sealer, device.token), accountId, expiresAt, at }
  return (await usedDevice.first(db, { ...values, olderThan: addSeconds(at, -useCountedEvery) })) !== undefined
}

interface DeviceUse {
  readonly hash: Buffer
  readonly accountId: string
  readonly expiresAt: Date
  readonly at: Date
  readonly olderThan: Date
}
const usedDevice = prepared((db, { hash, accountId, expiresAt, at, olderThan }: DeviceUse) =>
  db
    .with('used', part =>
      part
        .updateTable('known_devices')
        .set({ last_used_at: at, expires_at: expiresAt })
        .where('token_hash', '=', hash)
        .where('account_id', '=', accountId)
        .where('expires_at', '>', at)
        .where('last_used_at', '<=', olderThan)
        .returning('id'),
    )
    .selectFrom('known_devices')
    .select('id')
    .where('token_hash', '=', hash)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', at),
)

/** Whether any browser is known for this account. */
export async function hasKnownDevice(read: Reader, accountId: string, at: Date): Promise<boolean> {
  const row = await read
    .selectFrom('known_devices')
    .select('id')
    .where('account_id', '=', accountId)
    .where('expires_at', '>', at)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** @returns how many devices are not known any more. */
export async function deleteKnownDevices(db: Database | Transaction, accountId: string): Promise<number> {
  const deleted = await db.deleteFrom('known_devices').where('account_id', '=', accountId).executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

/** A browser that is remembered, as its owner sees it in a list. */
export interface ListedDevice {
  readonly id: string
  readonly label?: string
  readonly lastUsedAt: Date
  readonly createdAt: Date
}

/** Every browser that is known for an account, the one used last first. */
export async function findDevicesOfAccount(
  read: Reader,
  accountId: string,
  at: Date,
): Promise<readonly ListedDevice[]> {
  const rows = await read
    .selectFrom('known_devices')
    .select(['id', 'label', 'last_used_at', 'created_at'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', at)
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    id: row.id,
    lastUsedAt: row.last_used_at,
    createdAt: row.created_at,
    ...(row.label ? { label: row.label } : {}),
  }))
}

/** @returns false where this account has no such device */
export async function deleteKnownDevice(tx: Transaction, accountId: string, id: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('known_devices')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}
