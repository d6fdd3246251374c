import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table prospects (
      id uuid primary key,
      organization_id text not null references organizations,
      account_id uuid not null references accounts on delete cascade,
      details_sealed bytea not null,
      location text,
      provider text,
      state text not null default 'open' check (state in ('open', 'tied', 'merged', 'dismissed')),
      patient_id uuid references patients,
      link_id uuid references account_links,
      undo_until timestamptz,
      decided_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index prospects_queue on prospects (organization_id, created_at) where state = 'open'`.execute(db)
  await sql`create index prospects_account on prospects (account_id)`.execute(db)
  await sql`create index prospects_expiry on prospects (expires_at)`.execute(db)
  await sql`comment on table prospects is 'People who registered and are tied to no record; staff tie them on a proof, never on equal demographics'`.execute(
    db,
  )
  await sql`comment on column prospects.details_sealed is 'What the person said of themself; candidates are looked up when staff look, so nothing of the registry is kept here'`.execute(
    db,
  )
  await sql`comment on column prospects.undo_until is 'Until then the tie can be taken back'`.execute(db)
  await sql`
    create table family_access_requests (
      id uuid primary key,
      organization_id text not null references organizations,
      account_id uuid not null references accounts on delete cascade,
      patient_sealed bytea not null,
      state text not null default 'sent' check (state in ('sent')),
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index family_access_requests_queue on family_access_requests (organization_id, created_at)`.execute(
    db,
  )
  await sql`create index family_access_requests_account on family_access_requests (account_id)`.execute(db)
  await sql`create index family_access_requests_expiry on family_access_requests (expires_at)`.execute(db)
  await sql`comment on column family_access_requests.patient_sealed is 'Whose record, as the requester described them'`.execute(
    db,
  )
}
