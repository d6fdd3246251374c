import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table passkeys (
      id uuid primary key references account_factors on delete cascade,
      account_id uuid not null references accounts on delete cascade,
      user_handle bytea not null,
      credential_index bytea not null unique,
      credential_sealed bytea not null,
      public_key_sealed bytea not null,
      counter bigint not null,
      transports text[] not null,
      is_synced boolean not null,
      is_backed_up boolean not null
    )`.execute(db)
  await sql`create index passkeys_account on passkeys (account_id)`.execute(db)
  await sql`comment on table passkeys is 'WebAuthn credentials; each is an enrolled factor of kind passkey, and goes with it'`.execute(
    db,
  )
  await sql`comment on column passkeys.user_handle is 'What an authenticator knows the account by: random, the same for all passkeys of one account, never its id'`.execute(
    db,
  )
  await sql`comment on column passkeys.counter is 'Signature counter; one that does not rise means that the credential was copied'`.execute(
    db,
  )
  await sql`comment on column passkeys.is_synced is 'WebAuthn backup eligibility: it may live on several devices of its owner'`.execute(
    db,
  )
  await sql`
    create table passkey_refusals (
      account_id uuid primary key references accounts on delete cascade,
      expires_at timestamptz not null
    )`.execute(db)
  await sql`create index passkey_refusals_expiry on passkey_refusals (expires_at)`.execute(db)
  await sql`comment on table passkey_refusals is 'Who said "Not now" to a passkey is not asked again before this ends'`.execute(
    db,
  )
}
