import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table console_sessions (
      id_hash bytea primary key,
      account_id uuid not null references accounts on delete cascade,
      tokens_sealed bytea not null,
      organization_id text,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index console_sessions_expiry on console_sessions (expires_at)`.execute(db)
  await sql`create index console_sessions_account on console_sessions (account_id)`.execute(db)
  await sql`comment on table console_sessions is 'Operators at the console; what they may do is asked of their access token at each request'`.execute(
    db,
  )
  await sql`comment on column console_sessions.organization_id is 'The one that they chose to work for'`.execute(db)
  await sql`
    create table console_forms (
      id_hash bytea primary key,
      account_id uuid not null references accounts on delete cascade,
      content_sealed bytea not null,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index console_forms_expiry on console_forms (expires_at)`.execute(db)
  await sql`create index console_forms_account on console_forms (account_id)`.execute(db)
  await sql`comment on table console_forms is 'What somebody typed, while they sign in again to send it'`.execute(db)
}
