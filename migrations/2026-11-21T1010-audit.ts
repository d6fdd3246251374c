import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_events (
      id uuid primary key,
      at timestamptz not null,
      type text not null,
      outcome text not null,
      actor text,
      account_id uuid,
      patient_id uuid,
      organization_id text,
      client_id text,
      correlation_id text not null,
      reference text,
      details_sealed bytea,
      position bigint unique,
      hash bytea
    )`.execute(db)
  await sql`create index audit_events_unsealed on audit_events (id) where position is null`.execute(db)
  await sql`create index audit_events_account on audit_events (account_id, id) where account_id is not null`.execute(db)
  await sql`create index audit_events_patient on audit_events (patient_id, id) where patient_id is not null`.execute(db)
  await sql`create index audit_events_reference on audit_events (reference) where reference is not null`.execute(db)
  await sql`
    create function audit_events_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        -- retention removes sealed rows only, and says so
        if old.position is null or coalesce(current_setting('vestibule.audit_retention', true), '') <> 'on' then
          raise exception 'audit_events is append-only';
        end if;
        return old;
      end if;
      -- the sealer may give a row its place, once; nothing else changes
      if old.position is not null or new.position is null or
         (to_jsonb(new) - 'position' - 'hash') is distinct from (to_jsonb(old) - 'position' - 'hash') then
        raise exception 'audit_events is append-only';
      end if;
      return new;
    end $$`.execute(db)
  await sql`
    create function audit_events_no_truncate() returns trigger language plpgsql as $$
    begin
      raise exception 'audit_events is append-only';
    end $$`.execute(db)
  await sql`create trigger audit_events_no_truncate before truncate on audit_events for each statement execute function audit_events_no_truncate()`.execute(
    db,
  )
  await sql`create trigger audit_events_append_only before update or delete on audit_events for each row execute function audit_events_append_only()`.execute(
    db,
  )
  await sql`
    create table audit_seal (
      id smallint primary key check (id = 1),
      base_position bigint not null,
      base_hash bytea not null,
      position bigint not null,
      hash bytea not null,
      sealed_at timestamptz not null,
      mac bytea not null
    )`.execute(db)
  await sql`comment on table audit_seal is 'Where the audit chain begins and ends; its keyed hash shows a cut end'`.execute(
    db,
  )
}
