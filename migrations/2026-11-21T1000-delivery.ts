import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table messages (
      id uuid primary key,
      channel text not null check (channel in ('sms', 'voice', 'email')),
      template text not null,
      organization_id text,
      account_id uuid,
      envelope_sealed bytea,
      target_index bytea not null,
      state text not null check (state in ('queued', 'sent', 'failed', 'expired')),
      attempts integer not null default 0,
      due_at timestamptz not null,
      provider text,
      provider_reference text,
      failure text,
      expires_at timestamptz not null,
      sent_at timestamptz,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index messages_target on messages (target_index, created_at)`.execute(db)
  await sql`create index messages_created on messages (created_at)`.execute(db)
  await sql`create index messages_expiry on messages (expires_at)`.execute(db)
  await sql`comment on column messages.due_at is 'Not tried before this: the lease of the worker that has it, or the wait until the next try'`.execute(
    db,
  )
  await sql`comment on column messages.envelope_sealed is 'Wiped once delivered or expired; the job that sends it carries only the id'`.execute(
    db,
  )
  await sql`
    create table logout_deliveries (
      id uuid primary key,
      client_id text not null,
      account_id uuid not null,
      payload_sealed bytea not null,
      state text not null check (state in ('queued', 'sent', 'failed')),
      attempts integer not null default 0,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index logout_deliveries_expiry on logout_deliveries (expires_at)`.execute(db)
}
