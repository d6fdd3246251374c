import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts (
      id uuid primary key,
      population text not null check (population in ('patient', 'caregiver', 'provider', 'staff')),
      status text not null check (status in ('active', 'disabled', 'closed')),
      username_sealed bytea not null,
      username_index bytea not null unique,
      profile_sealed bytea not null,
      language text not null,
      password_hash text,
      password_changed_at timestamptz,
      security_option text,
      notices jsonb not null default '{}',
      version integer not null default 1,
      last_sign_in_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`
    create table account_contacts (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      kind text not null check (kind in ('phone', 'email')),
      value_sealed bytea not null,
      value_index bytea not null,
      verified_at timestamptz,
      "primary" boolean not null default false,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index account_contacts_account on account_contacts (account_id)`.execute(db)
  await sql`create index account_contacts_value on account_contacts (value_index)`.execute(db)
  await sql`comment on table account_contacts is 'Own contacts: set by the person and verified; not unique, families share'`.execute(
    db,
  )
  await sql`
    create table account_factors (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      kind text not null,
      contact_id uuid references account_contacts on delete cascade,
      data_sealed bytea,
      name text,
      created_at timestamptz not null,
      last_used_at timestamptz
    )`.execute(db)
  await sql`create index account_factors_account on account_factors (account_id)`.execute(db)
  await sql`
    create table account_links (
      id uuid primary key,
      account_id uuid not null references accounts,
      patient_id uuid not null references patients,
      organization_id text not null references organizations,
      relationship text not null,
      access text not null,
      basis text not null,
      expires_at timestamptz,
      ended_at timestamptz,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create unique index account_links_one_self on account_links (patient_id) where relationship = 'self' and ended_at is null`.execute(
    db,
  )
  await sql`create index account_links_account on account_links (account_id)`.execute(db)
  await sql`create index account_links_patient on account_links (patient_id)`.execute(db)
  await sql`
    create table terms_acceptances (
      account_id uuid not null references accounts on delete cascade,
      document text not null,
      version text not null,
      accepted_at timestamptz not null,
      primary key (account_id, document, version)
    )`.execute(db)
  await sql`
    create table known_devices (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      token_hash bytea not null,
      label text,
      last_used_at timestamptz not null,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      unique (token_hash, account_id)
    )`.execute(db)
  await sql`create index known_devices_account on known_devices (account_id)`.execute(db)
  await sql`create index known_devices_expiry on known_devices (expires_at)`.execute(db)
  await sql`
    create table failure_budgets (
      key_hash bytea primary key,
      failures integer not null,
      total integer not null,
      paused_until timestamptz,
      expires_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create index failure_budgets_expiry on failure_budgets (expires_at)`.execute(db)
  await sql`comment on table failure_budgets is 'Wrong passwords and codes in a row, by keyed hash of whom they were tried on: an account, a known device, or a username that nobody has'`.execute(
    db,
  )
  await sql`comment on column failure_budgets.total is 'All tries that were compared since the last success; beyond lockout.hard_failures a password alone is not enough'`.execute(
    db,
  )
  await sql`
    create table access_codes (
      id uuid primary key,
      organization_id text not null references organizations,
      patient_id uuid not null references patients,
      code_index bytea not null unique,
      representative_sealed bytea,
      channel text not null check (channel in ('sms', 'email', 'letter', 'in_person')),
      identity_checked boolean not null default false,
      failures integer not null default 0,
      expires_at timestamptz not null,
      superseded_at timestamptz,
      voided_at timestamptz,
      used_at timestamptz,
      used_by_account_id uuid references accounts,
      issued_by text not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index access_codes_patient on access_codes (patient_id)`.execute(db)
  await sql`create index access_codes_expiry on access_codes (expires_at)`.execute(db)
}
