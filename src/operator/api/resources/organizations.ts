import { z } from 'zod'
import { type OrganizationObject, organizationObject } from '../../../core/objects/organization.ts'
import type { House } from '../../../operations/house.ts'
import type { StoredObject } from '../../../operations/object-kind.ts'
import { findOrganizations } from '../../../store/organizations.ts'
import { type Caller, route } from '../contract.ts'
import { cursor, limit, listOf, name } from '../fields.ts'
import { Problem } from '../problems.ts'
import { present } from '../refusals.ts'
import { assertSameId, findObject, managed, saveObject } from '../saving.ts'

const organization = z
  .strictObject({ managed_by: z.enum(['file', 'api']), version: z.int(), object: organizationObject })
  .meta({ id: 'Organization' })
const params = z.strictObject({ id: name })
const inReach = ({ organizations }: Caller, id: string): boolean => organizations?.includes(id) ?? true

/** @throws Problem where it is not there, or not for this caller */
async function found(house: House, caller: Caller, id: string): Promise<StoredObject<OrganizationObject>> {
  if (!inReach(caller, id)) throw new Problem('not-found')
  return present(await findObject<OrganizationObject>(house, 'organization', id))
}
const answerOf = (stored: StoredObject<OrganizationObject>) => ({
  body: managed(stored, stored.object),
  version: stored.version,
})

const location = organizationObject.shape.locations.unwrap().element
const provider = organizationObject.shape.providers.unwrap().element
const at = { params: { id: 'northside' } }
const sample = {
  id: 'eastside',
  name: { en: 'Eastside Clinic', es: 'Clínica Eastside' },
  time_zone: 'America/New_York',
}
const common = { resource: 'organizations', verb: 'read', method: 'GET' } as const

export const organizationRoutes = [
  route({
    ...common,
    id: 'organizations.list',
    path: '/organizations',
    summary: 'Organisations in reach, by id',
    query: z.strictObject({ limit, cursor }),
    answer: listOf(organization),
    async handle({ house, caller, query, cursors }) {
      const after = cursors.read(query.cursor) ?? ''
      const ids = (await findOrganizations(house.db))
        .map(({ id }) => id)
        .filter(id => inReach(caller, id) && id > after)
      const page: StoredObject<OrganizationObject>[] = []
      for (const id of ids.slice(0, query.limit + 1)) page.push(await found(house, caller, id))
      return {
        body: cursors.page(
          page,
          query.limit,
          ({ object }) => object.id,
          stored => managed(stored, stored.object),
        ),
      }
    },
  }),
  route({
    ...common,
    id: 'organizations.get',
    path: '/organizations/{id}',
    summary: 'One organisation, with its locations and providers',
    params,
    isTagged: true,
    answer: organization,
    example: at,
    handle: async ({ house, caller, params }) => answerOf(await found(house, caller, params.id)),
  }),
  route({
    ...common,
    id: 'organizations.locations',
    path: '/organizations/{id}/locations',
    summary: 'Its places',
    params,
    answer: listOf(location),
    example: at,
    handle: async ({ house, caller, params }) => ({
      body: { items: (await found(house, caller, params.id)).object.locations },
    }),
  }),
  route({
    ...common,
    id: 'organizations.providers',
    path: '/organizations/{id}/providers',
    summary: 'Who works there',
    params,
    answer: listOf(provider),
    example: at,
    handle: async ({ house, caller, params }) => ({
      body: { items: (await found(house, caller, params.id)).object.providers },
    }),
  }),
  route({
    ...common,
    id: 'organizations.create',
    method: 'POST',
    verb: 'write',
    path: '/organizations',
    summary: 'Adds an organisation; only for whoever may act for the whole installation',
    body: organizationObject,
    status: 201,
    answer: organization,
    isTagged: true,
    example: { body: sample },
    async handle({ house, caller, body }) {
      if (caller.organizations) throw new Problem('organization-out-of-reach')
      return answerOf(await saveObject(house, { kind: 'organization', object: body }, caller))
    },
  }),
  route({
    ...common,
    id: 'organizations.update',
    method: 'PUT',
    verb: 'write',
    path: '/organizations/{id}',
    summary: 'Replaces an organisation that no file describes',
    params,
    body: organizationObject,
    isGuarded: true,
    answer: organization,
    example: { params: { id: 'eastside' }, body: { ...sample, default_language: 'es' } },
    async handle({ house, caller, params, body, version }) {
      assertSameId(params.id, body)
      await found(house, caller, params.id)
      return answerOf(await saveObject(house, { kind: 'organization', object: body, version }, caller))
    },
  }),
] as const
