import type { House } from '../operations/house.ts'
import { now } from '../platform/index.ts'
import { extendFlow, type FlowRow, findFlow, findInteractionFlow } from '../store/flows.ts'
import {
  type AnyFlow,
  type Ask,
  type Brought,
  type Outcome,
  type ScriptAnswer,
  type StepContext,
  type Visitor,
  WriteRefused,
} from './contract.ts'
import { currentStep, isStepSatisfied, mayEnter } from './derivation.ts'
import { chargeLimits, type LimitRegistry } from './limits.ts'
import { extendedExpiry, type FlowRecord, interactionHash, openRecord, virtualRecord } from './record.ts'
import { closedReply, type FlowReply, pageReply, type StepProblem, turnedAway } from './reply.ts'
import { closeAfterLoss, complete, LostGuard, type Rooms, settle, VersionClash } from './settlement.ts'

/** Which journey a request is about: by its own id, or by name inside an interaction or at an entry page. */
export type FlowAddress =
  | { readonly by: 'id'; readonly id: string }
  | {
      readonly by: 'name'
      readonly flow: string
      readonly ask: Ask
      readonly given?: Record<string, unknown>
      /** The flows of the interaction, where this request has read them a moment ago. */
      readonly rows?: readonly FlowRow[]
    }

export interface FlowRequest {
  readonly address: FlowAddress
  /** Value of the browser cookie; it owns the flow. */
  readonly browser: string
  readonly visitor: Visitor
}

export interface FlowEngine {
  /** GET of the dispatcher: where is this journey? Changes nothing. */
  dispatch(request: FlowRequest): Promise<FlowReply>
  /** GET of a step's page. Changes nothing. */
  open(request: FlowRequest, step: string): Promise<FlowReply>
  /**
   * POST of a step: may it be entered, parse, charge limits, `handle`, one transaction, then the next place.
   * @param step left out at an entry page: whichever step a new journey begins with
   * @param drawn the flow as its form showed it: a stale version of a satisfied step is a double submit, and a flow
   *   without a row gets the id that its form carried, so that its first POST counts once
   */
  submit(
    request: FlowRequest,
    step: string | undefined,
    body: Readonly<Record<string, unknown>>,
    drawn?: { readonly version: number; readonly id?: string },
  ): Promise<FlowReply>
  /**
   * GET that comes back from elsewhere (an upstream sign-in): the current step takes what was brought, in one transaction
   * under the flow's version. The one who calls this has spent the handle that it came with, so it happens once.
   */
  arrive(request: FlowRequest, brought: Brought): Promise<FlowReply>
  /**
   * POST of a page's script to its own step: what it needs before it can answer. Changes nothing of the journey.
   * @returns the answer, or undefined where this step has nothing to tell
   */
  inquire(
    request: FlowRequest,
    step: string | undefined,
    drawn: { readonly version: number; readonly id?: string },
  ): Promise<ScriptAnswer | undefined>
  /** "I need more time". @returns the flow as it lives on, or undefined where it is gone, closed or another browser's */
  extend(request: FlowRequest): Promise<FlowRecord | undefined>
}

export interface FlowEngineParts {
  readonly house: House
  readonly flows: readonly AnyFlow[]
  readonly limits: LimitRegistry
  readonly timer?: Timer
}
/** What waits: tests bring one that does not. */
export interface Timer {
  /** milliseconds; only differences count */
  monotonic(): number
  wait(milliseconds: number): Promise<void>
}
const systemTimer: Timer = {
  monotonic: () => performance.now(),
  wait: milliseconds => new Promise(done => setTimeout(done, milliseconds)),
}

