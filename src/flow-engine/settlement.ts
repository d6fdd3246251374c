import { type AuditEntry, recordAudit } from '../operations/audit.ts'
import type { House } from '../operations/house.ts'
import { createFlow, createFlowLast, deleteFlow, isFlowTaken, updateFlow } from '../store/flows.ts'
import type { Transaction } from '../store/index.ts'
import type {
  AnyFlow,
  AnyStep,
  Ask,
  AuditDetail,
  Completion,
  Outcome,
  StepContext,
  Visitor,
  Write,
} from './contract.ts'
import { currentStep, factsAfter, mayEnter } from './derivation.ts'
import { askOf, type Ending, extendedExpiry, type FlowRecord, sealRecord, virtualRecord } from './record.ts'
import type { FlowReply, StepProblem } from './reply.ts'
import { closedReply, pageReply, turnedAway } from './reply.ts'

/** Thrown inside the transaction where the version guard failed: another tab or a double submit was faster. */
export class VersionClash extends Error {}
/** Thrown inside the transaction where a guard of `complete` was lost: all of it rolls back. */
export class LostGuard extends Error {
  readonly problem: string
  constructor(problem: string) {
    super('the flow lost a guard to another request')
    this.problem = problem
  }
}

/** Where settling happens: the house, and the flows that one can go on into. */
export interface Rooms {
  readonly house: House
  flowNamed(name: string): AnyFlow
}

/** One step's submit, as `settle` needs it. */
export interface Submission {
  readonly record: FlowRecord
  readonly step: AnyStep<unknown, unknown>
  readonly scene: unknown
  readonly context: StepContext
}

/**
 * The one transaction of a submit: facts under the version guard, the step's writes, the audit row, what the next step
 * prepares, or the flow's completion.
 */
export async function settle(
  rooms: Rooms,
  submission: Submission,
  outcome: Outcome<unknown, never>,
): Promise<FlowReply> {
  const reply = await settled(rooms, submission, outcome)
  const { record, step } = submission
  const { metrics } = rooms.house
  if (record.version === 0) metrics.flowBegun(record.flow.name)
  metrics.flowStep(record.flow.name, step.name, outcome.kind)
  if (reply.kind === 'completed' || reply.kind === 'denied') metrics.flowEnded(record.flow.name, reply.kind)
  return reply
}

async function settled(rooms: Rooms, submission: Submission, outcome: Outcome<unknown, never>): Promise<FlowReply> {
  const { record, step, scene, context } = submission
  // a refused guess names an account but proves nobody: only an advance makes the journey that account's
  const accountId = outcome.kind === 'advance' ? (outcome.audit?.accountId ?? record.accountId) : record.accountId
  const base: FlowRecord = {
    ...record,
    accountId,
    ...(outcome.kind === 'advance'
      ? { ask: askOf(record.flow, record.ask, { ...record.facts, ...(outcome.facts as object) }) }
      : {}),
  }
  const writeBoth = async (tx: Transaction, extra: Record<string, unknown> = {}) => {
    if ('write' in outcome) await outcome.write?.(tx)
    await recordAudit(tx, rooms.house, auditOf(base, step.name, outcome.kind, context.visitor, outcome.audit, extra))
  }

  switch (outcome.kind) {
    case 'advance':
      return advance(rooms, submission, base, outcome.facts, writeBoth)
    case 'stay': {
      const after: FlowRecord = { ...base, facts: merged(record.facts, outcome.facts) }
      const saved = await write(rooms, record, after, context.now, async tx => {
        await writeBoth(tx, { notice: outcome.notice })
        return undefined
      })
      return {
        kind: 'go',
        record: saved,
        step: currentAfterStay(saved, step, scene),
        ...(outcome.notice ? { notice: outcome.notice } : {}),
      }
    }
    case 'retry': {
      // no version moves: what was typed stays, and a second tab is not disturbed; the first POST makes the row
      await rooms.house.db.transaction().execute(async tx => {
        await writeBoth(tx, { problem: outcome.problem })
        if (record.version > 0) return
        if (!(await createFlow(tx, sealRecord(rooms.house, { ...base, version: 1 }, context.now))))
          throw new VersionClash()
      })
      const problem: StepProblem = { code: outcome.problem, ...(outcome.field ? { field: outcome.field } : {}) }
      return pageReply({ ...base, version: Math.max(record.version, 1) }, step, scene, problem)
    }
    case 'leave':
      await write(rooms, record, { ...base, facts: merged(record.facts, outcome.facts) }, context.now, async tx => {
        await writeBoth(tx)
        return undefined
      })
      return { kind: 'leave', url: outcome.to.url }
    case 'turn-away':
      // whatever was typed before goes too
      if (record.version > 0) await rooms.house.db.transaction().execute(tx => deleteFlow(tx, record.id))
      return turnedAway(record)
    case 'deny':
      return deny(rooms, record, base, context.now, outcome.problem, tx => writeBoth(tx, { problem: outcome.problem }))
  }
}

