import type { LimitRule } from '../store/limits.ts'
import type { LimitName, StepContext } from './contract.ts'

/** A limit as a step names it: its rule, and whose budget a submit is charged to. */
export interface LimitDefinition {
  rule(context: StepContext): LimitRule
  /** What the budget belongs to; stored only as a keyed hash. */
  key(context: StepContext, input: Readonly<Record<string, unknown>>, facts: Readonly<Record<string, unknown>>): string
}
export type LimitRegistry = Readonly<Record<LimitName, LimitDefinition>>

/**
 * Limits that any step may name. A network address is a crowd (a hospital's own network, a mobile carrier), so its
 * budget is wide and only stops machines; narrow budgets belong to codes, usernames and numbers.
 */
export const commonLimits: LimitRegistry = {
  address: {
    rule: context => ({
      points: context.house.settings.limits.address_points,
      seconds: context.house.settings.limits.address_seconds,
    }),
    key: context => context.visitor.ip,
  },
  flow: {
    rule: context => ({
      points: context.house.settings.limits.flow_points,
      seconds: context.house.settings.limits.flow_seconds,
    }),
    key: context => context.flow.id,
  },
}

/**
 * Charges every limit of a step before its input is compared with anything.
 * @returns what stopped it: nothing, a refusal with seconds to wait, or `silent` (the step does the same work and
 *   answers as for a wrong secret)
 */
export async function chargeLimits(
  registry: LimitRegistry,
  names: readonly LimitName[],
  context: StepContext,
  input: Readonly<Record<string, unknown>>,
  facts: Readonly<Record<string, unknown>>,
): Promise<{ kind: 'free' } | { kind: 'refused'; retryAfter: number } | { kind: 'silent' }> {
  let silent = false
  for (const name of names) {
    const definition = registry[name]
    if (!definition) throw new Error(`no limit is named ${name}`)
    const rule = definition.rule(context)
    const charge = await context.house.limits.charge(name, definition.key(context, input, facts), rule)
    if (charge.allowed) continue
    context.house.metrics.limitReached(name)
    if (!rule.silent) return { kind: 'refused', retryAfter: charge.retryAfter }
    silent = true
  }
  return silent ? { kind: 'silent' } : { kind: 'free' }
}