export function createFlowEngine({ house, flows, limits, timer = systemTimer }: FlowEngineParts): FlowEngine {
  const byName = new Map(flows.map(flow => [flow.name, flow]))
  const rooms: Rooms = {
    house,
    flowNamed(name) {
      const flow = byName.get(name)
      if (!flow) throw new Error(`no flow is named ${name}`)
      return flow
    },
  }

  async function load(
    { address, browser }: FlowRequest,
    at: Date,
  ): Promise<FlowRecord | Extract<FlowReply, { kind: 'restart' }>> {
    const browserHash = house.sealer.index('flow.browser', browser)
    if (address.by === 'id') {
      const row = await findFlow(house.db, address.id)
      const flow = row && byName.get(row.name)
      if (!row || !flow) return { kind: 'restart', reason: 'unknown' }
      const record = openRecord(house, flow, row)
      const ask = { flow: flow.name, ...(record ? { ask: publicAsk(record.ask) } : {}) }
      if (!browserHash.equals(row.browser_hash)) return { kind: 'restart', reason: 'foreign', ...ask }
      if (!record || row.expires_at <= at) return { kind: 'restart', reason: 'expired', ...ask }
      return record
    }
    const flow = byName.get(address.flow)
    if (!flow) return { kind: 'restart', reason: 'unknown' }
    const fresh = () => virtualRecord(house, flow, browserHash, address.ask, address.given ?? {}, at)
    const interaction = interactionHash(house, address.ask.interactionUid)
    const row = address.rows
      ? address.rows.find(({ name }) => name === flow.name)
      : interaction && (await findInteractionFlow(house.db, interaction, flow.name))
    if (!row || row.expires_at <= at) return fresh()
    // the provider checked the interaction's own cookie; this must also be the browser that began the flow
    if (!browserHash.equals(row.browser_hash))
      return { kind: 'restart', reason: 'foreign', flow: flow.name, ask: publicAsk(address.ask) }
    return openRecord(house, flow, row) ?? fresh()
  }

  const contextOf = (record: FlowRecord, visitor: Visitor, at: Date): StepContext => ({
    house,
    now: at,
    ask: record.ask,
    visitor,
    flow: { id: record.id, name: record.flow.name, reference: record.reference },
  })

  /** A denied journey, or one that went on elsewhere, can be begun again at its first step: the next POST makes a new row. */
  async function reopened(
    { address, visitor }: FlowRequest,
    record: FlowRecord,
    step: string | undefined,
    at: Date,
  ): Promise<FlowRecord> {
    const { ending } = record
    const mayBeginAgain = ending?.kind === 'denied' || (ending?.kind === 'flow' && record.flow.again)
    if (!mayBeginAgain || address.by !== 'name') return record
    const fresh = virtualRecord(house, record.flow, record.browserHash, address.ask, address.given ?? {}, at)
    const scene = await fresh.flow.scene(house.db, fresh.facts, contextOf(fresh, visitor, at))
    const first = currentStep(fresh.flow, fresh.facts, scene, fresh.ask)?.name
    return step === undefined || step === first ? fresh : record
  }

  const isTurnedAway = ({ visitor }: FlowRequest, { flow }: FlowRecord): boolean =>
    flow.turnsAway !== undefined && visitor.turnedAwayFrom?.includes(flow.name) === true

  /** Answers, or fails, at a whole multiple of so many milliseconds after it began. */
  async function paced<T>(every: number | undefined, work: () => Promise<T>): Promise<T> {
    if (!every) return work()
    const began = timer.monotonic()
    try {
      return await work()
    } finally {
      const taken = timer.monotonic() - began
      await timer.wait(Math.max(1, Math.ceil(taken / every)) * every - taken)
    }
  }

  const engine: FlowEngine = {
    async dispatch(request) {
      const at = now()
      const record = await load(request, at)
      if (!('version' in record)) return record
      if (isTurnedAway(request, record)) return turnedAway(record)
      if (record.ending) return closedReply(record, false)
      const context = contextOf(record, request.visitor, at)
      const scene = await record.flow.scene(house.db, record.facts, context)
      const step = currentStep(record.flow, record.facts, scene, record.ask)
      if (!step) return withGuards(request, context, record, () => complete(rooms, record, scene, context))
      // a journey without a row is drawn where it stands: one redirect less for every sign-in
      return record.version === 0 ? pageReply(record, step, scene) : { kind: 'go', record, step: step.name }
    },

    async open(request, name) {
      const at = now()
      const loaded = await load(request, at)
      if (!('version' in loaded)) return loaded
      const record = await reopened(request, loaded, name, at)
      if (isTurnedAway(request, record)) return turnedAway(record)
      if (record.ending) return closedReply(record, false)
      const context = contextOf(record, request.visitor, at)
      const scene = await record.flow.scene(house.db, record.facts, context)
      const step = mayEnter(record.flow, name, record.facts, scene, record.ask)
      if (step) return pageReply(record, step, scene)
      const current = currentStep(record.flow, record.facts, scene, record.ask)
      if (current)
        return record.version === 0 ? pageReply(record, current, scene) : { kind: 'go', record, step: current.name }
      return withGuards(request, context, record, () => complete(rooms, record, scene, context))
    },

    async submit(request, name, body, drawn) {
      const at = now()
      const loaded = await load(request, at)
      if (!('version' in loaded)) return loaded
      const current = await reopened(request, loaded, name, at)
      const record = current.version === 0 && drawn?.id ? { ...current, id: drawn.id } : current
      if (isTurnedAway(request, record)) return turnedAway(record)
      if (record.ending) return closedReply(record, false)
      const context = contextOf(record, request.visitor, at)
      const scene = await record.flow.scene(house.db, record.facts, context)
      const step =
        name === undefined
          ? currentStep(record.flow, record.facts, scene, record.ask)
          : mayEnter(record.flow, name, record.facts, scene, record.ask)
      const isStale = drawn !== undefined && drawn.version !== record.version
      if (!step || (isStale && isStepSatisfied(step, record.facts))) return engine.dispatch(request)

      const parsed = step.input.safeParse(body)
      if (!parsed.success) return pageReply(record, step, scene, problemOf(parsed.error.issues[0]))
      const input = parsed.data as Record<string, unknown>
      const charge = await chargeLimits(limits, step.limits, context, input, record.facts)
      if (charge.kind === 'refused')
        return pageReply(record, step, scene, { code: 'too-many-tries', retryAfter: charge.retryAfter })
      return paced(step.answersEvery?.(context), () =>
        withGuards(request, context, record, async () => {
          const limited = charge.kind === 'silent' ? { limited: true } : {}
          const outcome = await step.handle({ ...context, ...limited }, record.facts as never, scene, input)
          const submission = { record, step, scene, context }
          try {
            return await settle(rooms, submission, outcome as Outcome<unknown, never>)
          } catch (error) {
            if (!(error instanceof WriteRefused)) throw error
            const { problem, field } = error
            return settle(rooms, submission, {
              kind: 'retry',
              problem,
              field,
              ...(outcome.audit ? { audit: outcome.audit } : {}),
            })
          }
        }),
      )
    },

    async arrive(request, brought) {
      const at = now()
      const record = await load(request, at)
      if (!('version' in record)) return record
      if (record.ending) return closedReply(record, false)
      const context = contextOf(record, request.visitor, at)
      const scene = await record.flow.scene(house.db, record.facts, context)
      const step = currentStep(record.flow, record.facts, scene, record.ask)
      // the person went another way meanwhile, in another tab
      const { arrive } = step ?? {}
      if (!step || !arrive) return { kind: 'again', id: record.id }
      return withGuards(request, context, record, async () => {
        const outcome = await arrive.call(step, context, record.facts as never, scene, brought)
        return settle(rooms, { record, step, scene, context }, outcome as Outcome<unknown, never>)
      })
    },

    async inquire(request, name, drawn) {
      const at = now()
      const loaded = await load(request, at)
      if (!('version' in loaded)) return undefined
      const current = await reopened(request, loaded, name, at)
      // the id that the form's own POST will make the row with: what is kept for it is found again then
      const record = current.version === 0 && drawn.id ? { ...current, id: drawn.id } : current
      if (record.ending) return undefined
      const context = contextOf(record, request.visitor, at)
      const scene = await record.flow.scene(house.db, record.facts, context)
      const step =
        name === undefined
          ? currentStep(record.flow, record.facts, scene, record.ask)
          : mayEnter(record.flow, name, record.facts, scene, record.ask)
      if (!step?.inquire) return undefined
      // nothing is written for it, so that asking costs what looking at the page costs, and is counted as little
      return step.inquire(context, record.facts as never, scene)
    },

    async extend(request) {
      const at = now()
      const record = await load(request, at)
      if (!('version' in record) || record.ending) return undefined
      if (record.version > 0) await extendFlow(house.db, record.id, extendedExpiry(record, at))
      return record
    },
  }

  /** A version clash (double submit, two tabs) is a redirect to the dispatcher, not an error. */
  async function withGuards(
    request: FlowRequest,
    context: StepContext,
    record: FlowRecord,
    work: () => Promise<FlowReply>,
  ): Promise<FlowReply> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof VersionClash) return { kind: 'again', id: record.id }
      if (!(error instanceof LostGuard)) throw error
      const latest = await load(asStoredNow(request), context.now)
      if (!('version' in latest) || latest.ending) return { kind: 'again', id: record.id }
      try {
        return await closeAfterLoss(rooms, latest.version > 0 ? latest : record, context, error.problem)
      } catch (clash) {
        // a double submit lost the same guard and closed the flow a moment before
        if (clash instanceof VersionClash) return { kind: 'again', id: record.id }
        throw clash
      }
    }
  }

  return engine
}

/** The same request about the flow as it is now, whatever was read before. */
function asStoredNow(request: FlowRequest): FlowRequest {
  const { address } = request
  if (address.by === 'id') return request
  const { rows: _read, ...rest } = address
  return { ...request, address: rest }
}

/** zod messages that are problem codes pass as such; anything else is "check this field". */
function problemOf(
  issue: { readonly message: string; readonly path: readonly PropertyKey[] } | undefined,
): StepProblem {
  const field = issue?.path[0]
  return {
    code: issue && /^[a-z][a-z0-9-]*$/.test(issue.message) ? issue.message : 'input',
    ...(typeof field === 'string' ? { field } : {}),
  }
}

/** What a stranger's browser may learn of a journey: where to start afresh, nothing of the person. */
const publicAsk = (ask: Ask): Ask => ({ organization: ask.organization, ...(ask.client ? { client: ask.client } : {}) })
