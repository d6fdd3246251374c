import { objectId } from '../core/objects/client.ts'
import type { InsurerObject } from '../core/objects/insurer.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'

export interface InsurerRow {
  readonly id: string
  /** The client secret, where there is one, in its place. */
  readonly object: InsurerObject
  readonly version: number
  readonly managedBy: 'file' | 'api'
}

const secretPurpose = 'insurer.secret'
const columns = ['id', 'object', 'secret_sealed', 'version', 'managed_by'] as const
interface Columns {
  readonly id: string
  readonly object: object
  readonly secret_sealed: Buffer | null
  readonly version: number
  readonly managed_by: 'file' | 'api'
}

const rowOf = (sealer: Sealer, row: Columns): InsurerRow => ({
  id: row.id,
  object: withSecret(
    { ...row.object, kind: 'insurer' } as InsurerObject,
    row.secret_sealed ? sealer.open(secretPurpose, row.secret_sealed).toString('utf8') : undefined,
  ),
  version: row.version,
  managedBy: row.managed_by,
})

const withSecret = (object: InsurerObject, secret: string | undefined): InsurerObject =>
  object.protocol === 'oidc' && object.client.auth !== 'private_key_jwt' && secret
    ? { ...object, client: { ...object.client, secret } }
    : object

export async function findInsurer(read: Reader, sealer: Sealer, id: string): Promise<InsurerRow | undefined> {
  // addresses carry what they like: Postgres takes no text with a null byte in it
  if (!objectId.safeParse(id).success) return undefined
  const row = await read.selectFrom('insurers').select(columns).where('id', '=', id).executeTakeFirst()
  return row && rowOf(sealer, row)
}

/** Every one, by id: a page of them at most. */
export async function findInsurers(read: Reader, sealer: Sealer): Promise<readonly InsurerRow[]> {
  const rows = await read.selectFrom('insurers').select(columns).orderBy('id').execute()
  return rows.map(row => rowOf(sealer, row))
}

/** The objects alone, for the choice of one: no secret is opened. */
export async function findInsurerObjects(read: Reader): Promise<readonly InsurerObject[]> {
  const rows = await read.selectFrom('insurers').select('object').orderBy('id').execute()
  return rows.map(({ object }) => ({ ...object, kind: 'insurer' }) as InsurerObject)
}

/** What is written: the object without kind and secret, and the secret apart. */
export interface InsurerWrite {
  readonly object: InsurerObject
  readonly secret?: string
  readonly managedBy: 'file' | 'api'
}

const columnsOf = (sealer: Sealer, { object, secret, managedBy }: InsurerWrite, at: Date) => ({
  object: JSON.stringify(object),
  secret_sealed: secret ? sealer.seal(secretPurpose, secret) : null,
  managed_by: managedBy,
  updated_at: at,
})

export async function createInsurer(tx: Transaction, sealer: Sealer, insurer: InsurerWrite, at: Date): Promise<void> {
  await tx
    .insertInto('insurers')
    .values({ id: insurer.object.id, ...columnsOf(sealer, insurer, at), created_at: at })
    .execute()
}

/** @returns false where somebody else changed it since `version` was read; nothing was written then. */
export async function updateInsurer(
  tx: Transaction,
  sealer: Sealer,
  insurer: InsurerWrite,
  version: number,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('insurers')
    .set({ ...columnsOf(sealer, insurer, at), version: version + 1 })
    .where('id', '=', insurer.object.id)
    .where('version', '=', version)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Of several instances one tells. @returns whether it is this one's turn; nobody was told since `before` */
export async function updateCertificateTold(tx: Transaction, id: string, before: Date, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('insurers')
    .set({ certificate_told_at: at })
    .where('id', '=', id)
    .where(eb => eb.or([eb('certificate_told_at', 'is', null), eb('certificate_told_at', '<', before)]))
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
