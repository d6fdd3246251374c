import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import type { Database, Reader, Transaction } from './database.ts'
import type { ApplicationDetails, ApplicationsTable } from './tables.ts'

const detailsPurpose = 'applications.details'
const tokenHash = (sealer: Sealer, token: string): Buffer => sealer.index('application.status', token)

export interface Application {
  readonly id: string
  readonly organizationId: string
  readonly reference: string
  readonly details: ApplicationDetails
  readonly state: ApplicationsTable['state']
  readonly question?: string
  readonly decision?: 'approved' | 'denied'
  readonly dueAt: Date
  readonly createdAt: Date
}
/** What a link may open: nothing personal. */
export type ApplicationStatus = Pick<Application, 'id' | 'organizationId' | 'state' | 'question'>

const columns = [
  'id',
  'organization_id',
  'reference',
  'details_sealed',
  'state',
  'question',
  'decision',
  'due_at',
  'created_at',
] as const

const applicationOf = (sealer: Sealer, row: Pick<ApplicationsTable, (typeof columns)[number]>): Application => ({
  id: row.id,
  organizationId: row.organization_id,
  reference: row.reference,
  details: sealer.openJson<ApplicationDetails>(detailsPurpose, row.details_sealed),
  state: row.state,
  ...(row.question ? { question: row.question } : {}),
  ...(row.decision ? { decision: row.decision } : {}),
  dueAt: row.due_at,
  createdAt: row.created_at,
})

export async function createApplication(
  tx: Transaction,
  sealer: Sealer,
  application: Pick<Application, 'id' | 'organizationId' | 'reference' | 'details' | 'dueAt'> & {
    readonly token: string
  },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('applications')
    .values({
      id: application.id,
      organization_id: application.organizationId,
      reference: application.reference,
      details_sealed: sealer.sealJson(detailsPurpose, application.details),
      token_hash: tokenHash(sealer, application.token),
      question_token_hash: null,
      state: 'received',
      question: null,
      decision: null,
      patient_id: null,
      due_at: application.dueAt,
      warned_at: null,
      answered_at: null,
      expires_at: null,
      created_at: at,
    })
    .execute()
}

/** The application whose link this is. Changes nothing: mail scanners look too. */
export async function findApplicationStatus(
  read: Reader,
  sealer: Sealer,
  token: string,
): Promise<ApplicationStatus | undefined> {
  const hash = tokenHash(sealer, token)
  const row = await read
    .selectFrom('applications')
    .select(['id', 'organization_id', 'state', 'question'])
    .where(eb => eb.or([eb('token_hash', '=', hash), eb('question_token_hash', '=', hash)]))
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      organizationId: row.organization_id,
      state: row.state,
      ...(row.question ? { question: row.question } : {}),
    }
  )
}

/** One of this organization, whatever became of it. */
export async function findApplication(
  read: Reader,
  sealer: Sealer,
  { id, organizationId }: Pick<Application, 'id' | 'organizationId'>,
): Promise<Application | undefined> {
  const row = await read
    .selectFrom('applications')
    .select(columns)
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return row && applicationOf(sealer, row)
}

/** How many wait in the queue of one organization, and how many of these should be answered by now. */
export async function countOpenApplications(
  read: Reader,
  organizationId: string,
  at: Date,
): Promise<{ readonly open: number; readonly overdue: number }> {
  const row = await read
    .selectFrom('applications')
    .select(({ fn }) => fn.countAll<string>().as('open'))
    .select(sql<string>`count(*) filter (where due_at <= ${at}::timestamptz)`.as('overdue'))
    .where('organization_id', '=', organizationId)
    .where('state', '!=', 'answered')
    .executeTakeFirstOrThrow()
  return { open: Number(row.open), overdue: Number(row.overdue) }
}

/** Holds an application of this organization until the transaction ends, whatever became of it. */
export async function findApplicationForUpdate(
  tx: Transaction,
  sealer: Sealer,
  { id, organizationId }: Pick<Application, 'id' | 'organizationId'>,
): Promise<Application | undefined> {
  const row = await tx
    .selectFrom('applications')
    .select(columns)
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .forUpdate()
    .executeTakeFirst()
  return row && applicationOf(sealer, row)
}

/** Another link to the same status; the first one goes on working. */
export async function updateApplicationLink(tx: Transaction, sealer: Sealer, id: string, token: string): Promise<void> {
  await tx
    .updateTable('applications')
    .set({ question_token_hash: tokenHash(sealer, token) })
    .where('id', '=', id)
    .execute()
}

