import { objectSchemas } from '../core/objects/index.ts'
import { newId, now } from '../platform/index.ts'
import { describeIssue, type LocatedProblem, pathText } from '../settings/index.ts'
import { findObjectStates, lockConfiguration, type ObjectState } from '../store/configuration.ts'
import type { Transaction } from '../store/index.ts'
import { planWithin } from './config.ts'
import { ChangedMeanwhile, type WriteRun, writeChange } from './config-writes.ts'
import type { DescribedObject } from './object-files.ts'
import type { ObjectHouse } from './object-kind.ts'
import { kindOf } from './object-kinds.ts'

export type EditRefusal =
  | 'unknown'
  | 'exists'
  /** Files keep it: it is read-only elsewhere. */
  | 'managed-by-file'
  /** Its version is not the one that the editor saw. */
  | 'changed-meanwhile'
  /** `problems` says where and why. */
  | 'invalid'
export type EditResult =
  | { readonly kind: 'written'; readonly version: number }
  | { readonly kind: 'refused'; readonly problem: EditRefusal; readonly problems: readonly LocatedProblem[] }

export interface ObjectEdit {
  readonly kind: string
  readonly id: string
  /** As a file has it, without kind and id; secrets as they are. Left out, a secret stays what it was. */
  readonly value: Readonly<Record<string, unknown>>
  /** The version that the editor saw (ETag, If-Match); `new` makes the object. */
  readonly expected: number | 'new'
  /** Also what files keep, in an emergency: it is shown as drift from then on, and files do not write over it by themselves. */
  readonly takeOver?: boolean
  readonly actor: string
  readonly reason?: string
}

/**
 * One object written by hand, by the operator API, the console or a command: under the same rules as one of a file.
 * What files keep is refused, unless it is taken over.
 */
export async function editObject(house: ObjectHouse, edit: ObjectEdit): Promise<EditResult> {
  const read = describeEdit(edit)
  if ('problems' in read) return { kind: 'refused', problem: 'invalid', problems: read.problems }
  return refusedIfChanged(() =>
    house.db.transaction().execute(async (tx): Promise<EditResult> => {
      await lockConfiguration(tx)
      const state = await findState(tx, edit)
      const problem = refusalOf(state, edit)
      if (problem) return { kind: 'refused', problem, problems: [] }
      const plan = await planWithin(tx, house, [read.described], {})
      if (plan.problems.length > 0) return { kind: 'refused', problem: 'invalid', problems: plan.problems }
      const [change] = plan.changes
      // what a file would take over stays with whoever keeps it: equal content is no change
      if (!change || (state && change.keys.length === 0)) return { kind: 'written', version: state?.version ?? 1 }
      await writeChange(tx, house, change, runOf(edit))
      return { kind: 'written', version: (state?.version ?? 0) + 1 }
    }),
  )
}

export interface ObjectRemoval extends Pick<ObjectEdit, 'kind' | 'id' | 'actor' | 'reason'> {
  /** The version that the editor saw. */
  readonly expected: number
}

/** Deletes one object by hand, under the rules of `--prune`: nothing that is named or that people have something through. */
export async function removeObject(house: ObjectHouse, removal: ObjectRemoval): Promise<EditResult> {
  return refusedIfChanged(() =>
    house.db.transaction().execute(async (tx): Promise<EditResult> => {
      await lockConfiguration(tx)
      const problem = refusalOf(await findState(tx, removal), removal)
      if (problem) return { kind: 'refused', problem, problems: [] }
      const plan = await planWithin(tx, house, [], { remove: removal })
      if (plan.problems.length > 0) return { kind: 'refused', problem: 'invalid', problems: plan.problems }
      for (const change of plan.changes) await writeChange(tx, house, change, runOf(removal))
      return { kind: 'written', version: removal.expected }
    }),
  )
}

const runOf = ({ actor, reason }: Pick<ObjectEdit, 'actor' | 'reason'>): WriteRun => ({
  actor,
  correlationId: newId(),
  at: now(),
  managedBy: 'api',
  ...(reason ? { reason } : {}),
})

const findState = async (tx: Transaction, { kind, id }: Pick<ObjectEdit, 'kind' | 'id'>) =>
  (await findObjectStates(tx, kindOf(kind).table)).find(each => each.id === id)

function refusalOf(
  state: ObjectState | undefined,
  { expected, takeOver }: Pick<ObjectEdit, 'expected' | 'takeOver'>,
): EditRefusal | undefined {
  if (expected === 'new') return state ? 'exists' : undefined
  if (!state) return 'unknown'
  if (state.managedBy === 'file' && !takeOver) return 'managed-by-file'
  return state.version === expected ? undefined : 'changed-meanwhile'
}

function describeEdit({
  kind,
  id,
  value,
}: ObjectEdit): { readonly described: DescribedObject } | { readonly problems: readonly LocatedProblem[] } {
  const schema = objectSchemas.find(each => each.kind === kind)?.schema
  if (!schema) throw new Error(`there is no kind ${kind}`)
  const given = { ...value, kind, id }
  const parsed = schema.safeParse(given)
  if (parsed.success) return { described: { kind, id, value: parsed.data as Record<string, unknown>, at: () => ({}) } }
  const problems = parsed.error.issues.flatMap(issue => describeIssue(issue, given))
  return { problems: problems.map(({ path, problem }) => ({ path: pathText(path), problem })) }
}

async function refusedIfChanged(work: () => Promise<EditResult>): Promise<EditResult> {
  try {
    return await work()
  } catch (fault) {
    if (fault instanceof ChangedMeanwhile) return { kind: 'refused', problem: 'changed-meanwhile', problems: [] }
    throw fault
  }
}
