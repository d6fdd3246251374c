import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import { advisoryLocks } from './advisory-locks.ts'
import type { Database, Reader, Transaction } from './database.ts'
import type { SigningKeysTable } from './tables.ts'

export type KeyState = SigningKeysTable['state']
export type KeyAlgorithm = SigningKeysTable['algorithm']
export interface SigningKey {
  readonly kid: string
  readonly algorithm: KeyAlgorithm
  readonly state: KeyState
  readonly createdAt: Date
  readonly activatedAt?: Date
  readonly retiringAt?: Date
}
/** JSON Web Key (RFC 7517) as plain data. */
export type Jwk = Readonly<Record<string, unknown>>

const purpose = 'signing-key'

/** One instance at a time changes key states; held until the transaction ends. */
export async function lockSigningKeys(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.signingKeys})`.execute(tx)
}

/** Changes whenever a key or its state does; cheap enough to ask every few seconds. */
export async function findSigningKeysVersion(read: Reader): Promise<string> {
  const rows = await read
    .selectFrom('signing_keys')
    .select(['kid', 'state'])
    .where('state', '!=', 'retired')
    .orderBy('kid')
    .execute()
  return rows.map(row => `${row.kid}:${row.state}`).join(' ')
}

/** Every key ever, newest first. */
export async function findSigningKeys(read: Reader): Promise<readonly SigningKey[]> {
  const rows = await read
    .selectFrom('signing_keys')
    .select(['kid', 'algorithm', 'state', 'created_at', 'activated_at', 'retiring_at'])
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute()
  return rows.map(row => ({
    kid: row.kid,
    algorithm: row.algorithm,
    state: row.state,
    createdAt: row.created_at,
    ...(row.activated_at ? { activatedAt: row.activated_at } : {}),
    ...(row.retiring_at ? { retiringAt: row.retiring_at } : {}),
  }))
}

/** Private keys that sign or still verify: active first, so that the first of an algorithm signs. */
export async function findSigningSecrets(read: Reader, sealer: Sealer): Promise<readonly Jwk[]> {
  const rows = await read
    .selectFrom('signing_keys')
    .select(['kid', 'state', 'private_jwk_sealed'])
    .where('state', '!=', 'retired')
    .orderBy(sql`array_position(array['active', 'next', 'retiring'], state)`)
    .orderBy('algorithm')
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(row => sealer.openJson<Jwk>(purpose, row.private_jwk_sealed))
}

export async function createSigningKey(
  tx: Transaction,
  sealer: Sealer,
  key: { kid: string; algorithm: KeyAlgorithm; state: KeyState; publicJwk: Jwk; privateJwk: Jwk },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      algorithm: key.algorithm,
      state: key.state,
      public_jwk: JSON.stringify(key.publicJwk),
      private_jwk_sealed: sealer.sealJson(purpose, key.privateJwk),
      created_at: at,
      activated_at: key.state === 'active' ? at : null,
    })
    .execute()
}

export async function updateSigningKeyState(
  tx: Transaction,
  sealer: Sealer,
  change: { kid: string; from: KeyState; to: KeyState },
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('signing_keys')
    .set({
      state: change.to,
      ...(change.to === 'active' ? { activated_at: at } : {}),
      ...(change.to === 'retiring' ? { retiring_at: at } : {}),
      // a retired key signs and verifies nothing: its private half is gone
      ...(change.to === 'retired' ? { private_jwk_sealed: sealer.sealJson(purpose, null) } : {}),
    })
    .where('kid', '=', change.kid)
    .where('state', '=', change.from)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

export const hasSigningKeys = async (db: Database): Promise<boolean> =>
  (await db.selectFrom('signing_keys').select('kid').where('state', '=', 'active').limit(1).execute()).length > 0
