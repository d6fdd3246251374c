import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Whether the database answers a query. @throws Error where it does not */
export async function checkDatabase(db: Database): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db)
  return rows[0]?.one === 1
}
