import { isDeepStrictEqual } from 'node:util'
import { objectSchemas } from '../core/objects/index.ts'
import { type LocatedProblem, pathText } from '../settings/index.ts'
import { findObjectStates, type ObjectState } from '../store/configuration.ts'
import type { Reader } from '../store/index.ts'
import { changedPaths, type PathChange, type Plain } from './object-diff.ts'
import { type DescribedObject, textsAt } from './object-files.ts'
import type { ObjectHouse } from './object-kind.ts'
import { kindOf } from './object-kinds.ts'

/** An object as the database has it. */
export interface KeptObject extends ObjectState {
  readonly kind: string
  readonly object: Plain
}
export interface PlannedChange {
  readonly kind: string
  readonly id: string
  readonly action: 'create' | 'update' | 'delete'
  /** Names of the keys that differ; never their values. */
  readonly keys: readonly string[]
  readonly paths: readonly PathChange[]
  readonly stored?: KeptObject
  /** As it will be stored, secrets in it; left out where it goes. */
  readonly wanted?: Plain
}
export interface ConfigPlan {
  /** In the order in which they are written: deletions last, from what names others to what is named. */
  readonly changes: readonly PlannedChange[]
  /** A file wrote it, and something else changed it since into what the files do not say. */
  readonly drift: readonly KeptObject[]
  /** Likewise, but into the very thing that the files say. */
  readonly settled: readonly KeptObject[]
  /** Kept by files, and in none of these. */
  readonly unlisted: readonly KeptObject[]
  readonly problems: readonly LocatedProblem[]
}
export interface PlanOptions {
  /** Deletes what files kept and none describes any more. */
  readonly prune?: boolean
  /** Deletes this one by hand. */
  readonly remove?: { readonly kind: string; readonly id: string }
}

