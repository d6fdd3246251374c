import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_webhook (
      id smallint primary key check (id = 1),
      position bigint not null,
      batch_end bigint,
      attempts integer not null default 0,
      due_at timestamptz not null,
      lease_until timestamptz,
      failure text,
      sent_at timestamptz,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`comment on table audit_webhook is 'How far the audit was sent to the receiver of the settings; one sender at a time'`.execute(
    db,
  )
  await sql`comment on column audit_webhook.batch_end is 'Where the batch ends that is being sent: another try sends the same one'`.execute(
    db,
  )
}
