import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table oidc_artifacts (
      model text not null,
      id_hash bytea not null,
      account_id uuid,
      client_id text,
      grant_hash bytea,
      uid_hash bytea,
      user_code_hash bytea,
      parent_hash bytea,
      payload_sealed bytea not null,
      consumed_at timestamptz,
      repeatable_until timestamptz,
      revoked_at timestamptz,
      expires_at timestamptz not null,
      primary key (model, id_hash)
    )`.execute(db)
  await sql`create index oidc_artifacts_grant on oidc_artifacts (grant_hash) where grant_hash is not null`.execute(db)
  // not unique: resetIdentifier deletes, then inserts, and two requests may overlap
  await sql`create index oidc_artifacts_uid on oidc_artifacts (model, uid_hash) where uid_hash is not null`.execute(db)
  await sql`create index oidc_artifacts_account on oidc_artifacts (account_id) where account_id is not null`.execute(db)
  await sql`create index oidc_artifacts_expiry on oidc_artifacts (expires_at)`.execute(db)
  await sql`create index oidc_artifacts_user_code on oidc_artifacts (model, user_code_hash) where user_code_hash is not null`.execute(
    db,
  )
  await sql`comment on column oidc_artifacts.parent_hash is 'Refresh token that this one replaced'`.execute(db)
  await sql`comment on column oidc_artifacts.repeatable_until is 'Grace of a rotated refresh token; ends when one that replaced it is used'`.execute(
    db,
  )
  await sql`comment on column oidc_artifacts.id_hash is 'Keyed hash: the id is the bearer value itself'`.execute(db)
  await sql`create table replays (hash bytea primary key, expires_at timestamptz not null)`.execute(db)
  await sql`create index replays_expiry on replays (expires_at)`.execute(db)
  await sql`comment on table replays is 'Insert-only: the second insert of one hash is the replay'`.execute(db)
  await sql`
    create table sessions (
      uid_hash bytea primary key,
      account_id uuid not null,
      started_at timestamptz not null,
      last_active_at timestamptz not null,
      device_label text,
      ip_sealed bytea,
      ended_at timestamptz,
      expires_at timestamptz not null
    )`.execute(db)
  await sql`create index sessions_account on sessions (account_id)`.execute(db)
  await sql`create index sessions_expiry on sessions (expires_at)`.execute(db)
  await sql`
    create table session_clients (
      session_uid_hash bytea not null,
      client_id text not null,
      grant_hash bytea,
      authorization_sealed bytea not null,
      updated_at timestamptz not null,
      primary key (session_uid_hash, client_id)
    )`.execute(db)
  await sql`
    create table signing_keys (
      kid text primary key,
      algorithm text not null check (algorithm in ('ES256', 'RS256')),
      state text not null check (state in ('next', 'active', 'retiring', 'retired')),
      public_jwk jsonb not null,
      private_jwk_sealed bytea not null,
      created_at timestamptz not null,
      activated_at timestamptz,
      retiring_at timestamptz
    )`.execute(db)
  await sql`create unique index signing_keys_one_active on signing_keys (algorithm) where state = 'active'`.execute(db)
}
