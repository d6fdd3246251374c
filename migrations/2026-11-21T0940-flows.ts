import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table flows (
      id uuid primary key,
      name text not null,
      browser_hash bytea not null,
      interaction_hash bytea,
      ask_sealed bytea not null,
      facts_sealed bytea not null,
      completion_sealed bytea,
      state text not null check (state in ('open', 'completed', 'denied')),
      version integer not null default 1,
      reference text not null,
      account_id uuid,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create index flows_expiry on flows (expires_at)`.execute(db)
  await sql`create unique index flows_one_open on flows (interaction_hash, name) where interaction_hash is not null and state = 'open'`.execute(
    db,
  )
  await sql`create index flows_interaction on flows (interaction_hash, name, created_at) where interaction_hash is not null`.execute(
    db,
  )
  await sql`create index flows_reference on flows (reference)`.execute(db)
  await sql`comment on column flows.facts_sealed is 'What the journey has established; its position is derived from this, never stored'`.execute(
    db,
  )
  await sql`
    create table verifications (
      id uuid primary key,
      purpose text not null,
      flow_id uuid,
      account_id uuid,
      patient_id uuid,
      factor text not null,
      target_index bytea,
      target_sealed bytea,
      secret_hash bytea not null,
      attempts integer not null default 0,
      max_attempts integer not null,
      expires_at timestamptz not null,
      superseded_at timestamptz,
      verified_at timestamptz,
      consumed_at timestamptz,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index verifications_flow on verifications (flow_id)`.execute(db)
  await sql`create index verifications_secret on verifications (secret_hash)`.execute(db)
  await sql`create index verifications_expiry on verifications (expires_at)`.execute(db)
  await sql`
    create table evidence (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      flow_id uuid,
      session_uid_hash bytea,
      factor text not null,
      category text not null,
      amr text[] not null,
      user_verified boolean not null,
      phishing_resistant boolean not null,
      ceiling text,
      at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db)
  await sql`create index evidence_flow on evidence (flow_id)`.execute(db)
  await sql`create index evidence_session on evidence (session_uid_hash) where session_uid_hash is not null`.execute(db)
  await sql`create index evidence_expiry on evidence (expires_at)`.execute(db)
  // rate-limiter-flexible's table, made here so that no instance creates tables at run time
  await sql`
    create table limits (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    )`.execute(db)
  await sql`create index limits_expiry on limits (expire)`.execute(db)
}
