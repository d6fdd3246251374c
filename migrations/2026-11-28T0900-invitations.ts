import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table invitations (
      id uuid primary key,
      organization_id text not null references organizations,
      patient_id uuid not null references patients,
      token_hash bytea not null unique,
      origin text not null check (origin in ('staff', 'import', 'notice')),
      email_sealed bytea not null,
      representative_sealed bytea,
      ends_sealed bytea not null,
      used_at timestamptz,
      used_by_account_id uuid references accounts on delete set null,
      ended_at timestamptz,
      ended_why text check (ended_why in ('superseded', 'revoked', 'not-me')),
      issued_by text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      check ((ended_at is null) = (ended_why is null)),
      check (used_at is null or ended_at is null)
    )`.execute(db)
  await sql`create index invitations_patient on invitations (patient_id)`.execute(db)
  await sql`create index invitations_queue on invitations (organization_id, created_at)`.execute(db)
  await sql`create index invitations_account on invitations (used_by_account_id)`.execute(db)
  await sql`create index invitations_expiry on invitations (expires_at)`.execute(db)
  await sql`comment on table invitations is 'Mails with a link, each for one record; opening a link spends nothing, the end of its journey does'`.execute(
    db,
  )
  await sql`comment on column invitations.token_hash is 'Keyed hash of the token in the link'`.execute(db)
  await sql`comment on column invitations.email_sealed is 'The mailbox of record that it went to; proves nothing by itself'`.execute(
    db,
  )
  await sql`comment on column invitations.representative_sealed is 'Who may manage the account for the patient, with the number that staff recorded for them'`.execute(
    db,
  )
  await sql`comment on column invitations.ends_sealed is 'Client and address where a journey from it ends'`.execute(db)
  await sql`comment on column invitations.ended_why is 'A newer one took its place, staff took it back, or somebody who proved the number on file said that the record is not theirs'`.execute(
    db,
  )
  await sql`alter table family_access_requests add column patient_id uuid references patients`.execute(db)
  await sql`create index family_access_requests_patient on family_access_requests (patient_id)`.execute(db)
  await sql`comment on column family_access_requests.patient_id is 'The record that staff invited the requester for; null where it was only described'`.execute(
    db,
  )
}
