import { isDeepStrictEqual } from 'node:util'
import { objectSchemas } from '../core/objects/index.ts'
import { newId, now } from '../platform/index.ts'
import { type LocatedProblem, pathText } from '../settings/index.ts'
import { lockConfiguration } from '../store/configuration.ts'
import type { Transaction } from '../store/index.ts'
import { findPolicies } from '../store/policies.ts'
import { recordAudit } from './audit.ts'
import { type DescribedObject, textsAt } from './object-files.ts'
import type { ObjectHouse, ObjectKind } from './object-kind.ts'
import { objectKinds } from './object-kinds.ts'
import { looserPolicies } from './policies.ts'

export interface ObjectChange {
  readonly kind: string
  readonly id: string
  readonly action: 'create' | 'update'
  /** Names of the keys that differ; never their values. */
  readonly keys: readonly string[]
}
export type ApplyResult =
  /** Empty where the database held all of it already. */
  | { readonly kind: 'applied'; readonly changes: readonly ObjectChange[] }
  | { readonly kind: 'refused'; readonly problems: readonly LocatedProblem[] }

/**
 * Brings described objects into the database: all of them in one transaction, or none. Applying the same twice writes
 * nothing, not even an audit event. What no file describes is left alone.
 * @param actor who did it, for the audit, such as `cli:root`
 */
export async function applyObjects(
  house: ObjectHouse,
  objects: readonly DescribedObject[],
  actor: string,
): Promise<ApplyResult> {
  return house.db.transaction().execute(async tx => {
    // one run at a time: the second sees what the first wrote
    await lockConfiguration(tx)
    const problems = [
      ...(await findDanglingReferences(tx, house, objects)),
      ...looserPolicies(objects, await findPolicies(tx), now()),
    ]
    if (problems.length > 0) return { kind: 'refused', problems }
    const run = { actor, correlationId: newId(), at: now() }
    const changes: ObjectChange[] = []
    for (const { kind } of objectSchemas)
      for (const described of objects.filter(each => each.kind === kind)) {
        const change = await applyObject(tx, house, described, run)
        if (change) changes.push(change)
      }
    return { kind: 'applied', changes }
  })
}

async function applyObject(
  tx: Transaction,
  house: ObjectHouse,
  described: DescribedObject,
  run: { readonly actor: string; readonly correlationId: string; readonly at: Date },
): Promise<ObjectChange | undefined> {
  const kind = kindOf(described.kind)
  const stored = await kind.find(tx, house, described.id)
  const wanted = plain(kind.settle(described.value, stored?.object))
  const before = stored && plain(stored.object)
  const keys = Object.keys({ ...before, ...wanted }).filter(key => !isDeepStrictEqual(before?.[key], wanted[key]))
  if (stored && keys.length === 0 && stored.managedBy === 'file') return undefined
  if (!stored) await kind.create(tx, house, wanted, run.at)
  else if (!(await kind.update(tx, house, wanted, stored.version, run.at)))
    throw new Error(`${described.kind} ${described.id} was changed by somebody else at the same time; try again`)
  await recordAudit(tx, house, {
    type: `${described.kind}.${stored ? 'updated' : 'created'}`,
    outcome: 'success',
    actor: run.actor,
    ...kind.subject(wanted),
    correlationId: run.correlationId,
    details: { keys, after: kind.mask(wanted), ...(stored ? { before: kind.mask(stored.object) } : {}) },
  })
  return { kind: described.kind, id: described.id, action: stored ? 'update' : 'create', keys: stored ? keys : [] }
}

/** Objects that are named but stand neither in the files nor in the database. */
async function findDanglingReferences(
  tx: Transaction,
  house: ObjectHouse,
  objects: readonly DescribedObject[],
): Promise<LocatedProblem[]> {
  const described = new Set(objects.map(({ kind, id }) => `${kind} ${id}`))
  const problems: LocatedProblem[] = []
  for (const object of objects)
    for (const reference of objectSchemas.find(({ kind }) => kind === object.kind)?.references ?? [])
      for (const { path, text: id } of textsAt(object.value, reference.path)) {
        if (described.has(`${reference.kind} ${id}`)) continue
        if (await kindOf(reference.kind).find(tx, house, id)) continue
        problems.push({ ...object.at(path), path: pathText(path), problem: `there is no ${reference.kind} ${id}` })
      }
  return problems
}

// biome-ignore lint/suspicious/noExplicitAny: see objectKinds
function kindOf(name: string): ObjectKind<any> {
  const kind = objectKinds.get(name)
  if (!kind) throw new Error(`kind ${name} has a schema but no way into the database`)
  return kind
}

/** As JSON would carry it: keys without a value are not there. */
const plain = (object: object): Record<string, unknown> => JSON.parse(JSON.stringify(object))
