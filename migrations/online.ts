import { type Kysely, sql } from 'kysely'

/**
 * Makes an index while others write: nobody waits for it. Postgres does not do this in a transaction, so that the
 * migration stands in `onlineMigrations`; whatever ends it midway, it can run again.
 */
export async function createIndexOnline(db: Kysely<unknown>, name: string, on: string): Promise<void> {
  const { rows } = await sql`select from pg_index where indexrelid = to_regclass(${name}) and not indisvalid`.execute(
    db,
  )
  // what an attempt that was cut off left behind is kept up and never used
  if (rows.length > 0) await sql`drop index concurrently ${sql.ref(name)}`.execute(db)
  await sql`create index concurrently if not exists ${sql.ref(name)} on ${sql.raw(on)}`.execute(db)
}
