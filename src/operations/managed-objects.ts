import { objectSchemas } from '../core/objects/index.ts'
import { newId } from '../platform/index.ts'
import { deleteClient } from '../store/clients.ts'
import { lockConfiguration } from '../store/configuration.ts'
import type { Transaction } from '../store/index.ts'
import { type ManagedKind, updateManagedByApi } from '../store/managed-by.ts'
import { findPolicies } from '../store/policies.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { textsAt } from './object-files.ts'
import type { ObjectKind, StoredObject } from './object-kind.ts'
import { objectKinds } from './object-kinds.ts'
import { looserPolicies } from './policies.ts'

type Named = { readonly id: string }
export type SaveProblem = 'unknown' | 'exists-already' | 'managed-by-file' | 'changed-meanwhile' | 'in-use'
export type SaveResult<O> =
  | { readonly kind: 'saved'; readonly stored: StoredObject<O> }
  | { readonly kind: 'refused'; readonly problem: SaveProblem }
  | { readonly kind: 'invalid'; readonly problems: readonly { readonly path: string; readonly message: string }[] }

/** Thrown where something was written that must not stay. */
class Lost extends Error {}

// biome-ignore lint/suspicious/noExplicitAny: see objectKinds
const kindOf = (kind: ManagedKind): ObjectKind<any> => objectKinds.get(kind) as ObjectKind<any>

/** An object in the form of a file, whoever manages it. */
export const findObject = <O>(house: House, kind: ManagedKind, id: string): Promise<StoredObject<O> | undefined> =>
  kindOf(kind).find(house.db, house, id) as Promise<StoredObject<O> | undefined>

/**
 * Writes one object by the API: a new one, or one that nobody changed since `version` was read. What a file describes is
 * left to the file. Held to the same rules as files are.
 */
export async function saveObject<O extends Named>(
  house: House,
  wanted: { readonly kind: ManagedKind; readonly object: O; readonly version?: number },
  by: { readonly actor: string; readonly reason?: string },
  at: Date,
): Promise<SaveResult<O>> {
  const { kind: name, object, version } = wanted
  const kind = kindOf(name)
  const work = async (tx: Transaction): Promise<SaveResult<O>> => {
    // one run at a time: what is checked here stays true until it is written
    await lockConfiguration(tx)
    const stored = await kind.find(tx, house, object.id)
    if (version === undefined && stored) return { kind: 'refused', problem: 'exists-already' }
    if (version !== undefined && !stored) return { kind: 'refused', problem: 'unknown' }
    if (stored?.managedBy === 'file') return { kind: 'refused', problem: 'managed-by-file' }
    const problems = [...(await dangling(tx, house, name, object)), ...(await looser(tx, name, object, at))]
    if (problems.length > 0) return { kind: 'invalid', problems }
    const next = kind.settle(object, stored?.object)
    if (version === undefined) await kind.create(tx, house, next, at)
    else if (!(await kind.update(tx, house, next, version, at)))
      return { kind: 'refused', problem: 'changed-meanwhile' }
    await updateManagedByApi(tx, name, object.id)
    await recordAudit(tx, house, {
      type: `${name}.${stored ? 'updated' : 'created'}`,
      outcome: 'success',
      actor: by.actor,
      ...kind.subject(next),
      correlationId: newId(),
      details: {
        ...(by.reason ? { reason: by.reason } : {}),
        after: kind.mask(next),
        ...(stored ? { before: kind.mask(stored.object) } : {}),
      },
    })
    const saved = await kind.find(tx, house, object.id)
    if (!saved) throw new Lost('an object that was just written is not there')
    return { kind: 'saved', stored: saved as StoredObject<O> }
  }
  return house.db.transaction().execute(work)
}

/** Objects that are named and are not there. */
async function dangling(tx: Transaction, house: House, name: ManagedKind, object: Named) {
  const problems: { path: string; message: string }[] = []
  for (const reference of objectSchemas.find(({ kind }) => kind === name)?.references ?? [])
    for (const { path, text: id } of textsAt(object, reference.path))
      if (!(await kindOf(reference.kind as ManagedKind).find(tx, house, id)))
        problems.push({ path: ['body', ...path].join('.'), message: `there is no ${reference.kind} ${id}` })
  return problems
}

async function looser(tx: Transaction, name: ManagedKind, object: Named, at: Date) {
  const described = { kind: name, id: object.id, value: object as never, at: () => ({ file: '', line: 0 }) }
  const found = looserPolicies([described as never], await findPolicies(tx), at)
  return found.map(({ path, problem }) => ({ path: `body.${path}`, message: problem }))
}

/** Removes a client that the API manages; its people are signed out of it as its tokens run out. */
export function removeClient(
  house: House,
  id: string,
  version: number,
  by: { readonly actor: string; readonly reason?: string },
): Promise<{ readonly kind: 'removed' } | { readonly kind: 'refused'; readonly problem: SaveProblem }> {
  return house.db.transaction().execute(async tx => {
    await lockConfiguration(tx)
    const kind = kindOf('client')
    const stored = await kind.find(tx, house, id)
    if (!stored) return { kind: 'refused', problem: 'unknown' } as const
    if (stored.managedBy === 'file') return { kind: 'refused', problem: 'managed-by-file' } as const
    const done = await deleteClient(tx, id, version)
    if (done !== 'deleted') return { kind: 'refused', problem: done } as const
    await recordAudit(tx, house, {
      type: 'client.deleted',
      outcome: 'success',
      actor: by.actor,
      ...kind.subject(stored.object),
      correlationId: newId(),
      details: { ...(by.reason ? { reason: by.reason } : {}), before: kind.mask(stored.object) },
    })
    return { kind: 'removed' } as const
  })
}