/** A page of the queue of one organization, oldest first: what comes after one of it. */
export async function findOpenApplications(
  read: Reader,
  sealer: Sealer,
  which: { readonly organizationId: string; readonly after?: string; readonly limit: number },
): Promise<readonly Application[]> {
  const { organizationId, after, limit } = which
  const rows = await read
    .selectFrom('applications')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('state', '!=', 'answered')
    .$if(after !== undefined, query =>
      query.where(sql<boolean>`(created_at, id) > (select created_at, id from applications where id = ${after}::uuid)`),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(row => applicationOf(sealer, row))
}

/** Staff have them before their eyes: the applicants may read that somebody looks into it. */
export async function updateApplicationsInReview(db: Database | Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('applications')
    .set({ state: 'in-review' })
    .where('id', 'in', [...ids])
    .where('state', '=', 'received')
    .execute()
}

/** Holds an open application of this organization until the transaction ends: it is decided once. */
export async function findOpenApplicationForUpdate(
  tx: Transaction,
  sealer: Sealer,
  { id, organizationId }: Pick<Application, 'id' | 'organizationId'>,
): Promise<Application | undefined> {
  const row = await tx
    .selectFrom('applications')
    .select(columns)
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .where('state', '!=', 'answered')
    .forUpdate()
    .executeTakeFirst()
  return row && applicationOf(sealer, row)
}

/** @returns false where somebody else decided first */
export async function updateApplicationAnswered(
  tx: Transaction,
  id: string,
  answer: { readonly decision: 'approved' | 'denied'; readonly patientId?: string; readonly expiresAt: Date },
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('applications')
    .set({
      state: 'answered',
      question: null,
      decision: answer.decision,
      patient_id: answer.patientId ?? null,
      answered_at: at,
      expires_at: answer.expiresAt,
    })
    .where('id', '=', id)
    .where('state', '!=', 'answered')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** @returns false where a question waits for its answer already, or the application is answered */
export async function updateApplicationAsked(
  tx: Transaction,
  sealer: Sealer,
  id: string,
  asked: { readonly question: string; readonly token: string },
): Promise<boolean> {
  const updated = await tx
    .updateTable('applications')
    .set({ state: 'in-review', question: asked.question, question_token_hash: tokenHash(sealer, asked.token) })
    .where('id', '=', id)
    .where('state', '!=', 'answered')
    .where('question', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Takes the answer to the question that is open, once. @returns false where none is */
export async function updateApplicationReplied(
  tx: Transaction,
  sealer: Sealer,
  application: Pick<Application, 'id' | 'details'> & { readonly question: string },
): Promise<boolean> {
  const updated = await tx
    .updateTable('applications')
    .set({ question: null, details_sealed: sealer.sealJson(detailsPurpose, application.details) })
    .where('id', '=', application.id)
    .where('state', '!=', 'answered')
    .where('question', '=', application.question)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** How many each organization should have answered by now. */
export async function countOverdueApplications(read: Reader, at: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await read
    .selectFrom('applications')
    .select(({ fn }) => ['organization_id', fn.countAll<string>().as('count')])
    .where('state', '!=', 'answered')
    .where('due_at', '<=', at)
    .groupBy('organization_id')
    .execute()
  return new Map(rows.map(row => [row.organization_id, Number(row.count)]))
}

/** Marks those that became overdue, each once, whoever asks. @returns how many by organization */
export async function updateApplicationsWarned(db: Database, at: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .updateTable('applications')
    .set({ warned_at: at })
    .where('state', '!=', 'answered')
    .where('due_at', '<=', at)
    .where('warned_at', 'is', null)
    .returning('organization_id')
    .execute()
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.organization_id, (counts.get(row.organization_id) ?? 0) + 1)
  return counts
}

/** Removes at most `count` that nobody answered and that were due before then; rows that somebody works on wait. */
export async function deleteUnansweredApplications(
  tx: Transaction,
  dueBefore: Date,
  count: number,
): Promise<readonly Pick<Application, 'id' | 'organizationId' | 'reference'>[]> {
  const rows = await tx
    .deleteFrom('applications')
    .where('id', 'in', query =>
      query
        .selectFrom('applications')
        .select('id')
        .where('state', '!=', 'answered')
        .where('due_at', '<', dueBefore)
        .orderBy('due_at')
        .limit(count)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'organization_id', 'reference'])
    .execute()
  return rows.map(row => ({ id: row.id, organizationId: row.organization_id, reference: row.reference }))
}
