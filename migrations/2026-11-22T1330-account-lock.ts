import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table accounts drop constraint accounts_status_check`.execute(db)
  await sql`alter table accounts add constraint accounts_status_check check (status in ('active', 'locked', 'disabled', 'closed'))`.execute(
    db,
  )
  await sql`alter table accounts add column locked_at timestamptz`.execute(db)
  await sql`alter table accounts add column locked_by text check (locked_by in ('person', 'staff'))`.execute(db)
  await sql`comment on column accounts.locked_by is 'While the status is locked: the person said that something was not them, which a finished recovery undoes; or staff did, who alone undo it'`.execute(
    db,
  )
  // what a person did that is not about their own account: few rows, so the index is not one of every event
  await sql`create index audit_events_actor on audit_events (actor, id) where actor not like 'system:%' and account_id::text is distinct from actor`.execute(
    db,
  )
}
