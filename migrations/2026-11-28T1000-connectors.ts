import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table insurer_metadata (
      insurer text primary key,
      source text not null,
      document text not null,
      fetched_at timestamptz not null
    )`.execute(db)
  await sql`comment on column insurer_metadata.insurer is 'Id of the insurer object; a row of one that is gone does no harm'`.execute(
    db,
  )
  await sql`comment on column insurer_metadata.source is 'Address that it was fetched from: one that changed makes the row worthless'`.execute(
    db,
  )
  await sql`
    create table saml_keys (
      id text primary key,
      state text not null check (state in ('next', 'active', 'retiring', 'retired')),
      certificate text not null,
      private_key_sealed bytea not null,
      created_at timestamptz not null,
      not_after timestamptz not null
    )`.execute(db)
  await sql`comment on table saml_keys is 'Key pairs that sign requests to insurers and open encrypted assertions'`.execute(
    db,
  )
  await sql`create unique index saml_keys_one_active on saml_keys (state) where state in ('next', 'active')`.execute(db)
}
