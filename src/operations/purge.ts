import { addSeconds, days, now } from '../platform/index.ts'
import {
  deleteExpired,
  deleteExpiredLimits,
  deleteOrphanedSessionClients,
  purgeBatch,
  purgeRules,
  wipeExpiredMessages,
} from '../store/purge.ts'
import { eraseClosedAccounts } from './account-closing.ts'
import { forgetUnanswered } from './application-queue.ts'
import { purgeAuditBatch } from './audit-seal.ts'
import { forgetCounts } from './event-counts.ts'
import type { House } from './house.ts'

/** HIPAA 45 CFR 164.316(b)(2)(i): six years. */
export const auditKeepDays = 2192

type Counts = Record<string, number>

/**
 * Removes what has come to the end of its life, in statements of at most a thousand rows, each a transaction of its
 * own. Any number of instances may run it at once: each takes rows that no other has.
 * @param signal stops it after the batch that is running; the next call goes on
 * @returns rows removed by table (`messages.body`: bodies wiped; `applications.unanswered`: nobody decided)
 */
export async function purge(
  house: Pick<House, 'db' | 'sealer'> & Partial<Pick<House, 'metrics' | 'log' | 'settings'>>,
  signal?: AbortSignal,
): Promise<Readonly<Counts>> {
  const { db } = house
  const at = now()
  const daysAgo = (count: number) => addSeconds(at, -days(count))
  const steps: Record<string, () => Promise<number>> = {
    'messages.body': () => wipeExpiredMessages(db, addSeconds(at, -60)),
    ...Object.fromEntries(
      purgeRules.map(rule => [rule.table, () => deleteExpired(db, rule.table, daysAgo(rule.keepDays))]),
    ),
    'applications.unanswered': () => forgetUnanswered(house, at, purgeBatch),
    accounts: () => eraseClosedAccounts(house, at, purgeBatch),
    limits: () => deleteExpiredLimits(db, at),
    session_clients: () => deleteOrphanedSessionClients(db, daysAgo(2)),
    event_counts: () => forgetCounts(house, at, purgeBatch),
    audit_events: () => purgeAuditBatch(house, daysAgo(auditKeepDays), purgeBatch),
  }
  const counts: Counts = {}
  for (const [table, step] of Object.entries(steps)) {
    if (signal?.aborted) break
    let total = 0
    for (;;) {
      const removed = await step()
      total += removed
      if (removed < purgeBatch || signal?.aborted) break
    }
    counts[table] = total
    if (total > 0) house.metrics?.purged(table, total)
  }
  return counts
}
