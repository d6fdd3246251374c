import { type PolicyObject, policyObject } from '../core/objects/policy.ts'
import { looserRules, type PolicyLevel, policyAbove, type Rules, resolvePolicy } from '../core/policy.ts'
import { type LocatedProblem, pathText } from '../settings/index.ts'
import { createPolicy, findPolicies, type PolicyRow, updatePolicy } from '../store/policies.ts'
import type { DescribedObject } from './object-files.ts'
import type { ObjectKind } from './object-kind.ts'

const toWrite = ({ kind: _kind, ...object }: PolicyObject, managedBy: PolicyRow['managedBy']) => ({
  object: object as PolicyObject,
  managedBy,
})

/** Policies: of the installation, and of each population. */
export const policyKind: ObjectKind<PolicyObject> = {
  kind: 'policy',
  table: 'policies',
  async find(read, _house, id) {
    const row = (await findPolicies(read)).find(each => each.id === id)
    return row && { object: policyObject.parse(row.object), version: row.version, managedBy: row.managedBy }
  },
  settle: object => object,
  create: (tx, _house, object, { managedBy, at }) => createPolicy(tx, toWrite(object, managedBy), at),
  update: (tx, _house, object, version, { managedBy, at }) => updatePolicy(tx, toWrite(object, managedBy), version, at),
  mask: object => object,
  subject: () => ({}),
}

/**
 * Described levels and clients that are looser than what stands above them. A policy that is stricter than a stored
 * client is no mistake: it holds for that client from then on.
 */
export function looserPolicies(
  objects: readonly DescribedObject[],
  stored: readonly Pick<PolicyRow, 'id' | 'object'>[],
  at: Date,
): LocatedProblem[] {
  const described = objects.filter(({ kind }) => kind === 'policy').map(({ value }) => value as PolicyObject)
  const kept = stored.filter(({ id }) => described.every(each => each.id !== id)).map(({ object }) => object)
  const levels: PolicyLevel[] = [...described, ...kept]
  return objects.flatMap(object => {
    const rules = object.value.assurance as Rules | undefined
    if (!rules || (object.kind !== 'policy' && object.kind !== 'client')) return []
    const above =
      object.kind === 'client'
        ? resolvePolicy(levels, { client: { id: object.id, assurance: {} }, emailConfirms: true, at })
        : policyAbove(levels, (object.value as PolicyObject).id, at)
    return looserRules(above, rules).map(rule => {
      const path = ['assurance', rule]
      const problem = 'is looser than the policy above it: make it stricter, or write an exception with a last day'
      return { ...object.at(path), path: pathText(path), problem }
    })
  })
}
