import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account_undos (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      purpose text not null check (purpose in ('contacts', 'closing')),
      token_hash bytea not null unique,
      before_sealed bytea not null,
      used_at timestamptz,
      voided_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index account_undos_account on account_undos (account_id)`.execute(db)
  await sql`create index account_undos_expiry on account_undos (expires_at)`.execute(db)
  await sql`comment on table account_undos is 'Changes that their owner can undo by a link, for a while'`.execute(db)
  await sql`comment on column account_undos.before_sealed is 'What the change found: it comes back as it was'`.execute(
    db,
  )
  await sql`alter table account_contacts add column settles_at timestamptz`.execute(db)
  await sql`comment on column account_contacts.settles_at is 'Until then the contact is too new for a recovery to rest on; null where it came with the account'`.execute(
    db,
  )
  await sql`alter table accounts add column closed_at timestamptz`.execute(db)
  await sql`alter table accounts add column erase_at timestamptz`.execute(db)
  await sql`comment on column accounts.erase_at is 'When what a closed account holds is removed for good; null once it is'`.execute(
    db,
  )
  await sql`create index accounts_erase on accounts (erase_at) where erase_at is not null`.execute(db)
}
