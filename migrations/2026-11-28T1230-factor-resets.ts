import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table factor_resets (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      organization_id text not null,
      factor text not null,
      requested_by text not null,
      details_sealed bytea not null,
      cancel_hash bytea not null unique,
      ready_at timestamptz not null,
      closed_at timestamptz,
      outcome text check (outcome in ('done', 'stopped-by-owner', 'stopped-by-staff', 'lapsed')),
      expires_at timestamptz not null,
      created_at timestamptz not null,
      check ((closed_at is null) = (outcome is null))
    )`.execute(db)
  await sql`create unique index factor_resets_one_open on factor_resets (account_id, organization_id) where closed_at is null`.execute(
    db,
  )
  await sql`create index factor_resets_account on factor_resets (account_id, created_at)`.execute(db)
  await sql`create index factor_resets_due on factor_resets (ready_at) where closed_at is null`.execute(db)
  await sql`create index factor_resets_open on factor_resets (organization_id, id) where closed_at is null`.execute(db)
  await sql`create index factor_resets_expiry on factor_resets (expires_at)`.execute(db)
  await sql`comment on table factor_resets is 'Staff take away a factor that its owner lost: a second of them confirms it, or it waits, and its owner can stop it'`.execute(
    db,
  )
  await sql`comment on column factor_resets.factor is 'The kind, or all'`.execute(db)
}
