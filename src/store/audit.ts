import { type Insertable, type Selectable, sql } from 'kysely'
import { advisoryLocks } from './advisory-locks.ts'
import type { Database, Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'
import type { AuditEventsTable, AuditSealTable } from './tables.ts'

const newEvent = prepared((db, event: Insertable<AuditEventsTable>) => db.insertInto('audit_events').values(event))

/** Adds one event, not yet in the chain: chaining inside each transaction would serialise the product. */
export async function createAuditEvent(
  tx: Database | Transaction,
  event: Omit<Insertable<AuditEventsTable>, 'position' | 'hash'>,
): Promise<void> {
  await newEvent.send(tx, { ...event, hash: null })
}

/** What events are looked up by: one journey's reference code, or whom they are about. */
export type AuditFilter = { readonly reference: string } | { readonly accountId: string }

/** The newest events that fit, oldest of them first; details stay sealed. */
export async function findAuditEvents(read: Reader, filter: AuditFilter, limit: number) {
  const rows = await read
    .selectFrom('audit_events')
    .select(['id', 'at', 'type', 'outcome', 'organization_id', 'client_id', 'reference', 'details_sealed'])
    .$if('reference' in filter, query => query.where('reference', '=', (filter as { reference: string }).reference))
    .$if('accountId' in filter, query => query.where('account_id', '=', (filter as { accountId: string }).accountId))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse()
}

/** One event as the chain sees it: every column that says something, as text, in a fixed order. */
export interface ChainedEvent {
  readonly id: string
  readonly at: Date
  readonly content: readonly (string | null)[]
  readonly position: string | null
  readonly hash: Buffer | null
  readonly details_sealed: Buffer | null
  /** None for events of the days before details could be sealed anew: their content has the sealed bytes. */
  readonly details_hash: Buffer | null
}
/** What counts of an event besides. */
export interface UnsealedEvent extends ChainedEvent {
  readonly type: string
  readonly outcome: string
  readonly organization_id: string | null
}
export type AuditSeal = Selectable<AuditSealTable>

/** Held until the transaction ends: one sealer, or one retention run, at a time. @returns false where another has it */
export async function tryLockAuditChain(tx: Transaction): Promise<boolean> {
  const { rows } = await sql<{
    taken: boolean
  }>`select pg_try_advisory_xact_lock(${advisoryLocks.auditChain}) as taken`.execute(tx)
  return rows[0]?.taken === true
}

export const findAuditSeal = (read: Reader): Promise<AuditSeal | undefined> =>
  read.selectFrom('audit_seal').selectAll().where('id', '=', 1).executeTakeFirst()

// microseconds of the time, hexadecimal of bytes: nothing is rounded away on its way into the hash
const content = sql<(string | null)[]>`array[
  id::text, (extract(epoch from at) * 1000000)::bigint::text, type, outcome, actor, account_id::text, patient_id::text,
  organization_id, client_id, correlation_id, reference,
  coalesce('hash:' || encode(details_hash, 'hex'), encode(details_sealed, 'hex'))]`

/** The oldest events that are not in the chain yet. */
export const findUnsealedEvents = (read: Reader, limit: number): Promise<UnsealedEvent[]> =>
  read
    .selectFrom('audit_events')
    .select(['id', 'at', 'position', 'hash', 'details_sealed', 'details_hash', content.as('content')])
    .select(['type', 'outcome', 'organization_id'])
    .where('position', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()

/** Events in the chain, by position, after the given one. */
export const findSealedEvents = (read: Reader, after: bigint, limit: number): Promise<ChainedEvent[]> =>
  read
    .selectFrom('audit_events')
    .select(['id', 'at', 'position', 'hash', 'details_sealed', 'details_hash', content.as('content')])
    .where('position', '>', after.toString())
    .orderBy('position')
    .limit(limit)
    .execute()

/** When the oldest event happened that is not in the chain yet. */
export async function findOldestUnsealed(read: Reader): Promise<Date | undefined> {
  const [oldest] = await findUnsealedEvents(read, 1)
  return oldest?.at
}

export async function countUnsealedEvents(read: Reader): Promise<number> {
  const row = await read
    .selectFrom('audit_events')
    .select(eb => eb.fn.countAll<string>().as('count'))
    .where('position', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Gives events their place in the chain. @returns how many got it: fewer than asked where one had a place already */
export async function updateEventPlaces(
  tx: Transaction,
  places: readonly { readonly id: string; readonly position: bigint; readonly hash: Buffer }[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    update audit_events set position = place.position, hash = place.hash
    from unnest(
      ${places.map(place => place.id)}::uuid[],
      ${places.map(place => place.position.toString())}::bigint[],
      ${places.map(place => place.hash)}::bytea[]
    ) as place (id, position, hash)
    where audit_events.id = place.id and audit_events.position is null`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export async function updateAuditSeal(tx: Transaction, seal: Omit<AuditSeal, 'id'>): Promise<void> {
  await tx
    .insertInto('audit_seal')
    .values({ id: 1, ...seal })
    .onConflict(conflict => conflict.column('id').doUpdateSet(seal))
    .execute()
}

/** Removes the beginning of the chain, up to and including a position; the trigger lets retention alone do this. */
export async function deleteEventsUpTo(tx: Transaction, position: bigint): Promise<number> {
  await sql`select set_config('vestibule.audit_retention', 'on', true)`.execute(tx)
  const done = await tx.deleteFrom('audit_events').where('position', '<=', position.toString()).executeTakeFirst()
  await sql`select set_config('vestibule.audit_retention', 'off', true)`.execute(tx)
  return Number(done.numDeletedRows)
}
