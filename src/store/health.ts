import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Whether the database answers a query. @throws Error where it does not */
export async function checkDatabase(db: Database): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db)
  return rows[0]?.one === 1
}

/** The major version of the server. */
export async function findServerVersion(db: Database): Promise<number> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(db)
  return Math.floor(Number(rows[0]?.version) / 10_000)
}

/** What the database's own clock says: to compare clocks, and for nothing else. */
export async function findDatabaseClock(db: Database): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  return rows[0]?.at as Date
}
