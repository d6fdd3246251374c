import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table data_keys (
      id smallint primary key check (id between 1 and 255),
      use text not null check (use in ('sealing', 'index')),
      wrapped bytea not null,
      wrapping_key text not null,
      state text not null check (state in ('active', 'retired')),
      created_at timestamptz not null
    )`.execute(db)
  await sql`comment on table data_keys is 'Data keys, wrapped by a key that is held outside the database'`.execute(db)
}
