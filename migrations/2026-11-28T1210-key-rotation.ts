import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // wider than before: `next` opens already, and does not seal yet
  await sql`alter table data_keys drop constraint data_keys_state_check`.execute(db)
  await sql`
    alter table data_keys add constraint data_keys_state_check check (state in ('next', 'active', 'retired'))`.execute(
    db,
  )
  await sql`alter table data_keys add column changed_at timestamptz`.execute(db)
  await sql`comment on column data_keys.changed_at is 'When its state last changed; none while it is as it was made'`.execute(
    db,
  )
  await sql`
    create table reseal_progress (
      key_id smallint not null references data_keys on delete cascade,
      table_name text not null,
      next_block bigint not null default 0,
      done_at timestamptz,
      primary key (key_id, table_name)
    )`.execute(db)
  await sql`comment on table reseal_progress is 'How far each table is sealed anew with a data key; its rows are taken by one instance at a time'`.execute(
    db,
  )
  await sql`alter table audit_events add column details_hash bytea`.execute(db)
  await sql`comment on column audit_events.details_hash is 'Keyed hash of the details in clear: the chain covers it, so that they can be sealed anew'`.execute(
    db,
  )
  await sql`
    create or replace function audit_events_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        -- retention removes sealed rows only, and says so
        if old.position is null or coalesce(current_setting('vestibule.audit_retention', true), '') <> 'on' then
          raise exception 'audit_events is append-only';
        end if;
        return old;
      end if;
      -- the same details under another key, where the chain covers their hash
      if coalesce(current_setting('vestibule.reseal', true), '') = 'on' and old.details_hash is not null and
         new.details_sealed is not null and
         (to_jsonb(new) - 'details_sealed') is not distinct from (to_jsonb(old) - 'details_sealed') then
        return new;
      end if;
      -- the sealer may give a row its place, once; nothing else changes
      if old.position is not null or new.position is null or
         (to_jsonb(new) - 'position' - 'hash') is distinct from (to_jsonb(old) - 'position' - 'hash') then
        raise exception 'audit_events is append-only';
      end if;
      return new;
    end $$`.execute(db)
}
