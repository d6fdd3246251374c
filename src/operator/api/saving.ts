import type { SaveResult } from '../../operations/managed-objects.ts'
import type { StoredObject } from '../../operations/object-kind.ts'
import { Problem } from './problems.ts'
import { accepted } from './refusals.ts'

/** What came of writing an object. @throws Problem */
export function saved<O>(result: SaveResult<O>): StoredObject<O> {
  if (result.kind === 'invalid') throw new Problem('invalid-request', { errors: result.problems })
  return accepted(result, ['unknown']).stored
}

/** An object's address and its body must mean the same one. @throws Problem */
export function assertSameId(id: string, object: { readonly id: string }): void {
  if (object.id !== id)
    throw new Problem('invalid-request', { errors: [{ path: 'body.id', message: 'is not the one in the address' }] })
}

export const managed = <O, V>(stored: StoredObject<O>, view: V) => ({
  managed_by: stored.managedBy,
  version: stored.version,
  object: view,
})
