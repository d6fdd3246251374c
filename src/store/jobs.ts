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
