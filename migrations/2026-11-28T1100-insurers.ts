import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table insurers (
      id text primary key,
      object jsonb not null,
      secret_sealed bytea,
      managed_by text not null,
      certificate_told_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`comment on column insurers.object is 'The insurer object as files have it, without kind and without the client secret; metadata_file is the XML itself'`.execute(
    db,
  )
  await sql`comment on column insurers.certificate_told_at is 'When operators were last told that a certificate ends within 30 days'`.execute(
    db,
  )
  await sql`
    create table upstream_requests (
      id uuid primary key,
      handle_hash bytea not null unique,
      insurer_id text not null references insurers on delete cascade,
      flow_id uuid not null,
      pending_sealed bytea not null,
      response_sealed bytea,
      spent_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index upstream_requests_expiry on upstream_requests (expires_at)`.execute(db)
  await sql`comment on table upstream_requests is 'Tries to sign in at an insurer: what comes back is taken once, in the browser and the journey that left'`.execute(
    db,
  )
  await sql`comment on column upstream_requests.handle_hash is 'Keyed hash of state (OpenID Connect) or RelayState (SAML)'`.execute(
    db,
  )
  await sql`comment on column upstream_requests.response_sealed is 'A SAML response that was posted across sites, until the browser that began fetches it'`.execute(
    db,
  )
  await sql`
    create table account_upstreams (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      insurer_id text not null references insurers,
      identity_index bytea not null unique,
      identity_sealed bytea not null,
      basis text not null,
      last_used_at timestamptz,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index account_upstreams_account on account_upstreams (account_id)`.execute(db)
  await sql`comment on column account_upstreams.identity_index is 'Keyed index of issuer and subject: one identity at an insurer, one account'`.execute(
    db,
  )
  await sql`comment on column account_upstreams.basis is 'By which proof of the person it was linked'`.execute(db)
  await sql`
    create table insurer_tests (
      token_hash bytea primary key,
      insurer_id text not null references insurers on delete cascade,
      made_by text not null,
      used_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index insurer_tests_expiry on insurer_tests (expires_at)`.execute(db)
  await sql`
    create table patient_coverages (
      patient_id uuid not null references patients on delete cascade,
      member_index bytea not null,
      member_sealed bytea not null,
      verified_on date,
      created_at timestamptz not null,
      primary key (patient_id, member_index)
    )`.execute(db)
  await sql`create index patient_coverages_member on patient_coverages (member_index)`.execute(db)
  await sql`comment on column patient_coverages.member_index is 'Keyed index of organisation, payer and member id, both normalised'`.execute(
    db,
  )
  await sql`comment on column patient_coverages.verified_on is 'When the clinic checked it with the patient, where the source tells'`.execute(
    db,
  )
}
