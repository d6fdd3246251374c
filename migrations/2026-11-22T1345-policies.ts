import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table policies (
      id text primary key,
      object jsonb not null,
      managed_by text not null,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`comment on column policies.id is 'installation, or a population: patient, caregiver, provider, staff'`.execute(
    db,
  )
  await sql`comment on column policies.object is 'The policy object as files have it, without kind'`.execute(db)
}
