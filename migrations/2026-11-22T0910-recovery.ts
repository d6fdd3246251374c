import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table recovery_asks (
      id uuid primary key,
      flow_id uuid not null,
      asked_sealed bytea not null,
      answered_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index recovery_asks_expiry on recovery_asks (expires_at)`.execute(db)
  await sql`comment on table recovery_asks is 'What somebody typed who cannot sign in. A job looks whom it means: the page that took it has done the same work for everybody'`.execute(
    db,
  )
  await sql`
    create table recovery_links (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      flow_id uuid not null,
      token_hash bytea not null unique,
      code_hash bytea not null,
      attempts integer not null default 0,
      max_attempts integer not null,
      code_expires_at timestamptz not null,
      contact_kind text not null check (contact_kind in ('phone', 'email')),
      contact_sealed bytea not null,
      ask_sealed bytea not null,
      opened_at timestamptz,
      finished_at timestamptz,
      voided_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index recovery_links_account on recovery_links (account_id)`.execute(db)
  await sql`create index recovery_links_flow on recovery_links (flow_id)`.execute(db)
  await sql`create index recovery_links_expiry on recovery_links (expires_at)`.execute(db)
  await sql`comment on column recovery_links.opened_at is 'Spent, by its link in any browser or by its code in the browser that began; whoever did it goes on to the second proof'`.execute(
    db,
  )
  await sql`
    create table recovery_requests (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      organization_id text not null,
      cancel_hash bytea not null unique,
      reminder_hash bytea unique,
      ready_at timestamptz not null,
      reminded_at timestamptz,
      cancelled_at timestamptz,
      closed_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create unique index recovery_requests_one_open on recovery_requests (account_id) where closed_at is null`.execute(
    db,
  )
  await sql`create index recovery_requests_account on recovery_requests (account_id, created_at)`.execute(db)
  await sql`create index recovery_requests_due on recovery_requests (ready_at) where closed_at is null and reminded_at is null`.execute(
    db,
  )
  await sql`create index recovery_requests_expiry on recovery_requests (expires_at)`.execute(db)
  await sql`comment on table recovery_requests is 'Waiting periods: time and notices to every contact in place of one lost proof'`.execute(
    db,
  )
  await sql`
    create table account_places (
      account_id uuid not null references accounts on delete cascade,
      network_hash bytea not null,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      primary key (account_id, network_hash)
    )`.execute(db)
  await sql`create index account_places_expiry on account_places (expires_at)`.execute(db)
  await sql`comment on table account_places is 'Networks that an account signed in from, as keyed hashes: another one is told to its owner'`.execute(
    db,
  )
}
