import { sql } from 'kysely'
import { createSealer, type Sealer, systemRandom } from '../../src/platform/index.ts'
import { loadKeyring } from '../../src/store/data-keys.ts'
import type { Database } from '../../src/store/index.ts'
import { sealedColumns } from '../../src/store/sealed-columns.ts'
import { testWrappingKeys } from './names.ts'

/** Shorter than any sealed value: what a test put there to have something in the column. */
const shortest = 30

const columns = Object.entries(sealedColumns).flatMap(([table, list]) => list.map(each => ({ table, ...each })))

/**
 * Opens values of every sealed column by the purpose that `sealedColumns` says: a column that is listed wrongly would be
 * lost when keys are rotated.
 * @throws Error that names table and column
 */
export async function openSealed(db: Database): Promise<void> {
  const sealer = createSealer(await loadKeyring(db, testWrappingKeys, systemRandom))
  const parts = columns.map(
    ({ table, column }, index) => sql`
      (select ${sql.lit(index)} as place, ${sql.ref(column)} as value from ${sql.table(table)}
       where length(${sql.ref(column)}) >= ${sql.lit(shortest)} limit 20)`,
  )
  const { rows } = await sql<{ place: number; value: Buffer }>`${sql.join(parts, sql` union all `)}`.execute(db)
  for (const [index, { table, column, purpose }] of columns.entries()) {
    const values = rows.flatMap(({ place, value }) => (place === index ? [value] : []))
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
