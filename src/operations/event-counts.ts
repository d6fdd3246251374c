import { addSeconds, days, type Sealer } from '../platform/index.ts'
import type { UnsealedEvent } from '../store/audit.ts'
import {
  addEventCounts,
  type CountKey,
  type CountUnit,
  deleteCountsBefore,
  everywhere,
  takeUncountedMessages,
  tryLockMessageCounts,
} from '../store/event-counts.ts'
import type { Transaction } from '../store/index.ts'
import { detailsPurpose } from './audit.ts'
import type { House } from './house.ts'

/** Counts by the hour are for looking at the last days. */
export const hoursKeptDays = 15
/** What stands as the reason of a step after which nothing is missing: the journey is complete. */
export const completes = 'completes'

/** Where an hour or a day begins, in UTC. */
export function beginOf(at: Date, unit: CountUnit): Date {
  const begin = new Date(at)
  if (unit === 'hour') begin.setUTCMinutes(0, 0, 0)
  else begin.setUTCHours(0, 0, 0, 0)
  return begin
}

interface Counted extends Omit<CountKey, 'unit' | 'begins_at' | 'organization_id'> {
  readonly at: Date
  readonly organization: string | null
}
const units: readonly CountUnit[] = ['hour', 'day']

function summed(all: readonly Counted[]) {
  const counts = new Map<string, CountKey & { count: number }>()
  const add = (key: CountKey) => {
    const name = JSON.stringify(key)
    const known = counts.get(name)
    if (known) known.count += 1
    else counts.set(name, { ...key, count: 1 })
  }
  for (const { at, organization, ...each } of all)
    for (const unit of units)
      for (const organization_id of organization ? [everywhere, organization] : [everywhere])
        add({ unit, organization_id, begins_at: beginOf(at, unit), ...each })
  return [...counts.values()]
}

/** Counts events, once each: in the transaction that gives them their place in the chain. */
export const countEvents = (tx: Transaction, sealer: Sealer, events: readonly UnsealedEvent[]): Promise<void> =>
  addEventCounts(
    tx,
    summed(
      events.map(event => ({
        at: event.at,
        type: event.type,
        outcome: event.outcome,
        organization: event.organization_id,
        reason: reasonOf(sealer, event),
      })),
    ),
  )

/** Words of our own code, never what somebody wrote: a free reason of staff is under another name. */
const code = /^[a-z][a-z0-9_-]{0,59}$/
function reasonOf(sealer: Sealer, { outcome, type, details_sealed }: UnsealedEvent): string {
  if (!details_sealed || (outcome === 'success' && !type.startsWith('flow.'))) return ''
  try {
    const details = sealer.openJson<Readonly<Record<string, unknown>>>(detailsPurpose, details_sealed)
    if (outcome === 'success') return details.completes === true ? completes : ''
    const reason = details.problem ?? details.error ?? (type === 'federation.refused' ? details.reason : undefined)
    return typeof reason === 'string' && code.test(reason) ? reason : ''
  } catch {
    // sealed by a key that is gone: it happened all the same
    return ''
  }
}

/** Counts what became of messages, once each. @returns how many were counted */
export async function countMessages({ db }: Pick<House, 'db'>, batch = 500): Promise<number> {
  let total = 0
  for (;;) {
    const counted = await db.transaction().execute(async tx => {
      if (!(await tryLockMessageCounts(tx))) return 0
      const messages = await takeUncountedMessages(tx, batch)
      await addEventCounts(
        tx,
        summed(
          messages.map(message => ({
            at: message.created_at,
            type: `message.${message.channel}`,
            outcome: message.state,
            organization: message.organization_id,
            reason: message.state === 'sent' || !code.test(message.failure ?? '') ? '' : (message.failure as string),
          })),
        ),
      )
      return messages.length
    })
    total += counted
    if (counted < batch) return total
  }
}

/** How long counts by the day are kept where the settings are not known. */
const daysKept = 400

/** Removes at most `batch` counts of days and of hours that are over for long. */
export async function forgetCounts(
  { db, settings }: Pick<House, 'db'> & Partial<Pick<House, 'settings'>>,
  at: Date,
  batch: number,
): Promise<number> {
  const before = (count: number) => addSeconds(at, -days(count))
  const ofHours = await deleteCountsBefore(db, 'hour', before(hoursKeptDays), batch)
  if (ofHours === batch) return batch
  return (
    ofHours + (await deleteCountsBefore(db, 'day', before(settings?.audit.counts_days ?? daysKept), batch - ofHours))
  )
}
