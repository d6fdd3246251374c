import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table applications (
      id uuid primary key,
      organization_id text not null references organizations,
      reference text not null,
      details_sealed bytea not null,
      token_hash bytea not null unique,
      question_token_hash bytea unique,
      state text not null default 'received' check (state in ('received', 'in-review', 'answered')),
      question text,
      decision text check (decision in ('approved', 'denied')),
      patient_id uuid references patients,
      due_at timestamptz not null,
      warned_at timestamptz,
      answered_at timestamptz,
      expires_at timestamptz,
      created_at timestamptz not null,
      check ((state = 'answered') = (answered_at is not null)),
      check ((decision is null) = (answered_at is null))
    )`.execute(db)
  await sql`create index applications_queue on applications (organization_id, created_at) where state <> 'answered'`.execute(
    db,
  )
  await sql`create index applications_due on applications (due_at) where state <> 'answered'`.execute(db)
  await sql`create index applications_patient on applications (patient_id)`.execute(db)
  await sql`create index applications_expiry on applications (expires_at)`.execute(db)
  await sql`comment on table applications is 'Requests for access that staff answer; nothing of the registry is kept here before they decide'`.execute(
    db,
  )
  await sql`comment on column applications.details_sealed is 'What the applicant said of themself and of the patient, and their answers to questions'`.execute(
    db,
  )
  await sql`comment on column applications.token_hash is 'Keyed hash of the token of the status link'`.execute(db)
  await sql`comment on column applications.question_token_hash is 'The same of the newest link that came with a question'`.execute(
    db,
  )
  await sql`comment on column applications.question is 'Id of the question that the applicant has not answered yet'`.execute(
    db,
  )
  await sql`comment on column applications.patient_id is 'The record that staff approved the application for; the applicant is not told'`.execute(
    db,
  )
  await sql`comment on column applications.due_at is 'Five working days after it came, where the organization is'`.execute(
    db,
  )
  await sql`comment on column applications.warned_at is 'Since when it has been told of as overdue'`.execute(db)
  await sql`comment on column applications.expires_at is 'Ninety days after the answer; open ones stay'`.execute(db)
}
