import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table recovery_links
      add column origin text not null default 'message'
        check (origin in ('message', 'password', 'recovery-code', 'caller', 'in-person')),
      add column staff_organization_id text`.execute(db)
  await sql`comment on column recovery_links.origin is 'The first proof: a message that the person reads, a password or recovery code that was right, a caller whom the help desk knows, or an identity that staff checked in person (then no contact is kept, and no second proof is asked for)'`.execute(
    db,
  )
  await sql`comment on column recovery_links.staff_organization_id is 'Whose staff began it: links of the account to other organisations sleep afterwards'`.execute(
    db,
  )
  await sql`
    alter table account_links
      add column asleep_since timestamptz,
      add column asleep_reason text check (asleep_reason in ('contact-of-record', 'staff'))`.execute(db)
  await sql`comment on column account_links.asleep_since is 'Another organisation let the person back in: this link gives no access until an older factor or a contact of this record is proven'`.execute(
    db,
  )
  await sql`
    create table caller_proofs (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      organization_id text not null,
      kind text not null check (kind in ('code', 'in-person')),
      factor text not null,
      contact_index bytea,
      details_sealed bytea not null,
      proven_at timestamptz,
      used_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index caller_proofs_account on caller_proofs (account_id)`.execute(db)
  await sql`create index caller_proofs_expiry on caller_proofs (expires_at)`.execute(db)
  await sql`create index messages_account on messages (account_id, created_at) where account_id is not null`.execute(db)
  await sql`comment on table caller_proofs is 'Whom the help desk speaks with: what staff do for a person rests on one of these, of this person and this organisation'`.execute(
    db,
  )
  await sql`comment on column caller_proofs.used_at is 'A recovery was begun with it: that is possible once'`.execute(
    db,
  )
}
