import { setTimeout as sleep } from 'node:timers/promises'
import { Logger as JobLogger, type RunnerOptions, run, runOnce, type TaskList } from 'graphile-worker'
import { addSeconds, describeError, type Logger, type Metrics, now, withCorrelation } from '../platform/index.ts'
import type { Database, Pool } from '../store/index.ts'
import { releaseDeadJobs } from '../store/jobs.ts'

/** Does one job; its payload holds ids only. A throw means another try, later. */
export type JobHandler = (payload: { readonly id: string } & Readonly<Record<string, string>>) => Promise<void>
/** Something done again and again by every instance; it must bear two of them at once. */
export interface PeriodicJob {
  readonly name: string
  readonly everySeconds: number
  /** @param signal tells that the worker is stopping: what takes long ends early */
  run(signal: AbortSignal): Promise<unknown>
}
export interface WorkerOptions {
  readonly db: Database
  /** The queue's own connections: one listens, the others take and finish jobs. Jobs run without one. */
  readonly pool: Pool
  readonly handlers: Readonly<Record<string, JobHandler>>
  readonly periodic?: readonly PeriodicJob[]
  readonly log: Logger
  readonly metrics?: Metrics
  /** Jobs at once in this process. */
  readonly concurrency?: number
}
export interface Worker {
  /** Takes no new job, lets those that run finish (each has a limit of time), stops the timers. */
  stop(): Promise<void>
}

/** No job takes longer: one that was taken before is a dead worker's (see `releaseDeadJobs`). */
const jobLimitSeconds = 45
const deadAfterSeconds = jobLimitSeconds + 15

/**
 * Starts taking jobs. Works through what is due, then sleeps until Postgres tells of a new one.
 * @throws Error where the database cannot be reached at the start; later it is waited for
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const runner = await supervise(options)
  const recovery: PeriodicJob = {
    name: 'release-dead-jobs',
    everySeconds: 30,
    run: () => releaseDeadJobs(options.db, addSeconds(now(), -deadAfterSeconds)),
  }
  const timers = [recovery, ...(options.periodic ?? [])].map(job => repeat(job, options))
  return {
    async stop() {
      await Promise.all([...timers.map(stopTimer => stopTimer()), runner.stop()])
    },
  }
}

/**
 * Keeps a runner going: graphile-worker shuts itself down when it cannot write that a job is done, as happens when
 * Postgres restarts at that moment. The job then counts as a dead worker's.
 */
async function supervise(options: WorkerOptions): Promise<Worker> {
  const begin = () => run({ ...sharedOptions(options), concurrency: options.concurrency ?? 12, pollInterval: 2000 })
  const stopping = new AbortController()
  let runner = await begin()
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await runner.promise.catch(error => options.log.fault('worker.ended', error))
      while (!stopping.signal.aborted) {
        await sleep(1000, undefined, { signal: stopping.signal }).catch(() => undefined)
        if (stopping.signal.aborted) break
        try {
          runner = await begin()
          options.log.warn('worker.restarted')
          break
        } catch (error) {
          options.log.fault('worker.not-restarted', error)
        }
      }
    }
  })()
  return {
    async stop() {
      stopping.abort()
      // refuses where it has ended by itself
      await runner.stop().catch(() => undefined)
      await watching
    },
  }
}

/** For tests and tools: does every job that is due now, and those that these bring about, then returns. */
export const drainJobs = (options: WorkerOptions): Promise<void> => runOnce(sharedOptions(options))

function sharedOptions(options: WorkerOptions): RunnerOptions {
  return {
    pgPool: options.pool,
    taskList: taskList(options),
    parsedCronItems: [],
    // the clock of the process, as everywhere: what is due moves with it
    useNodeTime: true,
    // without a batch the library leaves a failed write of a job's end as an unhandled rejection, which ends the process
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    // main.ts ends the process in its own order
    noHandleSignals: true,
    logger: new JobLogger(() => level => {
      // its messages quote jobs and errors; what matters is logged by the wrapper below
      if (level === 'error') options.log.debug('worker.trouble')
    }),
  }
}

function taskList({ handlers, log, metrics }: WorkerOptions): TaskList {
  const wrapped = Object.entries(handlers).map(([name, handle]) => {
    const task: TaskList[string] = async (payload, { job }) =>
      withCorrelation(`job-${job.id}`, async () => {
        const started = performance.now()
        const seconds = () => (performance.now() - started) / 1000
        try {
          await withinLimit(handle(payload as Parameters<JobHandler>[0]))
          metrics?.job(name, 'done', seconds())
        } catch (error) {
          metrics?.job(name, 'failed', seconds())
          log.fault('job.failed', error, { job: name, attempts: job.attempts })
          // the queue writes the message of what is thrown into its table, in clear
          const { name: kind, code } = describeError(error)
          throw new Error(code ? `${kind} ${code}` : kind)
        }
      })
    return [name, task] as const
  })
  return Object.fromEntries(wrapped)
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('job took too long'), { code: 'JOB_TIMEOUT' })),
      jobLimitSeconds * 1000,
    )
  })
  try {
    await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs a periodic job at once and then at its interval, never over itself. @returns stops it, after a run that is on */
function repeat(job: PeriodicJob, { log, metrics }: Pick<WorkerOptions, 'log' | 'metrics'>): () => Promise<void> {
  let running: Promise<void> | undefined
  const stopping = new AbortController()
  const once = async (): Promise<void> => {
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    try {
      await withCorrelation(`job-${job.name}`, () => job.run(stopping.signal))
      metrics?.job(job.name, 'done', seconds())
    } catch (error) {
      metrics?.job(job.name, 'failed', seconds())
      log.fault('job.failed', error, { job: job.name })
    } finally {
      running = undefined
    }
  }
  const tick = () => {
    running ??= once()
  }
  const timer = setInterval(tick, job.everySeconds * 1000)
  timer.unref()
  tick()
  return async () => {
    clearInterval(timer)
    stopping.abort()
    await running
  }
}
