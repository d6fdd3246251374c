import { sql } from 'kysely'
import { advisoryLocks } from './advisory-locks.ts'
import type { Reader, Transaction } from './database.ts'

/** Tables whose rows are objects that files may describe. */
export type ObjectTable = 'organizations' | 'clients' | 'insurers' | 'policies' | 'brandings' | 'organization_texts'

/** Held until the transaction ends: of several runs of `config apply` one writes at a time. */
export async function lockConfiguration(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.configuration})`.execute(tx)
}

/** Who keeps an object, and whether somebody changed it since a file wrote it. */
export interface ObjectState {
  readonly id: string
  readonly version: number
  readonly managedBy: 'file' | 'api'
  /** The version that a file wrote last; left out where no file ever did. */
  readonly fileVersion?: number
}

export async function findObjectStates(read: Reader, table: ObjectTable): Promise<readonly ObjectState[]> {
  const rows = await read
    .selectFrom(table)
    .select(['id', 'version', 'managed_by', 'file_version'])
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    id: row.id,
    version: row.version,
    managedBy: row.managed_by,
    ...(row.file_version === null ? {} : { fileVersion: row.file_version }),
  }))
}

/** Remembers that the version as it is now came from a file. In the transaction that wrote it. */
export async function updateFileVersion(tx: Transaction, table: ObjectTable, id: string): Promise<void> {
  await tx
    .updateTable(table)
    .set(eb => ({ file_version: eb.ref('version') }))
    .where('id', '=', id)
    .execute()
}

/** @returns false where somebody else changed it since `version` was read; nothing was deleted then. */
export async function deleteObject(tx: Transaction, table: ObjectTable, id: string, version: number): Promise<boolean> {
  const deleted = await tx.deleteFrom(table).where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/**
 * Other tables with rows that name an object and would not go with it, by the foreign keys of the schema as it is: a table that
 * is added later counts by itself.
 */
export async function findHolders(
  read: Reader,
  table: ObjectTable,
  id: string,
  besides: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ holder: string; column: string }>`
    select key.conrelid::regclass::text as holder, attribute.attname as "column"
    from pg_constraint key
    join pg_attribute attribute on attribute.attrelid = key.conrelid and attribute.attnum = key.conkey[1]
    where key.contype = 'f' and key.confrelid = ${table}::regclass and key.confdeltype in ('a', 'r')
    order by 1`.execute(read)
  const holders: string[] = []
  for (const { holder, column } of rows.filter(row => !besides.includes(row.holder))) {
    const found = await sql`select 1 from ${sql.table(holder)} where ${sql.ref(column)} = ${id} limit 1`.execute(read)
    if (found.rows.length > 0) holders.push(holder)
  }
  return [...new Set(holders)]
}
