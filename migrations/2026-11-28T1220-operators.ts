import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table operators (
      account_id uuid primary key references accounts on delete cascade,
      role text not null check (role in ('viewer', 'help-desk', 'security', 'owner')),
      organizations text[],
      ended_at timestamptz,
      created_by text not null,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      check (organizations is null or cardinality(organizations) > 0)
    )`.execute(db)
  await sql`comment on table operators is 'Who of the staff may use the operator API and the console'`.execute(db)
  await sql`comment on column operators.organizations is 'Null: the whole installation'`.execute(db)
  await sql`comment on column operators.ended_at is 'Taken back: the account stays, and may do nothing here'`.execute(
    db,
  )
  await sql`
    create table idempotent_answers (
      key_hash bytea primary key,
      request_hash bytea not null,
      answer_sealed bytea,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index idempotent_answers_expiry on idempotent_answers (expires_at)`.execute(db)
  await sql`comment on table idempotent_answers is 'What a write with an Idempotency-Key answered, for whoever sends it again'`.execute(
    db,
  )
  await sql`comment on column idempotent_answers.answer_sealed is 'Null while the first one is at work'`.execute(db)
  await sql`create index messages_organization on messages (organization_id, id)`.execute(db)
  // what searches need, and as little as sign-ins can be asked to keep up
  await sql`create index audit_events_organization on audit_events (organization_id, id) where organization_id is not null`.execute(
    db,
  )
  await sql`create index audit_events_client on audit_events (client_id, id) where client_id is not null`.execute(db)
}
