import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table patients (
      id uuid primary key,
      organization_id text not null references organizations,
      source_index bytea not null unique,
      content_hash bytea not null,
      demographics_sealed bytea not null,
      name_birth_index bytea not null,
      person_index bytea not null,
      birth_index bytea not null,
      record_number_index bytea,
      status text not null check (status in ('active', 'inactive', 'deceased', 'merged')),
      replaced_by uuid references patients,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create index patients_name_birth on patients (organization_id, name_birth_index)`.execute(db)
  await sql`create index patients_birth on patients (organization_id, birth_index)`.execute(db)
  await sql`create index patients_record_number on patients (organization_id, record_number_index)`.execute(db)
  await sql`comment on column patients.source_index is 'Keyed index of organisation and source identifier; an import finds its own record by it'`.execute(
    db,
  )
  await sql`comment on column patients.person_index is 'Keyed index of names and birth date, the same at every organisation: whether two records can be one person'`.execute(
    db,
  )
  await sql`comment on column patients.content_hash is 'Keyed hash of the normalised source row; unchanged means nothing to write'`.execute(
    db,
  )
  await sql`
    create table patient_contacts (
      id uuid primary key,
      patient_id uuid not null references patients on delete cascade,
      kind text not null check (kind in ('phone', 'email')),
      value_sealed bytea not null,
      value_index bytea not null,
      use text,
      rank smallint not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index patient_contacts_patient on patient_contacts (patient_id)`.execute(db)
  await sql`create index patient_contacts_value on patient_contacts (value_index)`.execute(db)
  await sql`comment on table patient_contacts is 'Contacts of record: set by the clinic, never by the person'`.execute(
    db,
  )
}
