import { sql } from 'kysely'
import { createSealer, type Sealer, systemRandom } from '../../src/platform/index.ts'
import { loadKeyring } from '../../src/store/data-keys.ts'
import type { Database } from '../../src/store/index.ts'
import { type SealedColumn, sealedColumns } from '../../src/store/sealed-columns.ts'
import { testWrappingKeys } from './names.ts'

/** Shorter than any sealed value: what a test put there to have something in the column. */
const shortest = 30

/**
 * Opens the newest values of every sealed column by the purpose that `sealedColumns` says: a column that is listed
 * wrongly would be lost when keys are rotated.
 * @throws Error that names table and column
 */
export async function openSealed(db: Database): Promise<void> {
  const sealer = createSealer(await loadKeyring(db, testWrappingKeys, systemRandom))
  await Promise.all(Object.entries(sealedColumns).map(([table, columns]) => openTable(db, sealer, table, columns)))
}

async function openTable(db: Database, sealer: Sealer, table: string, columns: readonly SealedColumn[]) {
  const names = sql.join(columns.map(({ column }) => sql.ref(column)))
  const { rows } = await sql<Record<string, Buffer | null>>`
    select ${names} from ${sql.table(table)} order by ctid desc limit 20`.execute(db)
  for (const { column, purpose } of columns) {
    const values = rows.flatMap(row => row[column] ?? []).filter(({ length }) => length >= shortest)
    // some may have been tampered with by a test
    if (values.length > 0 && !values.some(value => opens(sealer, purpose, value)))
      throw new Error(`nothing in ${table}.${column} is sealed for "${purpose}"`)
  }
}

function opens(sealer: Sealer, purpose: string, value: Buffer): boolean {
  try {
    sealer.open(purpose, value)
    return true
  } catch {
    return false
  }
}
