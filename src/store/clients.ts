import { type ClientObject, objectId } from '../core/objects/client.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

export interface ClientRow {
  readonly id: string
  readonly object: ClientObject
  readonly version: number
  readonly managedBy: 'file' | 'api'
}
export interface ClientCredentials {
  readonly object: ClientObject
  readonly version: number
  /** Live secrets, newest first. */
  readonly secrets: readonly string[]
}

const clientSecretsPurpose = 'client.secrets'

/** Requests carry what they like: Postgres takes no text with a null byte in it. */
const isClientId = (id: string): boolean => objectId.safeParse(id).success

const credentialsOf = prepared((db, { id }: { id: string }) =>
  db.selectFrom('clients').select(['object', 'secrets_sealed', 'version']).where('id', '=', id),
)

/** A client with its secrets, for the protocol. */
export async function findClientCredentials(
  read: Reader,
  sealer: Sealer,
  id: string,
): Promise<ClientCredentials | undefined> {
  if (!isClientId(id)) return undefined
  const row = await credentialsOf.first(read, { id })
  return (
    row && {
      object: row.object as ClientObject,
      version: row.version,
      secrets: row.secrets_sealed ? sealer.openJson<string[]>(clientSecretsPurpose, row.secrets_sealed) : [],
    }
  )
}

export async function findClient(read: Reader, id: string): Promise<ClientRow | undefined> {
  if (!isClientId(id)) return undefined
  const row = await read
    .selectFrom('clients')
    .select(['id', 'object', 'version', 'managed_by'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && clientOf(row)
}

const clientOf = (row: { id: string; object: object; version: number; managed_by: 'file' | 'api' }): ClientRow => ({
  id: row.id,
  object: row.object as ClientObject,
  version: row.version,
  managedBy: row.managed_by,
})

/** What is written of a client; secrets are the live ones, newest first, `undefined` where it has none at all. */
export interface ClientWrite {
  /** Without secrets in `auth`. */
  readonly object: ClientObject
  readonly secrets?: readonly string[]
  readonly managedBy: 'file' | 'api'
}

const columnsOf = (sealer: Sealer, { object, secrets, managedBy }: ClientWrite, at: Date) => ({
  organization_id: object.organization ?? null,
  object: JSON.stringify(object),
  secrets_sealed: secrets?.length ? sealer.sealJson(clientSecretsPurpose, secrets) : null,
  managed_by: managedBy,
  updated_at: at,
})

export async function createClient(tx: Transaction, sealer: Sealer, client: ClientWrite, at: Date): Promise<void> {
  await tx
    .insertInto('clients')
    .values({ id: client.object.id, ...columnsOf(sealer, client, at), created_at: at })
    .execute()
}

/** @returns false where somebody else changed it since `version` was read; nothing was written then. */
export async function updateClient(
  tx: Transaction,
  sealer: Sealer,
  client: ClientWrite,
  version: number,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('clients')
    .set({ ...columnsOf(sealer, client, at), version: version + 1 })
    .where('id', '=', client.object.id)
    .where('version', '=', version)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Every client, by id, those after one; of some organisations only, where these are given. */
export async function findClients(
  read: Reader,
  which: { readonly after?: string; readonly within?: readonly string[]; readonly limit: number },
): Promise<readonly ClientRow[]> {
  const { after, within, limit } = which
  if (within?.length === 0) return []
  const rows = await read
    .selectFrom('clients')
    .select(['id', 'object', 'version', 'managed_by'])
    .$if(after !== undefined, query => query.where('id', '>', after as string))
    .$if(within !== undefined, query => query.where('organization_id', 'in', within as string[]))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(clientOf)
}
