import type { AnyFlow, AnyStep, Ask } from './contract.ts'

// biome-ignore lint/suspicious/noExplicitAny: the derivation reads names only, never the facts' own types
type Facts = Readonly<Record<string, any>>

const isGiven = (facts: Facts, name: PropertyKey): boolean => facts[name as string] !== undefined
const isSatisfied = (step: AnyStep<unknown, unknown>, facts: Facts): boolean =>
  step.gives.every((name: PropertyKey) => isGiven(facts, name))

/**
 * The one answer to "where is this journey?": the first step that is required and not satisfied; `undefined` when
 * nothing is missing and the flow can complete.
 */
export function currentStep(
  flow: AnyFlow,
  facts: Facts,
  scene: unknown,
  ask: Ask,
): AnyStep<unknown, unknown> | undefined {
  return flow.steps.find(step => !isSatisfied(step, facts) && step.required(facts, scene, ask))
}

/**
 * Whether a step can be opened or posted to: its needs are there and nothing required before it is missing. So nobody
 * skips ahead, and going back is allowed as long as the step belongs to the journey.
 */
export function mayEnter(
  flow: AnyFlow,
  name: string,
  facts: Facts,
  scene: unknown,
  ask: Ask,
): AnyStep<unknown, unknown> | undefined {
  const step = flow.steps.find(candidate => candidate.name === name)
  if (!step?.required(facts, scene, ask)) return undefined
  if (!step.needs.every((need: PropertyKey) => isGiven(facts, need))) return undefined
  const current = currentStep(flow, facts, scene, ask)
  if (current && flow.steps.indexOf(step) > flow.steps.indexOf(current)) return undefined
  return step
}

export const isStepSatisfied = (step: AnyStep<unknown, unknown>, facts: Facts): boolean => isSatisfied(step, facts)

/** Names of all facts that rest on what `step` gives, directly or through other steps. */
function derivedFrom(flow: AnyFlow, step: AnyStep<unknown, unknown>): Set<PropertyKey> {
  const fallen = new Set<PropertyKey>()
  const roots = new Set<PropertyKey>(step.gives)
  for (const later of flow.steps.slice(flow.steps.indexOf(step) + 1)) {
    if (later.needs.some((need: PropertyKey) => roots.has(need))) {
      for (const name of later.gives) {
        fallen.add(name)
        roots.add(name)
      }
    }
  }
  return fallen
}

/** The facts after `step` advanced (again): what it gives is new, what was derived from it falls. No undo code exists. */
export function factsAfter(
  flow: AnyFlow,
  step: AnyStep<unknown, unknown>,
  facts: Facts,
  given: Facts,
): Record<string, unknown> {
  const fallen = derivedFrom(flow, step)
  const kept = Object.entries(facts).filter(([name]) => !fallen.has(name))
  return { ...Object.fromEntries(kept), ...given }
}
