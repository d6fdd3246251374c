import { addSeconds, days, newId } from '../platform/index.ts'
import {
  type Application,
  countOverdueApplications,
  deleteUnansweredApplications,
  findApplication,
  findOpenApplications,
  updateApplicationsInReview,
  updateApplicationsWarned,
} from '../store/applications.ts'
import { findOrganization } from '../store/organizations.ts'
import { keptDays } from './application-decisions.ts'
import { recordAudit } from './audit.ts'
import { pairsOf, raiseDuplicates } from './duplicate-records.ts'
import type { StaffAct } from './help-desk.ts'
import type { House } from './house.ts'
import { type MatchedCandidate, type MatchResult, matchPerson } from './matching.ts'
import { pageOf, type Queued, type QueuePage } from './queue-pages.ts'

export interface QueuedApplication extends Application {
  readonly isOverdue: boolean
  readonly grade: MatchResult['grade']
  /** Records that could be meant, best first, as the registry is now. */
  readonly candidates: readonly MatchedCandidate[]
}

/** As many as somebody can look through. */
const longestList = 100

/**
 * Open applications of one organization, oldest first, each with the records that could be meant. That they were read is
 * recorded, since it tells who is on record.
 * @returns undefined where there is no such organization
 */
export async function readApplicationQueue(
  house: House,
  by: StaffAct,
  at: Date,
  page: QueuePage = { limit: longestList },
): Promise<Queued<QueuedApplication> | undefined> {
  const { organization: organizationId } = by
  if (!(await findOrganization(house.db, organizationId))) return undefined
  const which = { ...page, organizationId, limit: page.limit + 1 }
  const { items: open, isMore } = pageOf(await findOpenApplications(house.db, house.sealer, which), page)
  const queue: QueuedApplication[] = []
  for (const application of open) queue.push(await withCandidates(house, application, at))
  await recordReading(
    house,
    open.map(({ id }) => id),
    by,
  )
  return { items: queue, isMore }
}

/** One of them, whatever became of it: of an answered one nobody is looked up any more. Recorded as the queue is. */
export async function readApplication(
  house: House,
  id: string,
  by: StaffAct,
  at: Date,
): Promise<QueuedApplication | undefined> {
  const found = await findApplication(house.db, house.sealer, { id, organizationId: by.organization })
  if (!found) return undefined
  await recordReading(house, [id], by)
  const application = found.state === 'received' ? { ...found, state: 'in-review' as const } : found
  return application.state === 'answered'
    ? { ...application, isOverdue: false, grade: 'none', candidates: [] }
    : withCandidates(house, application, at)
}

/** Staff have them before their eyes. */
const recordReading = (house: House, applications: readonly string[], by: StaffAct): Promise<void> =>
  house.db.transaction().execute(async tx => {
    await updateApplicationsInReview(tx, applications)
    await recordAudit(tx, house, {
      type: 'applications.listed',
      outcome: 'success',
      actor: by.actor,
      organizationId: by.organization,
      correlationId: newId(),
      details: { operator: by.operator, reason: by.reason, applications },
    })
  })

/** Its first page. @returns undefined where there is no such organization */
export const listApplications = async (
  house: House,
  by: StaffAct,
  at: Date,
): Promise<readonly QueuedApplication[] | undefined> => (await readApplicationQueue(house, by, at))?.items

/** Of what was typed only the email is proven; it speaks for the applicant, who need not be the patient. */
async function withCandidates(house: House, application: Application, at: Date): Promise<QueuedApplication> {
  const { patient, email, phone, postal_code: postalCode } = application.details
  const found = await matchPerson(house, {
    organization: application.organizationId,
    person: {
      given: patient.given,
      family: patient.family,
      sex: patient.sex,
      birthDate: patient.birth_date,
      ...(postalCode ? { postalCode } : {}),
      ...(phone ? { phone } : {}),
      email,
    },
    verified: [{ kind: 'email', value: email }],
  })
  const pairs = found ? pairsOf(found) : []
  await raiseDuplicates(house.db, house, { organization: application.organizationId, pairs }, at)
  return {
    ...application,
    isOverdue: application.dueAt <= at,
    grade: found?.grade ?? 'none',
    candidates: found?.candidates ?? [],
  }
}

/** Tells of applications that wait for five working days: each once in the log, all of them in the metric. */
export async function warnOfApplications(house: House, at: Date): Promise<void> {
  const fresh = await updateApplicationsWarned(house.db, at)
  for (const [organization, count] of fresh) house.log.warn('applications.overdue', { organization, count })
  house.metrics.applicationsOverdue(await countOverdueApplications(house.db, at))
}

/**
 * Forgets applications that nobody answered, ninety days after somebody should have; operators are told how many. Their
 * status links say then that they are too old, and whom to call: an answer that nobody gave is not claimed.
 * @returns how many; as many as `count` where there may be more
 */
export async function forgetUnanswered(
  house: Pick<House, 'db' | 'sealer'> & Partial<Pick<House, 'log'>>,
  at: Date,
  count: number,
): Promise<number> {
  const ended = await house.db.transaction().execute(async tx => {
    const rows = await deleteUnansweredApplications(tx, addSeconds(at, -days(keptDays)), count)
    for (const { id, organizationId, reference } of rows)
      await recordAudit(tx, house, {
        type: 'application.unanswered',
        outcome: 'success',
        actor: 'system:purge',
        organizationId,
        correlationId: id,
        reference,
      })
    return rows
  })
  const byOrganization = Map.groupBy(ended, ({ organizationId }) => organizationId)
  for (const [organization, rows] of byOrganization)
    house.log?.warn('applications.unanswered', { organization, count: rows.length })
  return ended.length
}
