import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import { advisoryLocks } from './advisory-locks.ts'
import type { Reader, Transaction } from './database.ts'
import type { SamlKeysTable } from './tables.ts'

export type SamlKeyState = SamlKeysTable['state']
export interface SamlKey {
  readonly id: string
  readonly state: SamlKeyState
  /** PEM */
  readonly certificate: string
  /** PKCS #8, PEM */
  readonly privateKey: string
  readonly notAfter: Date
}

const purpose = 'saml-key'

/** One instance at a time changes these keys; held until the transaction ends. */
export async function lockSamlKeys(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.samlKeys})`.execute(tx)
}

/** Those that insurers know: the active one first, then the next, then those that still open what was sent before. */
export async function findSamlKeys(read: Reader, sealer: Sealer): Promise<readonly SamlKey[]> {
  const rows = await read
    .selectFrom('saml_keys')
    .selectAll()
    .where('state', '!=', 'retired')
    .orderBy(sql`array_position(array['active', 'next', 'retiring'], state)`)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(row => ({
    id: row.id,
    state: row.state,
    certificate: row.certificate,
    privateKey: sealer.openJson<string>(purpose, row.private_key_sealed),
    notAfter: row.not_after,
  }))
}

/** When the certificate of each ends, without opening any. */
export async function findSamlKeyEnds(read: Reader): Promise<readonly Pick<SamlKey, 'state' | 'notAfter'>[]> {
  const rows = await read
    .selectFrom('saml_keys')
    .select(['state', 'not_after'])
    .where('state', '!=', 'retired')
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(row => ({ state: row.state, notAfter: row.not_after }))
}

export async function createSamlKey(tx: Transaction, sealer: Sealer, key: SamlKey, at: Date): Promise<void> {
  await tx
    .insertInto('saml_keys')
    .values({
      id: key.id,
      state: key.state,
      certificate: key.certificate,
      private_key_sealed: sealer.sealJson(purpose, key.privateKey),
      created_at: at,
      not_after: key.notAfter,
    })
    .execute()
}

/** @returns how many keys moved */
export async function moveSamlKeys(
  tx: Transaction,
  sealer: Sealer,
  change: { readonly from: SamlKeyState; readonly to: SamlKeyState },
): Promise<number> {
  const moved = await tx
    .updateTable('saml_keys')
    .set({
      state: change.to,
      // a retired key opens nothing: its private half is gone
      ...(change.to === 'retired' ? { private_key_sealed: sealer.sealJson(purpose, null) } : {}),
    })
    .where('state', '=', change.from)
    .executeTakeFirst()
  return Number(moved.numUpdatedRows)
}