/** As JSON would carry it: keys without a value are not there. */
const plain = (object: object): Plain => JSON.parse(JSON.stringify(object))
const nameOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind} ${id}`
const isDrifted = ({ fileVersion, version }: ObjectState): boolean =>
  fileVersion !== undefined && fileVersion !== version

/** Objects that a file wrote and somebody else changed since, in the order of kinds; whatever files say now. */
export async function findDrift(read: Reader): Promise<readonly (ObjectState & { readonly kind: string })[]> {
  const all: (ObjectState & { readonly kind: string })[] = []
  for (const { kind } of objectSchemas)
    for (const state of await findObjectStates(read, kindOf(kind).table))
      if (isDrifted(state)) all.push({ ...state, kind })
  return all
}

/** Every object that the database has, in the order of kinds. */
export async function findObjects(read: Reader, house: ObjectHouse): Promise<readonly KeptObject[]> {
  const all: KeptObject[] = []
  for (const { kind } of objectSchemas)
    for (const state of await findObjectStates(read, kindOf(kind).table)) {
      const stored = await kindOf(kind).find(read, house, state.id)
      if (stored) all.push({ ...state, version: stored.version, kind, object: plain(stored.object) })
    }
  return all
}

/** What would have to change for the database to hold what is described. Writes nothing. */
export async function planChanges(
  read: Reader,
  house: ObjectHouse,
  described: readonly DescribedObject[],
  { prune = false, remove }: PlanOptions = {},
): Promise<ConfigPlan> {
  const stored = await findObjects(read, house)
  const names = new Set(described.map(nameOf))
  const unlisted = stored.filter(each => each.managedBy === 'file' && !names.has(nameOf(each)))
  const leaving = remove ? stored.filter(each => nameOf(each) === nameOf(remove)) : prune ? unlisted : []
  const staying = stored.filter(each => !leaving.includes(each))
  const held: LocatedProblem[] = []
  for (const each of leaving) {
    const reason = await kindOf(each.kind).heldBy?.(read, each.id)
    if (reason) held.push({ path: nameOf(each), problem: `cannot be deleted: ${reason}` })
  }
  const written = objectSchemas.flatMap(({ kind }) => described.filter(each => each.kind === kind))
  const changes = written.flatMap(
    each =>
      changeOf(
        each,
        stored.find(one => nameOf(one) === nameOf(each)),
      ) ?? [],
  )
  const drifted = stored.filter(isDrifted)
  const settled = drifted.filter(each => names.has(nameOf(each)) && !changes.some(({ stored: one }) => one === each))
  return {
    changes: [...changes, ...leaving.toReversed().map(deletionOf)],
    drift: drifted.filter(each => !settled.includes(each)),
    settled,
    unlisted,
    problems: [...danglingReferences(described, staying), ...held, ...lostReferences(staying, names, leaving)],
  }
}

function changeOf(described: DescribedObject, stored: KeptObject | undefined): PlannedChange | undefined {
  const { kind, id } = described
  const wanted = plain(kindOf(kind).settle(described.value, stored?.object))
  const name = { kind, id, wanted }
  if (!stored) return { ...name, action: 'create', keys: [], paths: changedPaths(kind, {}, wanted) }
  const keys = Object.keys({ ...stored.object, ...wanted }).filter(
    key => !isDeepStrictEqual(stored.object[key], wanted[key]),
  )
  if (keys.length === 0 && stored.managedBy === 'file') return undefined
  const paths = changedPaths(kind, stored.object, wanted)
  const taken: readonly PathChange[] =
    stored.managedBy === 'file' ? [] : [{ path: 'managed_by', before: stored.managedBy, after: 'file' }]
  return { ...name, action: 'update', keys, paths: [...paths, ...taken], stored }
}

const deletionOf = (stored: KeptObject): PlannedChange => ({
  kind: stored.kind,
  id: stored.id,
  action: 'delete',
  keys: [],
  paths: [],
  stored,
})

const referencesOf = (kind: string) => objectSchemas.find(each => each.kind === kind)?.references ?? []

/** Objects that are named but stand neither in the files nor in the database. */
function danglingReferences(described: readonly DescribedObject[], staying: readonly KeptObject[]): LocatedProblem[] {
  const known = new Set([...described, ...staying].map(nameOf))
  return described.flatMap(object =>
    referencesOf(object.kind).flatMap(reference =>
      textsAt(object.value, reference.path)
        .filter(({ text }) => !known.has(`${reference.kind} ${text}`))
        .map(({ path, text }) => ({
          ...object.at(path),
          path: pathText(path),
          problem: `there is no ${reference.kind} ${text}`,
        })),
    ),
  )
}

/** Objects that no file describes and that name one which would go. */
function lostReferences(
  staying: readonly KeptObject[],
  described: ReadonlySet<string>,
  leaving: readonly KeptObject[],
): LocatedProblem[] {
  const gone = new Set(leaving.map(nameOf))
  return staying
    .filter(each => !described.has(nameOf(each)))
    .flatMap(each =>
      referencesOf(each.kind).flatMap(reference =>
        textsAt(each.object, reference.path)
          .map(({ text }) => `${reference.kind} ${text}`)
          .filter(name => gone.has(name))
          .map(name => ({
            path: name,
            problem: `cannot be deleted: ${nameOf(each)} names it`,
          })),
      ),
    )
}

/** Changes that would write over what somebody else did since a file was applied last. */
export const overwrites = (plan: ConfigPlan, described: readonly DescribedObject[]): LocatedProblem[] =>
  plan.changes
    .filter(({ stored, keys, action }) => stored && isDrifted(stored) && (keys.length > 0 || action === 'delete'))
    .map(change => {
      const object = described.find(each => nameOf(each) === nameOf(change))
      const { version, fileVersion } = change.stored as KeptObject
      return {
        ...object?.at(['id']),
        path: nameOf(change),
        problem: `was changed elsewhere since a file wrote it (version ${fileVersion}, now ${version}): take that into the file ("config export"), or apply with --overwrite`,
      }
    })
