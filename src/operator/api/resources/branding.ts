import { z } from 'zod'
import { type OrganizationObject, organizationObject } from '../../../core/objects/organization.ts'
import type { House } from '../../../operations/house.ts'
import { findObject, saveObject } from '../../../operations/managed-objects.ts'
import type { StoredObject } from '../../../operations/object-kind.ts'
import { type Route, route } from '../contract.ts'
import { present } from '../refusals.ts'
import { saved } from '../saving.ts'

const branding = organizationObject.shape.branding.unwrap()
const view = z
  .strictObject({
    organization: z.string(),
    managed_by: z.enum(['file', 'api']),
    version: z.int(),
    branding,
  })
  .meta({ id: 'Branding' })
const answerOf = ({ object, version, managedBy }: StoredObject<OrganizationObject>) => ({
  body: { organization: object.id, managed_by: managedBy, version, branding: object.branding },
  version,
})
const found = async (house: House, id: string) =>
  present(await findObject<OrganizationObject>(house, 'organization', id))

/** How an organisation's pages look: a part of the organisation, on its own for those who know colours. */
export const brandingRoutes: readonly Route[] = [
  route({
    id: 'branding.get',
    method: 'GET',
    path: '/branding',
    resource: 'branding',
    verb: 'read',
    summary: 'Colours, logo and ways to help of one organisation',
    organization: 'one',
    isTagged: true,
    answer: view,
    example: { query: { organization: 'eastside' } },
    handle: async ({ house, organization }) => answerOf(await found(house, organization)),
  }),
  route({
    id: 'branding.update',
    method: 'PUT',
    path: '/branding',
    resource: 'branding',
    verb: 'write',
    summary: 'Replaces the branding of an organisation that no file describes',
    organization: 'one',
    isGuarded: true,
    body: z.strictObject({ branding }),
    answer: view,
    example: { body: { organization: 'eastside', branding: { accent: '#0a5c63' } } },
    async handle({ house, caller, organization, body, version, at }) {
      const { object } = await found(house, organization)
      const next = { ...object, branding: body.branding }
      return answerOf(saved(await saveObject(house, { kind: 'organization', object: next, version }, caller, at)))
    },
  }),
]
