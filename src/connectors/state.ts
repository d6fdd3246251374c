import type { House } from '../operations/house.ts'
import { type Circuit, createOutbound, type Outbound } from '../platform/index.ts'
import type { KeptMetadata } from '../store/insurer-metadata.ts'

/** What one process remembers of insurers between two sign-ins; losing it costs a call. By the id of the insurer. */
export interface ConnectorState {
  readonly outbound: Outbound
  readonly circuits: Map<string, Circuit>
  /** When it last answered well. */
  readonly heard: Map<string, Date>
  readonly metadata: Map<string, KeptMetadata>
  /** Metadata that is on its way: who needs it meanwhile waits for it. */
  readonly loading: Map<string, { readonly source: string; readonly document: Promise<string> }>
  /** Its keys, as the last call brought them (OpenID Connect). */
  readonly keys: Map<string, KeyFetch>
}
export interface KeyFetch {
  readonly source: string
  readonly at: Date
  readonly answer: Promise<KeptAnswer>
}
export interface KeptAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

const states = new WeakMap<object, ConnectorState>()

/** Belongs to the instance: its metrics are one an instance, however the house around them is passed on. */
export function stateOf({ metrics, settings }: Pick<House, 'metrics' | 'settings'>): ConnectorState {
  let state = states.get(metrics)
  if (!state) {
    const { allow, timeout_ms } = settings.outbound
    const timeoutMs = Math.min(timeout_ms, settings.federation.timeout_ms)
    state = {
      outbound: createOutbound({ allow, timeoutMs }),
      circuits: new Map(),
      heard: new Map(),
      metadata: new Map(),
      loading: new Map(),
      keys: new Map(),
    }
    states.set(metrics, state)
  }
  return state
}
