import { z } from 'zod'
import type { House } from '../operations/house.ts'
import { addSeconds, newId, newReference } from '../platform/index.ts'
import type { FlowRow } from '../store/flows.ts'
import type { AnyFlow, Ask, Completion, ProblemCode } from './contract.ts'

/** How a flow ended, stored so that a closed flow repeats its departure. */
export type Ending =
  | Exclude<Completion, { kind: 'flow' | 'denied' }>
  /** The flow that it went on into, by id. */
  | { readonly kind: 'flow'; readonly flow: string; readonly id: string }
  | { readonly kind: 'denied'; readonly problem: ProblemCode }

/** A flow as the engine holds it in memory; `version` 0 means that no row exists yet. */
export interface FlowRecord {
  readonly id: string
  readonly flow: AnyFlow
  readonly browserHash: Buffer
  readonly ask: Ask
  readonly facts: Readonly<Record<string, unknown>>
  readonly ending?: Ending
  readonly version: number
  readonly reference: string
  readonly accountId: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** A journey that has no row yet: GET shows its first step, its first POST makes the row. */
export function virtualRecord(
  house: House,
  flow: AnyFlow,
  browserHash: Buffer,
  ask: Ask,
  given: Readonly<Record<string, unknown>>,
  at: Date,
): FlowRecord {
  return {
    id: newId(),
    flow,
    browserHash,
    ask,
    facts: { ...flow.begin?.(ask), ...given },
    version: 0,
    reference: newReference(house.random),
    accountId: null,
    createdAt: at,
    expiresAt: addSeconds(at, flow.ttl),
  }
}

/**
 * Opens a stored row. Facts that no longer parse (an older release wrote them) make it `undefined`: the journey
 * restarts politely.
 */
export function openRecord(house: House, flow: AnyFlow, row: FlowRow): FlowRecord | undefined {
  const facts = parseFacts(flow, house.sealer.openJson('flow.facts', row.facts_sealed))
  if (!facts) return undefined
  return {
    id: row.id,
    flow,
    browserHash: row.browser_hash,
    ask: askOf(flow, house.sealer.openJson<Ask>('flow.ask', row.ask_sealed), facts),
    facts,
    ...(row.completion_sealed
      ? { ending: house.sealer.openJson<Ending>('flow.completion', row.completion_sealed) }
      : {}),
    version: row.version,
    reference: row.reference,
    accountId: row.account_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

/** What was asked, at the organisation whose journey this is: the one that was given, else the one that facts name. */
export function askOf(flow: AnyFlow, ask: Ask, facts: FlowRecord['facts']): Ask {
  const organization = ask.organizationGiven ? undefined : flow.organizationOf?.(facts)
  return organization ? { ...ask, organization } : ask
}

/** The provider's interaction, as flows know it: its uid is the value of a cookie, so it is kept as a hash only. */
export const interactionHash = (house: Pick<House, 'sealer'>, uid: string | undefined): Buffer | undefined =>
  uid === undefined ? undefined : house.sealer.index('flow.interaction', uid)

export function sealRecord(house: House, record: FlowRecord, at: Date): FlowRow {
  const { ending } = record
  return {
    id: record.id,
    name: record.flow.name,
    browser_hash: record.browserHash,
    interaction_hash: interactionHash(house, record.ask.interactionUid) ?? null,
    ask_sealed: house.sealer.sealJson('flow.ask', record.ask),
    facts_sealed: house.sealer.sealJson('flow.facts', record.facts),
    completion_sealed: ending ? house.sealer.sealJson('flow.completion', ending) : null,
    state: !ending ? 'open' : ending.kind === 'denied' ? 'denied' : 'completed',
    version: record.version,
    reference: record.reference,
    account_id: record.accountId,
    expires_at: record.expiresAt,
    created_at: record.createdAt,
    updated_at: at,
  }
}

/** A journey under way has some of its facts only, so the schema is read as partial. */
function parseFacts(flow: AnyFlow, stored: unknown): Record<string, unknown> | undefined {
  const schema = flow.facts instanceof z.ZodObject ? flow.facts.partial() : flow.facts
  const asStored = schema.safeParse(stored)
  if (asStored.success) return asStored.data as Record<string, unknown>
  const revived = schema.safeParse(reviveDates(stored))
  return revived.success ? (revived.data as Record<string, unknown>) : undefined
}

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
/** JSON keeps instants as text; facts hold `Date`, so instants come back as what they were. */
function reviveDates(value: unknown): unknown {
  if (typeof value === 'string' && isoInstant.test(value)) return new Date(value)
  if (Array.isArray(value)) return value.map(reviveDates)
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, reviveDates(member)]))
  }
  return value
}

/** An open flow lives for its ttl after each submit, and an hour in all. */
export function extendedExpiry(record: FlowRecord, at: Date): Date {
  const idle = addSeconds(at, record.flow.ttl).getTime()
  const absolute = addSeconds(record.createdAt, Math.max(record.flow.ttl, 3600)).getTime()
  return new Date(Math.min(idle, absolute))
}
