import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table patient_match_keys (
      key bytea not null,
      patient_id uuid not null references patients on delete cascade,
      primary key (key, patient_id)
    )`.execute(db)
  await sql`create index patient_match_keys_patient on patient_match_keys (patient_id)`.execute(db)
  await sql`comment on table patient_match_keys is 'What a record is found by when somebody registers: keyed indexes of each of its names with the birth date, within its organisation'`.execute(
    db,
  )
  await sql`comment on column patient_match_keys.key is 'The first 16 bytes of the keyed index: what is found is opened and compared, so that a chance hit only costs a look'`.execute(
    db,
  )
  await sql`alter table patients add column keys_version smallint`.execute(db)
  await sql`create index patients_without_keys on patients (organization_id) where keys_version is null`.execute(db)
  await sql`comment on column patients.keys_version is 'Rule by which its match keys were made; null until they are, and nothing is matched with certainty in an organisation that has such rows'`.execute(
    db,
  )
  await sql`alter table patient_contacts add column confirmed_on date`.execute(db)
  await sql`comment on column patient_contacts.confirmed_on is 'When the clinic entered it or last confirmed it with the patient, where the source tells; created_at says since when it has been seen on this record'`.execute(
    db,
  )
}
