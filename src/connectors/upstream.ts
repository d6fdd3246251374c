import type { InsurerObject } from '../core/objects/insurer.ts'
import { createCircuit } from '../platform/index.ts'
import type { ConnectorContext, ConnectorRefusal } from './contract.ts'
import { Refused, refusalOf, unavailable } from './refusal.ts'
import { stateOf } from './state.ts'

/** An insurer's end, for the length of one start, finish or refresh. */
export interface Upstream {
  /** Guarded; every answer is read whole before it is given back. All calls share one limit of time. */
  readonly fetch: typeof globalThis.fetch
  /** Asks the circuit, as the first call does by itself. @throws Refused while the insurer is left alone */
  admit(): void
  /** Whether this is the one that finds out how an insurer does which was left alone: it has to call. */
  isProbe(): boolean
}

/** What kept a call from its answer. */
type Trouble = 'timeout' | 'unreachable' | 'address-refused' | 'http-error'

/**
 * Does something with an insurer: all its calls end within the limit, their outcome is noted at the insurer's circuit,
 * and whatever was refused inside, or failed for want of an answer, is a refusal.
 * @param options `isForced` asks although it is left alone: the periodic refresh, staff who test it, somebody who comes
 *   back from it
 * @throws what is a fault of ours
 */
export async function withUpstream<T extends { readonly kind: string }>(
  context: ConnectorContext,
  insurer: InsurerObject,
  work: (upstream: Upstream) => Promise<T>,
  options: { readonly isForced?: boolean } = {},
): Promise<T | ConnectorRefusal> {
  const { house, now } = context
  const { federation } = house.settings
  const state = stateOf(house)
  const circuit = state.circuits.get(insurer.id) ?? createCircuit(federation.circuit)
  state.circuits.set(insurer.id, circuit)
  const limit = AbortSignal.timeout(federation.timeout_ms)
  let isAdmitted = false
  let hasCalled = false
  let isProbe = false
  /** Of any call, for the circuit; of the last one, for the refusal: after an earlier one a copy may have served. */
  let trouble: Trouble | undefined
  let lastTrouble: Trouble | undefined

  const admit = (): void => {
    if (isAdmitted) return
    const wasOpen = circuit.isOpen()
    if (!options.isForced && !circuit.admits(now)) throw unavailable('circuit-open')
    isAdmitted = true
    isProbe = wasOpen
  }
  const call = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    admit()
    hasCalled = true
    try {
      const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit
      const answer = await state.outbound.fetch(input, { ...init, signal })
      const body = await answer.arrayBuffer()
      lastTrouble = answer.status >= 500 ? 'http-error' : undefined
      trouble ??= lastTrouble
      const { status, headers } = answer
      return new Response(body.byteLength === 0 ? null : body, { status, headers: new Headers([...headers]) })
    } catch (error) {
      lastTrouble = troubleOf(error, limit.aborted)
      trouble = trouble === 'timeout' ? trouble : lastTrouble
      throw error
    }
  }
  try {
    return await work({ fetch: call as typeof globalThis.fetch, admit, isProbe: () => isProbe })
  } catch (error) {
    // whatever a library made of a call without answer, this is what it was
    if (lastTrouble) return refusalOf(unavailable(lastTrouble))
    if (error instanceof Refused) return refusalOf(error)
    throw error
  } finally {
    // a probe that never came to its call must not stay the one that others wait for
    const outcome = trouble ? (trouble === 'timeout' ? 'slow' : 'failed') : hasCalled ? 'well' : 'failed'
    if (isAdmitted && (hasCalled || isProbe)) note(context, insurer.id, outcome)
  }
}

function note({ house, now }: ConnectorContext, insurer: string, outcome: 'well' | 'failed' | 'slow'): void {
  const state = stateOf(house)
  const circuit = state.circuits.get(insurer)
  if (!circuit) return
  if (outcome === 'well') state.heard.set(insurer, now)
  const wasOpen = circuit.isOpen()
  circuit.note(outcome, now)
  if (wasOpen !== circuit.isOpen()) house.log.warn(wasOpen ? 'insurer.resumed' : 'insurer.paused', { insurer })
  house.metrics.insurerPaused(insurer, circuit.isOpen())
}

/** The call's own limit (settings `outbound.timeout_ms`) counts as much as that of all of them. */
function troubleOf(error: unknown, isLimitOver: boolean): Trouble {
  if (isLimitOver || (error as Error).name === 'TimeoutError') return 'timeout'
  const { code } = ((error as Error).cause ?? {}) as { code?: string }
  if (code === 'OUTBOUND_REFUSED') return 'address-refused'
  return code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' ? 'timeout' : 'unreachable'
}
