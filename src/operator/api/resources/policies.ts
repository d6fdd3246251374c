import { z } from 'zod'
import { type PolicyObject, policyObject } from '../../../core/objects/policy.ts'
import { policyLevels } from '../../../core/policy.ts'
import type { StoredObject } from '../../../operations/object-kind.ts'
import { findPolicies } from '../../../store/policies.ts'
import { route } from '../contract.ts'
import { listOf } from '../fields.ts'
import { present } from '../refusals.ts'
import { assertSameId, findObject, managed, saveObject } from '../saving.ts'

const policy = z
  .strictObject({ managed_by: z.enum(['file', 'api']), version: z.int(), object: policyObject })
  .meta({ id: 'Policy' })
const params = z.strictObject({ id: z.enum(policyLevels) })
const common = { resource: 'policies', verb: 'read', method: 'GET' } as const
const answerOf = (stored: StoredObject<PolicyObject>) => ({
  body: managed(stored, policyObject.parse(stored.object)),
  version: stored.version,
})
const sample = { id: 'caregiver', assurance: { second_factor: 'always' } }

export const policyRoutes = [
  route({
    ...common,
    id: 'policies.list',
    path: '/policies',
    summary: 'What signing in takes: of the installation, and of each population',
    answer: listOf(policy),
    async handle({ house }) {
      const rows = await findPolicies(house.db)
      return { body: { items: rows.map(row => managed(row, policyObject.parse(row.object))) } }
    },
  }),
  route({
    ...common,
    id: 'policies.get',
    path: '/policies/{id}',
    summary: 'One level',
    params,
    isTagged: true,
    answer: policy,
    example: { params: { id: 'provider' } },
    handle: async ({ house, params }) => answerOf(present(await findObject<PolicyObject>(house, 'policy', params.id))),
  }),
  route({
    ...common,
    id: 'policies.create',
    method: 'POST',
    verb: 'write',
    path: '/policies',
    summary: 'Adds a level; only stricter than the one above it',
    isDangerous: true,
    body: policyObject,
    status: 201,
    isTagged: true,
    answer: policy,
    example: { body: sample },
    handle: async ({ house, caller, body }) =>
      answerOf(await saveObject(house, { kind: 'policy', object: body }, caller)),
  }),
  route({
    ...common,
    id: 'policies.update',
    method: 'PUT',
    verb: 'write',
    path: '/policies/{id}',
    summary: 'Replaces a level that no file describes',
    isDangerous: true,
    params,
    body: policyObject,
    isGuarded: true,
    answer: policy,
    example: { params: { id: 'caregiver' }, body: { ...sample, assurance: { sensitive: 'urn:vestibule:aal2' } } },
    async handle({ house, caller, params, body, version }) {
      assertSameId(params.id, body)
      return answerOf(await saveObject(house, { kind: 'policy', object: body, version }, caller))
    },
  }),
] as const
