import { sql } from 'kysely'
import { advisoryLocks } from './advisory-locks.ts'
import type { Database, Reader, Transaction } from './database.ts'
import type { EventCountsTable, MessagesTable } from './tables.ts'

export type CountUnit = EventCountsTable['unit']
export type CountKey = Pick<EventCountsTable, 'unit' | 'begins_at' | 'type' | 'outcome' | 'organization_id' | 'reason'>

/** Adds to what was counted before. Each key once; for one caller at a time, who holds a lock for its kind of events. */
export async function addEventCounts(
  tx: Transaction,
  counts: readonly (CountKey & { readonly count: number })[],
): Promise<void> {
  if (counts.length === 0) return
  await sql`
    insert into event_counts (unit, begins_at, type, outcome, organization_id, reason, count)
    select * from unnest(
      ${counts.map(each => each.unit)}::text[],
      ${counts.map(each => each.begins_at)}::timestamptz[],
      ${counts.map(each => each.type)}::text[],
      ${counts.map(each => each.outcome)}::text[],
      ${counts.map(each => each.organization_id)}::text[],
      ${counts.map(each => each.reason)}::text[],
      ${counts.map(each => each.count)}::bigint[])
    on conflict (unit, organization_id, begins_at, type, outcome, reason)
    do update set count = event_counts.count + excluded.count`.execute(tx)
}

/** Stands for all organisations together, and what was for none: whoever asks for everything reads as little as for one. */
export const everywhere = '*'

/** Of which time, and of which organisations; everything where left out. */
export interface CountQuestion {
  readonly unit: CountUnit
  readonly from: Date
  /** not itself */
  readonly until: Date
  readonly within?: readonly string[]
}
const asked = (read: Reader, { unit, from, until, within }: CountQuestion) =>
  read
    .selectFrom('event_counts')
    .where('unit', '=', unit)
    .where('organization_id', 'in', within ?? [everywhere])
    .where('begins_at', '>=', from)
    .where('begins_at', '<', until)

export interface CountTotal {
  readonly type: string
  readonly outcome: string
  readonly reason: string
  readonly count: number
}
/** How often what happened in the whole of that time. */
export async function findCountTotals(
  read: Reader,
  question: CountQuestion,
  { prefix, notPrefix }: { readonly prefix?: string; readonly notPrefix?: string } = {},
): Promise<CountTotal[]> {
  if (question.within?.length === 0) return []
  const rows = await asked(read, question)
    .select(['type', 'outcome', 'reason'])
    .select(eb => eb.fn.sum<string>('count').as('count'))
    .$if(prefix !== undefined, query => query.where(sql<boolean>`starts_with(type, ${prefix})`))
    .$if(notPrefix !== undefined, query => query.where(sql<boolean>`not starts_with(type, ${notPrefix})`))
    .groupBy(['type', 'outcome', 'reason'])
    .execute()
  return rows.map(row => ({ ...row, count: Number(row.count) }))
}

/** How often some types happened, hour by hour or day by day; what did not happen is left out. */
export async function findCountSeries(
  read: Reader,
  question: CountQuestion,
  types: readonly string[],
): Promise<{ readonly beginsAt: Date; readonly outcome: string; readonly count: number }[]> {
  if (question.within?.length === 0) return []
  const rows = await asked(read, question)
    .select(['begins_at', 'outcome'])
    .select(eb => eb.fn.sum<string>('count').as('count'))
    .where('type', 'in', types)
    .groupBy(['begins_at', 'outcome'])
    .execute()
  return rows.map(row => ({ beginsAt: row.begins_at, outcome: row.outcome, count: Number(row.count) }))
}

/** Since when there are counts at all. */
export async function findFirstCount(read: Reader): Promise<Date | undefined> {
  const row = await read
    .selectFrom('event_counts')
    .select('begins_at')
    .where('unit', '=', 'day')
    .where('organization_id', '=', everywhere)
    .orderBy('begins_at')
    .limit(1)
    .executeTakeFirst()
  return row?.begins_at
}

/** Held until the transaction ends: one counts messages at a time. @returns false where another does */
export async function tryLockMessageCounts(tx: Transaction): Promise<boolean> {
  const { rows } = await sql<{
    taken: boolean
  }>`select pg_try_advisory_xact_lock(${advisoryLocks.eventCounts}) as taken`.execute(tx)
  return rows[0]?.taken === true
}

/** Takes messages that have ended and were not counted yet: from now on they are. */
export const takeUncountedMessages = (
  tx: Transaction,
  limit: number,
): Promise<Pick<MessagesTable, 'channel' | 'state' | 'failure' | 'organization_id' | 'created_at'>[]> =>
  tx
    .updateTable('messages')
    .set({ counted: true })
    .where('id', 'in', query =>
      query
        .selectFrom('messages')
        .select('id')
        .where('counted', '=', false)
        .where('state', '<>', 'queued')
        .orderBy('id')
        .limit(limit),
    )
    .returning(['channel', 'state', 'failure', 'organization_id', 'created_at'])
    .execute()

/** At most so many counts of a unit that began before. */
export async function deleteCountsBefore(db: Database, unit: CountUnit, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from event_counts where ctid = any(array(
      select ctid from event_counts where unit = ${unit} and begins_at < ${before}
      order by begins_at limit ${limit} for update skip locked))`.execute(db)
  return Number(numAffectedRows ?? 0)
}