async function advance(
  rooms: Rooms,
  submission: Submission,
  base: FlowRecord,
  given: unknown,
  writeBoth: (tx: Transaction, extra?: Record<string, unknown>) => Promise<void>,
): Promise<FlowReply> {
  const { record, step } = submission
  const context: StepContext = { ...submission.context, ask: base.ask }
  const facts = factsAfter(record.flow, step, record.facts, given as Record<string, unknown>)
  const scene = await record.flow.scene(rooms.house.db, facts, context)
  const next = currentStep(record.flow, facts, scene, base.ask)
  const prepared = next?.prepare ? await next.prepare(context, facts as never, scene) : undefined
  const after: FlowRecord = { ...base, facts: merged(facts, prepared?.facts) }
  const saved = await write(
    rooms,
    record,
    after,
    context.now,
    async tx => {
      await writeBoth(tx, next ? {} : { completes: true })
      if (!next) return record.flow.complete(tx, facts, scene, context)
      await prepared?.write?.(tx)
      return undefined
    },
    context,
  )
  return next ? { kind: 'go', record: saved, step: next.name } : closedReply(saved, true)
}

type Facts = FlowRecord['facts']

/** Facts with some replaced; one that is given as `undefined` falls. */
const merged = (facts: Facts, changes: Facts | undefined): Facts =>
  changes
    ? Object.fromEntries(Object.entries({ ...facts, ...changes }).filter(([, value]) => value !== undefined))
    : facts

/** Where a person is after a `stay`: the same step, unless the facts that fell put an earlier one before it. */
const currentAfterStay = (record: FlowRecord, step: AnyStep<unknown, unknown>, scene: unknown): string =>
  mayEnter(record.flow, step.name, record.facts, scene, record.ask)
    ? step.name
    : (currentStep(record.flow, record.facts, scene, record.ask)?.name ?? step.name)

/** Nothing is missing: completes now. Idempotent, so a GET that finds it may do it (a dispatcher after a lost reply). */
export async function complete(
  rooms: Rooms,
  record: FlowRecord,
  scene: unknown,
  context: StepContext,
): Promise<FlowReply> {
  const saved = await write(
    rooms,
    record,
    record,
    context.now,
    async tx => {
      await recordAudit(tx, rooms.house, auditOf(record, 'complete', 'advance', context.visitor, undefined, {}))
      return record.flow.complete(tx, record.facts, scene, context)
    },
    context,
  )
  return closedReply(saved, true)
}

/** Closes a flow whose guard was lost to another request. */
export const closeAfterLoss = (
  rooms: Rooms,
  record: FlowRecord,
  context: StepContext,
  problem: string,
): Promise<FlowReply> =>
  deny(rooms, record, record, context.now, problem, async tx => {
    await recordAudit(tx, rooms.house, auditOf(record, 'complete', 'deny', context.visitor, undefined, { problem }))
  })

async function deny(
  rooms: Rooms,
  before: FlowRecord,
  base: FlowRecord,
  at: Date,
  problem: string,
  work: Write,
): Promise<FlowReply> {
  const saved = await write(rooms, before, { ...base, ending: { kind: 'denied', problem } }, at, async tx => {
    await work(tx)
    return undefined
  })
  return closedReply(saved, true)
}

