import { newId, now } from '../platform/index.ts'
import type { LocatedProblem } from '../settings/index.ts'
import { lockConfiguration, updateFileVersion } from '../store/configuration.ts'
import type { Transaction } from '../store/index.ts'
import { findPolicies } from '../store/policies.ts'
import { type ConfigPlan, overwrites, type PlannedChange, type PlanOptions, planChanges } from './config-plan.ts'
import { ChangedMeanwhile, writeChange } from './config-writes.ts'
import type { DescribedObject } from './object-files.ts'
import type { ObjectHouse } from './object-kind.ts'
import { kindOf } from './object-kinds.ts'
import { looserPolicies } from './policies.ts'
import { unfitTexts } from './texts.ts'

export type ObjectChange = Pick<PlannedChange, 'kind' | 'id' | 'action' | 'keys'>
interface Refused {
  readonly kind: 'refused'
  readonly problems: readonly LocatedProblem[]
}
export type PlanResult = ({ readonly kind: 'planned' } & ConfigPlan) | Refused
export type ApplyResult =
  /** Empty where the database held all of it already. */
  { readonly kind: 'applied'; readonly changes: readonly ObjectChange[] } | Refused

export interface ApplyOptions extends PlanOptions {
  /** Also where somebody else changed an object since a file wrote it: their change is lost. */
  readonly overwrite?: boolean
}

/** What `applyObjects` would do, and what stands otherwise than files left it. Writes nothing. */
export async function planObjects(
  house: ObjectHouse,
  objects: readonly DescribedObject[],
  options: PlanOptions = {},
): Promise<PlanResult> {
  return house.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async tx => {
      const plan = await planWithin(tx, house, objects, options)
      return plan.problems.length > 0 ? { kind: 'refused', problems: plan.problems } : { kind: 'planned', ...plan }
    })
}

/**
 * Brings described objects into the database: all of them in one transaction, or none. Applying the same twice writes
 * nothing, not even an audit event. What no file describes is left alone, or goes with `prune` where files kept it. What
 * somebody else changed since a file wrote it, or changes meanwhile, is never lost silently: it refuses the run.
 * @param actor who did it, for the audit, such as `cli:root`
 */
export async function applyObjects(
  house: ObjectHouse,
  objects: readonly DescribedObject[],
  actor: string,
  { overwrite = false, ...options }: ApplyOptions = {},
): Promise<ApplyResult> {
  try {
    return await house.db.transaction().execute(async tx => {
      // one run at a time: the second sees what the first wrote
      await lockConfiguration(tx)
      const plan = await planWithin(tx, house, objects, options)
      const problems = [...plan.problems, ...(overwrite ? [] : overwrites(plan, objects))]
      if (problems.length > 0) return { kind: 'refused', problems }
      const run = { actor, correlationId: newId(), at: now(), managedBy: 'file' } as const
      for (const change of plan.changes) await writeChange(tx, house, change, run)
      for (const { kind, id } of plan.settled) await updateFileVersion(tx, kindOf(kind).table, id)
      return {
        kind: 'applied',
        changes: plan.changes.map(({ kind, id, action, keys }) => ({ kind, id, action, keys })),
      }
    })
  } catch (fault) {
    if (!(fault instanceof ChangedMeanwhile)) throw fault
    const { kind, id } = fault.change
    const described = objects.find(each => each.kind === kind && each.id === id)
    const problem = 'was changed by somebody else at this moment: plan again'
    return { kind: 'refused', problems: [{ ...described?.at(['id']), path: `${kind} ${id}`, problem }] }
  }
}

/** A plan with every rule that looks at objects together. */
export async function planWithin(
  tx: Transaction,
  house: ObjectHouse,
  objects: readonly DescribedObject[],
  options: PlanOptions,
): Promise<ConfigPlan> {
  const plan = await planChanges(tx, house, objects, options)
  const leaving = plan.changes.filter(({ action, kind }) => action === 'delete' && kind === 'policy')
  const policies = (await findPolicies(tx)).filter(({ id }) => leaving.every(each => each.id !== id))
  return {
    ...plan,
    problems: [
      ...plan.problems,
      ...looserPolicies(objects, policies, now()),
      ...unfitTexts(objects, house.texts ?? {}),
    ],
  }
}
