import { type Kysely, sql } from 'kysely'

/** Objects that files could describe before this. */
const owned = ['organizations', 'clients', 'insurers', 'policies'] as const

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of owned) {
    await sql`alter table ${sql.table(table)} add column file_version integer`.execute(db)
    await sql`update ${sql.table(table)} set file_version = version where managed_by = 'file'`.execute(db)
    await sql`comment on column ${sql.ref(`${table}.file_version`)} is 'The version that a file wrote last: another one now is drift; null where no file ever did'`.execute(
      db,
    )
  }
  for (const table of ['brandings', 'organization_texts']) {
    await sql`
      create table ${sql.table(table)} (
        id text primary key references organizations,
        object jsonb not null,
        managed_by text not null,
        version integer not null default 1,
        file_version integer,
        created_at timestamptz not null,
        updated_at timestamptz not null
      )`.execute(db)
    await sql`comment on column ${sql.ref(`${table}.id`)} is 'The organisation whose pages these change'`.execute(db)
  }
  await sql`comment on table brandings is 'Branding as an object of its own; it takes the whole place of what stands in the organisation'`.execute(
    db,
  )
  await sql`comment on table organization_texts is 'Texts of hosted pages that an organisation words otherwise, by id'`.execute(
    db,
  )
}
