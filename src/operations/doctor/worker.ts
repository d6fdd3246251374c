import { addSeconds, minutes } from '../../platform/index.ts'
import { findJobTrouble } from '../../store/jobs.ts'
import { findOldestQueuedMessage } from '../../store/messages.ts'
import { type Check, type Examined, type Finding, failed, fine } from './contract.ts'

/** Longer than any job runs, and than a message waits for its next try while its gateway is well. */
const patience = minutes(10)

/** Jobs that nobody takes or that were given up, and the age of the outbox. */
export const workerCheck: Check<Examined> = {
  name: 'worker',
  after: ['migrations'],
  async run({ db, at }) {
    const late = addSeconds(at, -patience)
    const { dead, oldestDue } = await findJobTrouble(db, late)
    const oldest = await findOldestQueuedMessage(db)
    const findings: Finding[] = []
    if (dead.length > 0)
      findings.push(
        failed(
          `jobs were given up: ${dead.map(({ name, count }) => `${name} (${count})`).join(', ')}`,
          'find out why ("job.failed" in the log), then let them run again: select graphile_worker.reschedule_jobs(array_agg(id), attempts => 0) from graphile_worker.jobs where attempts >= max_attempts',
        ),
      )
    if (oldestDue)
      findings.push(
        failed(
          `a job is due since ${oldestDue.toISOString()}, and nobody takes it`,
          'start an instance that takes jobs ("vestibule serve")',
        ),
      )
    if (oldest && oldest <= late)
      findings.push(
        failed(
          `a message waits in the outbox since ${oldest.toISOString()}`,
          'see that an instance runs ("vestibule serve") and that its gateway takes messages (vestibule_deliveries_total)',
        ),
      )
    return findings.length > 0 ? findings : [fine('no job is late or given up, and the outbox is empty or young')]
  },
}
