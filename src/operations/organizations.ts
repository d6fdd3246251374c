import { type OrganizationObject, organizationObject } from '../core/objects/organization.ts'
import { findHolders } from '../store/configuration.ts'
import {
  createOrganization,
  deleteOrganizationParts,
  findLocations,
  findOrganization,
  findProviders,
  type LocationRow,
  type OrganizationWrite,
  type ProviderRow,
  updateLocations,
  updateOrganization,
  updateProviders,
} from '../store/organizations.ts'
import type { ObjectKind } from './object-kind.ts'

const toRow = (object: OrganizationObject, managedBy: OrganizationWrite['managedBy']): OrganizationWrite => ({
  id: object.id,
  name: object.name as OrganizationWrite['name'],
  branding: object.branding as OrganizationWrite['branding'],
  timeZone: object.time_zone,
  defaultLanguage: object.default_language,
  ...(object.home_client ? { homeClientId: object.home_client } : {}),
  settings: object.settings,
  managedBy,
})
const toLocation = ({ id, name, address }: OrganizationObject['locations'][number]): LocationRow => ({
  sourceId: id,
  name,
  ...(address ? { address } : {}),
})
const toProvider = ({ id, name, npi, location }: OrganizationObject['providers'][number]): ProviderRow => ({
  sourceId: id,
  name,
  ...(npi ? { npi } : {}),
  ...(location ? { locationSourceId: location } : {}),
})

/** Organisations with their locations and providers. */
export const organizationKind: ObjectKind<OrganizationObject> = {
  kind: 'organization',
  table: 'organizations',
  async find(read, _house, id) {
    const row = await findOrganization(read, id)
    if (!row) return undefined
    const [locations, providers] = [await findLocations(read, id), await findProviders(read, id)]
    const object = organizationObject.parse({
      kind: 'organization',
      id,
      name: row.name,
      branding: row.describedBranding,
      time_zone: row.timeZone,
      default_language: row.defaultLanguage,
      home_client: row.homeClientId,
      settings: row.settings,
      locations: byId(locations.map(({ sourceId, name, address }) => ({ id: sourceId, name, address }))),
      providers: byId(
        providers.map(each => ({
          id: each.sourceId,
          name: each.name,
          npi: each.npi,
          location: each.locationSourceId,
        })),
      ),
    })
    return { object, version: row.version, managedBy: row.managedBy }
  },
  // lists have no order of their own: places and people are found by id
  settle: object => ({ ...object, locations: byId(object.locations), providers: byId(object.providers) }),
  async create(tx, _house, object, { managedBy, at }) {
    await createOrganization(tx, toRow(object, managedBy), at)
    await updateLocations(tx, object.id, object.locations.map(toLocation))
    await updateProviders(tx, object.id, object.providers.map(toProvider))
  },
  async update(tx, _house, object, version, { managedBy, at }) {
    if (!(await updateOrganization(tx, toRow(object, managedBy), version, at))) return false
    await updateLocations(tx, object.id, object.locations.map(toLocation))
    await updateProviders(tx, object.id, object.providers.map(toProvider))
    return true
  },
  async heldBy(read, id) {
    const holders = await findHolders(read, 'organizations', id, itsOwn)
    return holders.length > 0 ? `it has people and records (${holders.join(', ')}), which do not go with it` : undefined
  },
  async remove(tx, id) {
    await deleteOrganizationParts(tx, id)
    return {}
  },
  mask: object => object,
  subject: object => ({ organizationId: object.id }),
}

/** Its places and people go with it; objects that name it are looked at as objects. */
const itsOwn = ['locations', 'providers', 'clients', 'brandings', 'organization_texts']

const byId = <T extends { id: string }>(list: readonly T[]): T[] =>
  [...list].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0))
