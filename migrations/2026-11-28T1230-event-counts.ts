import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // a table of the past has no events in it: counting begins with what is sealed and sent from now on
  await sql`
    create table event_counts (
      unit text not null check (unit in ('hour', 'day')),
      organization_id text not null,
      begins_at timestamptz not null,
      type text not null,
      outcome text not null,
      reason text not null,
      count bigint not null,
      primary key (unit, organization_id, begins_at, type, outcome, reason)
    )`.execute(db)
  await sql`create index event_counts_age on event_counts (unit, begins_at)`.execute(db)
  await sql`comment on table event_counts is 'How often what happened, by hour and by day (UTC): codes alone, nobody in them'`.execute(
    db,
  )
  await sql`comment on column event_counts.organization_id is 'An asterisk: all of them together, and what was for none'`.execute(
    db,
  )
  // messages that there are already count as counted; a constant default rewrites no row
  await sql`alter table messages add column counted boolean not null default true`.execute(db)
  await sql`alter table messages alter column counted set default false`.execute(db)
  await sql`create index messages_uncounted on messages (id) where not counted and state <> 'queued'`.execute(db)
  await sql`comment on column messages.counted is 'Whether what became of it stands in event_counts'`.execute(db)
}
