import { type Selectable, sql } from 'kysely'
import { type DataKey, type Keyring, now, type Random, unwrapDataKey, wrapDataKey } from '../platform/index.ts'
import { advisoryLocks } from './advisory-locks.ts'
import type { Database, Reader, Transaction } from './database.ts'
import type { DataKeysTable } from './tables.ts'

export type DataKeyRow = Selectable<DataKeysTable>

/** A key-encryption key of the settings: `secret` is 32 random bytes in base64. */
export interface WrappingKey {
  readonly id: string
  readonly secret: string
}

/**
 * The keys that seal and index everything in the database, unwrapped. Where there are none yet, the first sealing key
 * and the index key are made. All are kept wrapped by the first wrapping key; of several instances that start at once one makes them.
 * @throws Error where a wrapping key is missing from the settings, or is not the one that its name promises
 */
export async function loadKeyring(db: Database, wrapping: readonly WrappingKey[], random: Random): Promise<Keyring> {
  const rows = await findDataKeys(db)
  if (rows.length > 0) {
    const keyring = openKeyring(rows, wrapping)
    await rewrap(db, rows, wrapping)
    return keyring
  }
  return db.transaction().execute(async tx => {
    await lockDataKeys(tx)
    const at = now()
    if ((await findDataKeys(tx)).length === 0) {
      await createDataKey(tx, { id: 1, use: 'sealing', state: 'active' }, wrapping, random, at)
      await createDataKey(tx, { id: 2, use: 'index', state: 'active' }, wrapping, random, at)
    }
    return openKeyring(await findDataKeys(tx), wrapping)
  })
}

/**
 * The same without writing anything.
 * @throws Error where a wrapping key is missing from the settings or another one, or where there are no data keys yet
 */
export const findKeyring = async (db: Database, wrapping: readonly WrappingKey[]): Promise<Keyring> =>
  openKeyring(await findDataKeys(db), wrapping)

/**
 * Wraps data keys anew under the first wrapping key, so that an old one can leave the settings once every instance was
 * restarted. Guarded: of several instances one writes, the others find it done.
 */
async function rewrap(db: Database, rows: readonly DataKeyRow[], wrapping: readonly WrappingKey[]): Promise<void> {
  const [first] = wrapping
  if (!first) return
  for (const row of rows.filter(({ wrapping_key }) => wrapping_key !== first.id)) {
    const { secret } = openDataKey(row, wrapping)
    await db
      .updateTable('data_keys')
      .set({ wrapped: wrapDataKey(decode(first), secret), wrapping_key: first.id })
      .where('id', '=', row.id)
      .where('wrapping_key', '=', row.wrapping_key)
      .execute()
  }
}

/**
 * What changed since a keyring was loaded: keys that another instance made, brought into use or removed. Keys that are
 * known stay as they are, whatever wraps them meanwhile.
 * @returns the keyring as it is now; undefined where it is the same
 * @throws Error where a new key cannot be unwrapped with the settings of this instance
 */
export async function findKeyringChange(
  read: Reader,
  wrapping: readonly WrappingKey[],
  known: Keyring,
): Promise<Keyring | undefined> {
  const rows = sealingOrder(await findDataKeys(read))
  if (rows.length === 0 || rows.map(({ id }) => id).join() === known.sealing.map(({ id }) => id).join()) return
  const [first, ...rest] = rows.map(row => known.sealing.find(({ id }) => id === row.id) ?? openDataKey(row, wrapping))
  return { sealing: [first as DataKey, ...rest], index: known.index }
}

/** Newest first. */
export const findDataKeys = (read: Reader): Promise<DataKeyRow[]> =>
  read.selectFrom('data_keys').selectAll().orderBy('id', 'desc').execute()

/** One instance at a time changes data keys; held until the transaction ends. */
export async function lockDataKeys(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.dataKeys})`.execute(tx)
}

/** Wrapped by the first wrapping key. */
export async function createDataKey(
  tx: Transaction,
  { id, use, state }: Pick<DataKeyRow, 'id' | 'use' | 'state'>,
  wrapping: readonly WrappingKey[],
  random: Random,
  at: Date,
): Promise<void> {
  const key = wrapping[0]
  if (!key) throw new Error('keys.wrapping has no key')
  await tx
    .insertInto('data_keys')
    .values({
      id,
      use,
      wrapped: wrapDataKey(decode(key), random.bytes(32)),
      wrapping_key: key.id,
      state,
      created_at: at,
    })
    .execute()
}

function openDataKey(row: DataKeyRow, wrapping: readonly WrappingKey[]): DataKey {
  const key = wrapping.find(({ id }) => id === row.wrapping_key)
  if (!key) throw new Error(`data key ${row.id} is wrapped by "${row.wrapping_key}", which keys.wrapping lacks`)
  try {
    return { id: row.id, secret: unwrapDataKey(decode(key), row.wrapped) }
  } catch {
    throw new Error(`the wrapping key "${key.id}" is not the one that wrapped data key ${row.id}`)
  }
}

export async function updateDataKeyState(
  tx: Transaction,
  change: { readonly id: number; readonly from: DataKeyRow['state']; readonly to: DataKeyRow['state'] },
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('data_keys')
    .set({ state: change.to, changed_at: at })
    .where('id', '=', change.id)
    .where('state', '=', change.from)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Whatever is still sealed with it is lost: the caller has made sure that nothing is. */
export async function deleteDataKey(tx: Transaction, id: number): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('data_keys')
    .where('id', '=', id)
    .where('state', '=', 'retired')
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** Active before next before retired: the first one seals. */
const sealingOrder = (rows: readonly DataKeyRow[]): DataKeyRow[] =>
  rows.filter(({ use }) => use === 'sealing').sort((a, b) => a.state.localeCompare(b.state))

function openKeyring(rows: readonly DataKeyRow[], wrapping: readonly WrappingKey[]): Keyring {
  const open = (row: DataKeyRow): DataKey => openDataKey(row, wrapping)
  const sealing = sealingOrder(rows)
  const index = rows.find(({ use, state }) => use === 'index' && state === 'active')
  const [first, ...rest] = sealing.map(open)
  if (!first || !index) throw new Error('data_keys lacks a sealing or an index key: restore it from the backup')
  return { sealing: [first, ...rest], index: open(index).secret }
}

function decode({ id, secret }: WrappingKey): Buffer {
  const bytes = Buffer.from(secret, 'base64')
  if (bytes.length !== 32) throw new Error(`the wrapping key "${id}" must be 32 bytes in base64`)
  return bytes
}
