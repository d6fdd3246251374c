import type { House } from '../../operations/house.ts'
import { type EditResult, editObject, removeObject } from '../../operations/object-edits.ts'
import type { StoredObject } from '../../operations/object-kind.ts'
import { kindOf } from '../../operations/object-kinds.ts'
import { Problem } from './problems.ts'
import { present } from './refusals.ts'

/** Kinds of objects that the API writes. */
export type ManagedKind = 'organization' | 'client' | 'insurer' | 'policy' | 'branding' | 'texts'
type Named = { readonly id: string }
interface By {
  readonly actor: string
  readonly reason?: string
}

/** An object in the form of a file, whoever keeps it. */
export const findObject = <O>(house: House, kind: ManagedKind, id: string): Promise<StoredObject<O> | undefined> =>
  kindOf(kind).find(house.db, house, id) as Promise<StoredObject<O> | undefined>

/**
 * Writes one object: a new one, or one that nobody changed since `version` was read. What files keep is theirs.
 * @throws Problem
 */
export async function saveObject<O extends Named>(
  house: House,
  { kind, object, version }: { readonly kind: ManagedKind; readonly object: O; readonly version?: number },
  by: By,
): Promise<StoredObject<O>> {
  const { id, ...named } = object
  const { kind: _kind, ...value } = named as Record<string, unknown>
  written(await editObject(house, { kind, id, value, expected: version ?? 'new', ...whoOf(by) }))
  return present(await findObject<O>(house, kind, id))
}

/** @throws Problem */
export async function deleteObject(
  house: House,
  { kind, id, version }: { readonly kind: ManagedKind; readonly id: string; readonly version: number },
  by: By,
): Promise<void> {
  written(await removeObject(house, { kind, id, expected: version, ...whoOf(by) }))
}

const whoOf = ({ actor, reason }: By): By => ({ actor, ...(reason ? { reason } : {}) })

function written(result: EditResult): void {
  if (result.kind === 'written') return
  const { problem, problems } = result
  if (problem === 'unknown') throw new Problem('not-found')
  if (problem === 'exists') throw new Problem('exists-already')
  if (problem === 'changed-meanwhile') throw new Problem('precondition-failed')
  if (problem === 'managed-by-file') throw new Problem('managed-by-file')
  throw new Problem('invalid-request', {
    errors: problems.map(({ path, problem: message }) => ({ path: `body.${path}`, message })),
  })
}

/** An object's address and its body must mean the same one. @throws Problem */
export function assertSameId(id: string, object: Named): void {
  if (object.id !== id)
    throw new Problem('invalid-request', { errors: [{ path: 'body.id', message: 'is not the one in the address' }] })
}

export const managed = <O, V>(stored: StoredObject<O>, view: V) => ({
  managed_by: stored.managedBy,
  version: stored.version,
  object: view,
})
