import type { ClientObject } from '../core/objects/client.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader } from './database.ts'

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

export const clientSecretsPurpose = 'client.secrets'

/** A client with its secrets, for the protocol. */
export async function findClientCredentials(
  read: Reader,
  sealer: Sealer,
  id: string,
): Promise<ClientCredentials | undefined> {
  const row = await read
    .selectFrom('clients')
    .select(['object', 'secrets_sealed', 'version'])
    .where('id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      object: row.object as ClientObject,
      version: row.version,
      secrets: row.secrets_sealed ? sealer.openJson<string[]>(clientSecretsPurpose, row.secrets_sealed) : [],
    }
  )
}

export async function findClient(read: Reader, id: string): Promise<ClientRow | undefined> {
  const row = await read
    .selectFrom('clients')
    .select(['id', 'object', 'version', 'managed_by'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && clientOf(row)
}

export async function findClients(read: Reader): Promise<readonly ClientRow[]> {
  const rows = await read
    .selectFrom('clients')
    .select(['id', 'object', 'version', 'managed_by'])
    .orderBy('id')
    .execute()
  return rows.map(clientOf)
}

const clientOf = (row: { id: string; object: object; version: number; managed_by: 'file' | 'api' }): ClientRow => ({
  id: row.id,
  object: row.object as ClientObject,
  version: row.version,
  managedBy: row.managed_by,
})
