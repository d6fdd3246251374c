import { type RawBuilder, sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import type { Database, Reader, Transaction } from './database.ts'
import { type SealedColumn, sealedColumns } from './sealed-columns.ts'

/** Blocks of a table in one transaction: some hundreds of rows, held for milliseconds. */
const blocksAtOnce = 8

export interface ResealedBatch {
  readonly table: string
  /** Values that were sealed anew. */
  readonly count: number
  /** Values that no key of ours opens. */
  readonly unreadable: number
}

/** Makes the list of what is to be done with a key, once. */
export async function createResealing(db: Database, keyId: number): Promise<void> {
  await db
    .insertInto('reseal_progress')
    .values(Object.keys(sealedColumns).map(table => ({ key_id: keyId, table_name: table })))
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/**
 * Seals the next rows of one table anew, in a transaction that also writes down how far it came: after a crash the next
 * one goes on there, and instances that do it at once take different tables. Waits for nobody: rows that somebody holds
 * are left for the next pass.
 * @returns undefined where every table is done or in other hands
 */
export const resealBatch = (
  db: Database,
  sealer: Sealer,
  keyId: number,
  at: Date,
): Promise<ResealedBatch | undefined> =>
  db.transaction().execute(async tx => {
    const next = await tx
      .selectFrom('reseal_progress')
      .select(['table_name', 'next_block'])
      .where('key_id', '=', keyId)
      .where('done_at', 'is', null)
      .orderBy('table_name')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!next) return
    const table = next.table_name
    const from = Number(next.next_block)
    const columns = sealedColumns[table as keyof typeof sealedColumns] ?? []
    const rows = columns.length > 0 ? await findRows(tx, table, columns, keyId, from) : []
    const resealed = resealRows(sealer, rows, columns, keyId)
    if (resealed.count > 0) await updateRows(tx, table, columns, resealed.rows)
    const isDone = from + blocksAtOnce >= (await blocksOf(tx, table))
    await tx
      .updateTable('reseal_progress')
      .set({ next_block: from + blocksAtOnce, done_at: isDone ? at : null })
      .where('key_id', '=', keyId)
      .where('table_name', '=', table)
      .execute()
    return { table, count: resealed.count, unreadable: resealed.unreadable }
  })

/** When the last table was done; undefined while one is not. */
export async function findResealingEnd(read: Reader, keyId: number): Promise<Date | undefined> {
  const rows = await read.selectFrom('reseal_progress').select('done_at').where('key_id', '=', keyId).execute()
  const ends = rows.map(({ done_at }) => done_at?.getTime() ?? Number.POSITIVE_INFINITY)
  const last = Math.max(...ends)
  return ends.length > 0 && Number.isFinite(last) ? new Date(last) : undefined
}

/** Tables that hold something that another key sealed. One statement sees a table as it stands at one moment. */
export async function findTablesNotUnder(read: Reader, keyId: number): Promise<readonly string[]> {
  const found: string[] = []
  for (const [table, columns] of Object.entries(sealedColumns)) {
    const { rows } = await sql`select from ${sql.table(table)} where ${isUnderAnother(columns, keyId)} limit 1`.execute(
      read,
    )
    if (rows.length > 0) found.push(table)
  }
  return found
}

/** Another pass over these tables. */
export async function updateResealingAgain(db: Database, keyId: number, tables: readonly string[]): Promise<void> {
  await db
    .updateTable('reseal_progress')
    .set({ next_block: 0, done_at: null })
    .where('key_id', '=', keyId)
    .where('table_name', 'in', tables)
    .execute()
}

interface FoundRow {
  readonly place: string
  readonly values: readonly (Buffer | null)[]
}

const isUnderAnother = (columns: readonly SealedColumn[], keyId: number): RawBuilder<boolean> =>
  sql`(${sql.join(
    columns.map(({ column }) => sql`substring(${sql.ref(column)} from 1 for 1) <> ${Buffer.from([keyId])}::bytea`),
    sql` or `,
  )})`

async function findRows(
  tx: Transaction,
  table: string,
  columns: readonly SealedColumn[],
  keyId: number,
  from: number,
): Promise<readonly FoundRow[]> {
  const places = [from, from + blocksAtOnce].map(block => `(${block},0)`)
  // events of the audit whose chain covers the sealed bytes themselves stay as they are
  const isMovable = table === 'audit_events' ? sql`details_hash is not null` : sql`true`
  const { rows } = await sql<FoundRow>`
    select ctid::text as place, array[${sql.join(columns.map(({ column }) => sql.ref(column)))}] as values
    from ${sql.table(table)}
    where ctid >= ${places[0]}::tid and ctid < ${places[1]}::tid
      and ${isUnderAnother(columns, keyId)} and ${isMovable}
    for no key update skip locked`.execute(tx)
  return rows
}

/** The rows with what changes in each of their columns; null where nothing does. */
function resealRows(sealer: Sealer, found: readonly FoundRow[], columns: readonly SealedColumn[], keyId: number) {
  let [count, unreadable] = [0, 0]
  const rows = found.map(({ place, values }) => ({
    place,
    values: values.map((value, index) => {
      const { purpose } = columns[index] as SealedColumn
      if (!value || value[0] === keyId) return null
      try {
        const sealed = sealer.seal(purpose, sealer.open(purpose, value))
        count += 1
        return sealed
      } catch {
        unreadable += 1
        return null
      }
    }),
  }))
  return { rows, count, unreadable }
}

/** Rows keep their place until this transaction writes them: it holds them. */
async function updateRows(
  tx: Transaction,
  table: string,
  columns: readonly SealedColumn[],
  rows: readonly FoundRow[],
): Promise<void> {
  const changes = columns.map(({ column }, index) => ({
    name: sql.ref(column),
    fresh: sql.ref(`fresh.v${index}`),
    values: rows.map(({ values }) => values[index] ?? null),
  }))
  if (table === 'audit_events') await sql`select set_config('vestibule.reseal', 'on', true)`.execute(tx)
  await sql`
    update ${sql.table(table)} as old
    set ${sql.join(changes.map(({ name, fresh }) => sql`${name} = coalesce(${fresh}, old.${name})`))}
    from unnest(${rows.map(({ place }) => place)}::tid[], ${sql.join(changes.map(({ values }) => sql`${values}::bytea[]`))})
      as fresh (place, ${sql.join(changes.map((_, index) => sql.ref(`v${index}`)))})
    where old.ctid = fresh.place`.execute(tx)
}

async function blocksOf(read: Reader, table: string): Promise<number> {
  const { rows } = await sql<{ blocks: string }>`
    select pg_relation_size(${table}::regclass) / current_setting('block_size')::bigint as blocks`.execute(read)
  return Number(rows[0]?.blocks ?? 0)
}
