import type { AnyFlow } from './contract.ts'
import type { LimitRegistry } from './limits.ts'

/**
 * Boot validation of every flow: names are unique, each need is given by the flow's start or an earlier step, every
 * limit exists, and every text that a page can name exists in every language (ids are compared against `hasText`).
 * @throws Error that lists all faults of all flows together.
 */
export function validateFlows(
  flows: readonly AnyFlow[],
  limits: LimitRegistry,
  hasText: (id: string) => boolean,
): void {
  const faults = [
    ...repeated(flows.map(flow => flow.name)).map(name => `two flows are named ${name}`),
    ...flows.flatMap(flow => flowFaults(flow, limits, hasText).map(fault => `flow ${flow.name}: ${fault}`)),
  ]
  if (faults.length > 0) throw new Error(`flows do not hold together:\n${faults.join('\n')}`)
}

function flowFaults(flow: AnyFlow, limits: LimitRegistry, hasText: (id: string) => boolean): string[] {
  const faults = repeated(flow.steps.map(step => step.name)).map(name => `two steps are named ${name}`)
  const given = new Set<PropertyKey>(flow.given)
  for (const step of flow.steps) {
    if (!/^[a-z][a-z0-9-]*$/.test(step.name)) faults.push(`step name ${step.name} is not kebab-case`)
    if (step.gives.length === 0) faults.push(`step ${step.name} gives nothing, so it would never be satisfied`)
    for (const need of step.needs) {
      if (!given.has(need)) faults.push(`step ${step.name} needs ${String(need)}, which nothing before it gives`)
    }
    for (const name of step.gives) given.add(name)
    for (const limit of step.limits) {
      if (!limits[limit]) faults.push(`step ${step.name} names the limit ${limit}, which does not exist`)
    }
    for (const id of step.texts ?? []) {
      if (!hasText(id)) faults.push(`step ${step.name} shows the text ${id}, which does not exist`)
    }
  }
  return faults
}

const repeated = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index)
