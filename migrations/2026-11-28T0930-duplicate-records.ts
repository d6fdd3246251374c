import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table duplicate_records (
      patient_id uuid not null references patients on delete cascade,
      other_id uuid not null references patients on delete cascade,
      organization_id text not null references organizations,
      found_at timestamptz not null,
      apart_at timestamptz,
      primary key (patient_id, other_id),
      check (patient_id < other_id)
    )`.execute(db)
  await sql`create index duplicate_records_task on duplicate_records (organization_id, found_at) where apart_at is null`.execute(
    db,
  )
  await sql`create index duplicate_records_other on duplicate_records (other_id)`.execute(db)
  await sql`comment on table duplicate_records is 'Pairs of records that look like one person’s: a task of staff until the clinic merged them'`.execute(
    db,
  )
  await sql`comment on column duplicate_records.apart_at is 'Since when staff say that they are two people'`.execute(db)
}
