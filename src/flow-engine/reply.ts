import type { Page, PageContext } from '../core/index.ts'
import type { AnyStep, Ask } from './contract.ts'
import type { Ending, FlowRecord } from './record.ts'

/** What stopped a submit: 422 with what was typed, or 429 where `retryAfter` (seconds) is set. */
export interface StepProblem {
  readonly code: string
  readonly field?: string
  readonly retryAfter?: number
}

/** What to answer with. Addresses are for the http floor to make; the engine knows flows and steps only. */
export type FlowReply =
  | {
      readonly kind: 'page'
      readonly record: FlowRecord
      readonly step: string
      readonly page: (context: PageContext) => Page
      readonly problem?: StepProblem
    }
  | { readonly kind: 'go'; readonly record: FlowRecord; readonly step: string; readonly notice?: string }
  /** `fresh`: this very request completed it; a repeat only departs again and signs nobody in. */
  | {
      readonly kind: 'completed'
      readonly record: FlowRecord
      readonly completion: Exclude<Ending, { kind: 'denied' }>
      readonly fresh: boolean
    }
  | { readonly kind: 'denied'; readonly record: FlowRecord; readonly problem: string; readonly fresh: boolean }
  /** Nothing of this journey was kept, and none begins while this browser's session lasts. */
  | { readonly kind: 'turned-away'; readonly record: FlowRecord; readonly problem: string }
  /** Another request was faster: go to the dispatcher, which knows. */
  | { readonly kind: 'again'; readonly id: string }
  | { readonly kind: 'leave'; readonly url: string }
  /** Start afresh: another browser's flow, an expired one, or none. */
  | {
      readonly kind: 'restart'
      readonly reason: 'foreign' | 'expired' | 'unknown'
      readonly flow?: string
      readonly ask?: Ask
    }

/** @throws Error where the flow has no words for it. */
export function turnedAway(record: FlowRecord): FlowReply {
  const { name, turnsAway } = record.flow
  if (!turnsAway) throw new Error(`flow ${name} turns nobody away`)
  return { kind: 'turned-away', record, problem: turnsAway }
}

export const pageReply = (
  record: FlowRecord,
  step: AnyStep<unknown, unknown>,
  scene: unknown,
  problem?: StepProblem,
): FlowReply => ({
  kind: 'page',
  record,
  step: step.name,
  page: context => step.page(record.facts as never, scene, context),
  ...(problem ? { problem } : {}),
})

/** @throws Error where the flow is still open. */
export function closedReply(record: FlowRecord, fresh: boolean): FlowReply {
  const { ending } = record
  if (!ending) throw new Error(`flow ${record.flow.name} is still open`)
  return ending.kind === 'denied'
    ? { kind: 'denied', record, problem: ending.problem, fresh }
    : { kind: 'completed', record, completion: ending, fresh }
}