/**
 * One transaction under the version guard. A row that exists is guarded first, so whoever comes second waits on it and
 * then sees the newer version; a new row is made last, with its final state.
 */
async function write(
  rooms: Rooms,
  before: FlowRecord,
  after: FlowRecord,
  at: Date,
  work: (tx: Transaction) => Promise<Completion | undefined>,
  context?: StepContext,
): Promise<FlowRecord> {
  const next: FlowRecord = { ...after, expiresAt: extendedExpiry(after, at) }
  const written = rooms.house.db.transaction().execute(async tx => {
    const isNew = before.version === 0
    if (!isNew && !(await updateFlow(tx, sealRecord(rooms.house, { ...next, version: before.version }, at))))
      throw new VersionClash()
    const completion = await work(tx)
    const ending = completion ? await endingOf(tx, rooms, next, completion, at, context) : next.ending
    if (ending?.kind === 'denied' && !next.ending) throw new LostGuard(ending.problem)
    const saved: FlowRecord = { ...next, version: before.version + 1, ...(ending ? { ending } : {}) }
    if (isNew) await createFlowLast(tx, sealRecord(rooms.house, saved, at))
    if (isNew || !ending || next.ending) return saved
    if (!(await updateFlow(tx, sealRecord(rooms.house, saved, at)))) throw new VersionClash()
    return { ...saved, version: saved.version + 1 }
  })
  try {
    return await written
  } catch (error) {
    throw isFlowTaken(error) ? new VersionClash() : error
  }
}

/**
 * A flow that goes on into another makes that one's row here, owned by the same browser and asked the same. The POST
 * that ends the one is what makes a step of the other current, so what that step sends is sent here.
 */
async function endingOf(
  tx: Transaction,
  rooms: Rooms,
  record: FlowRecord,
  completion: Completion,
  at: Date,
  context?: StepContext,
): Promise<Ending> {
  if (completion.kind !== 'flow') return completion
  const { house } = rooms
  const begun = virtualRecord(
    house,
    rooms.flowNamed(completion.flow),
    record.browserHash,
    { ...(completion.ends ? endingAt(record.ask, completion.ends) : record.ask), ...completion.asks },
    completion.given,
    at,
  )
  const prepared = context && (await preparedFirst(tx, begun, context))
  const row = { ...begun, facts: merged(begun.facts, prepared?.facts), version: 1 }
  if (!(await createFlow(tx, sealRecord(house, row, at)))) throw new VersionClash()
  await prepared?.write?.(tx)
  return { kind: 'flow', flow: completion.flow, id: begun.id }
}

/** What was asked, but for where it ends. */
function endingAt(
  { client: _client, targetLinkUri: _target, returnTo: _back, ...asked }: Ask,
  ends: NonNullable<Extract<Completion, { kind: 'flow' }>['ends']>,
): Ask {
  return { ...asked, ...ends }
}

async function preparedFirst(tx: Transaction, begun: FlowRecord, ended: StepContext) {
  const { id, flow, facts, ask, reference } = begun
  const context: StepContext = { ...ended, ask, flow: { id, name: flow.name, reference } }
  const scene = await flow.scene(tx, facts, context)
  return currentStep(flow, facts, scene, ask)?.prepare?.(context, facts as never, scene)
}

function auditOf(
  record: FlowRecord,
  step: string,
  kind: string,
  visitor: Visitor,
  detail: AuditDetail | undefined,
  extra: Record<string, unknown>,
): AuditEntry {
  const accountId = detail?.accountId ?? record.accountId ?? undefined
  return {
    type: `flow.${record.flow.name}.${step}.${kind}`,
    outcome: kind === 'retry' || kind === 'deny' ? 'refused' : 'success',
    ...(accountId ? { accountId } : {}),
    ...(record.accountId ? { actor: record.accountId } : {}),
    ...(detail?.patientId ? { patientId: detail.patientId } : {}),
    organizationId: record.ask.organization,
    ...(record.ask.client ? { clientId: record.ask.client.id } : {}),
    correlationId: record.id,
    reference: record.reference,
    details: { ip: visitor.ip, device: visitor.userAgent, ...extra, ...detail?.details },
  }
}
