import { sql } from 'kysely'
import type { Database, Reader } from './database.ts'

export interface JobRequest {
  /** Name of the handler, such as `message`. */
  readonly name: string
  /** Ids only: the queue keeps payloads in clear. */
  readonly payload: Readonly<Record<string, string>>
  readonly runAt: Date
  /** One job a key: a second one replaces the first while that has not begun. */
  readonly key?: string
}

/** Adds a job in the caller's transaction: it exists when, and only when, that commits. */
export async function createJob(tx: Reader, job: JobRequest): Promise<void> {
  await sql`
    select id from graphile_worker.add_job(
      ${job.name}::text, payload => ${JSON.stringify(job.payload)}::json,
      run_at => ${job.runAt}::timestamptz, job_key => ${job.key ?? null}::text)`.execute(tx)
}

/**
 * Gives back the jobs of workers that died while they had them (kill -9, power cut): no job runs longer than the time
 * limit of a job, so one that was taken before `takenBefore` has nobody working on it.
 * @returns how many workers were found dead
 */
export async function releaseDeadJobs(db: Database, takenBefore: Date): Promise<number> {
  const { rows } = await sql<{ dead: number }>`
    with dead as (
      select array_agg(distinct locked_by) as workers from graphile_worker.jobs
      where locked_at < ${takenBefore}
    )
    select coalesce(cardinality(dead.workers), 0)::int as dead,
      case when dead.workers is not null then graphile_worker.force_unlock_workers(dead.workers) end
    from dead`.execute(db)
  return rows[0]?.dead ?? 0
}

export interface JobTrouble {
  /** Jobs that failed as often as they may, by name. */
  readonly dead: readonly { readonly name: string; readonly count: number }[]
  /** When the oldest job should have run that nobody took, where that is before `late`. */
  readonly oldestDue: Date | undefined
}

export async function findJobTrouble(read: Reader, late: Date): Promise<JobTrouble> {
  const dead = await sql<{ name: string; count: number }>`
    select task_identifier as name, count(*)::int as count from graphile_worker.jobs
    where attempts >= max_attempts and locked_at is null
    group by task_identifier order by task_identifier`.execute(read)
  const due = await sql<{ at: Date | null }>`
    select min(run_at) as at from graphile_worker.jobs
    where attempts < max_attempts and locked_at is null and run_at < ${late}`.execute(read)
  return { dead: dead.rows, oldestDue: due.rows[0]?.at ?? undefined }
}
