import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table account_factors drop column name`.execute(db)
  await sql`alter table account_factors add column name_sealed bytea`.execute(db)
  await sql`alter table account_factors add column detail text`.execute(db)
  await sql`comment on column account_factors.detail is 'What pages may say about it: the id of a security question'`.execute(
    db,
  )
  await sql`alter table account_factors add column last_step bigint`.execute(db)
  await sql`comment on column account_factors.last_step is 'Last time step that an authenticator app was used in (RFC 6238); this one and older ones are refused'`.execute(
    db,
  )
  await sql`
    create table recovery_codes (
      factor_id uuid not null references account_factors on delete cascade,
      code_hash bytea not null,
      used_at timestamptz,
      primary key (factor_id, code_hash)
    )`.execute(db)
  await sql`comment on column recovery_codes.code_hash is 'Keyed hash, bound to the account'`.execute(db)
}
