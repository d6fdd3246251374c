import { newId } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import type { Branding, LocalText } from './tables.ts'

export interface OrganizationRow {
  readonly id: string
  readonly name: LocalText
  /** From the object of its own where there is one. */
  readonly branding: Branding
  /** As it stands in the organisation itself. */
  readonly describedBranding: Branding
  readonly timeZone: string
  readonly defaultLanguage: 'en' | 'es'
  readonly homeClientId?: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly managedBy: 'file' | 'api'
  readonly version: number
}
/** A place or a person of an organisation; `sourceId` is its id in the object that describes it. */
export interface LocationRow {
  readonly sourceId: string
  readonly name: string
  readonly address?: Readonly<Record<string, unknown>>
}
export interface ProviderRow {
  readonly sourceId: string
  readonly name: string
  readonly npi?: string
  readonly locationSourceId?: string
}
export type OrganizationWrite = Omit<OrganizationRow, 'version' | 'describedBranding'>

/** Every organisation, by id. There are few of them: one installation's clinics. */
export async function findOrganizations(read: Reader): Promise<OrganizationRow[]> {
  const rows = await read
    .selectFrom('organizations')
    .leftJoin('brandings', 'brandings.id', 'organizations.id')
    .selectAll('organizations')
    .select('brandings.object as ownBranding')
    .orderBy('organizations.id')
    .execute()
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    branding: (row.ownBranding ?? row.branding) as Branding,
    describedBranding: row.branding,
    timeZone: row.time_zone,
    defaultLanguage: row.default_language,
    ...(row.home_client_id ? { homeClientId: row.home_client_id } : {}),
    settings: row.settings as Record<string, unknown>,
    managedBy: row.managed_by,
    version: row.version,
  }))
}

export const findOrganization = async (read: Reader, id: string): Promise<OrganizationRow | undefined> =>
  (await findOrganizations(read)).find(row => row.id === id)

/** Active locations that an object or an import named. */
export async function findLocations(read: Reader, organizationId: string): Promise<LocationRow[]> {
  const rows = await read
    .selectFrom('locations')
    .select(['source_id', 'name', 'address'])
    .where('organization_id', '=', organizationId)
    .where('active', '=', true)
    .where('source_id', 'is not', null)
    .orderBy('source_id')
    .execute()
  return rows.map(row => ({
    sourceId: row.source_id as string,
    name: row.name,
    ...(row.address ? { address: row.address as Record<string, unknown> } : {}),
  }))
}

/** Active providers that an object or an import named. */
export async function findProviders(read: Reader, organizationId: string): Promise<ProviderRow[]> {
  const rows = await read
    .selectFrom('providers')
    .leftJoin('locations', 'locations.id', 'providers.location_id')
    .select(['providers.source_id', 'providers.name', 'providers.npi', 'locations.source_id as location'])
    .where('providers.organization_id', '=', organizationId)
    .where('providers.active', '=', true)
    .where('providers.source_id', 'is not', null)
    .orderBy('providers.source_id')
    .execute()
  return rows.map(row => ({
    sourceId: row.source_id as string,
    name: row.name,
    ...(row.npi ? { npi: row.npi } : {}),
    ...(row.location ? { locationSourceId: row.location } : {}),
  }))
}

const columnsOf = (organization: OrganizationWrite, at: Date) => ({
  name: JSON.stringify(organization.name),
  branding: JSON.stringify(organization.branding),
  time_zone: organization.timeZone,
  default_language: organization.defaultLanguage,
  home_client_id: organization.homeClientId ?? null,
  settings: JSON.stringify(organization.settings),
  managed_by: organization.managedBy,
  updated_at: at,
})

export async function createOrganization(tx: Transaction, organization: OrganizationWrite, at: Date): Promise<void> {
  await tx
    .insertInto('organizations')
    .values({ id: organization.id, ...columnsOf(organization, at), created_at: at })
    .execute()
}

/** @returns false where somebody else changed it since `version` was read; nothing was written then. */
export async function updateOrganization(
  tx: Transaction,
  organization: OrganizationWrite,
  version: number,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('organizations')
    .set({ ...columnsOf(organization, at), version: version + 1 })
    .where('id', '=', organization.id)
    .where('version', '=', version)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Makes the named locations be exactly these; others of the file are kept as inactive, for what refers to them. */
export async function updateLocations(
  tx: Transaction,
  organizationId: string,
  locations: readonly LocationRow[],
): Promise<void> {
  await tx
    .updateTable('locations')
    .set({ active: false })
    .where('organization_id', '=', organizationId)
    .where('source_id', 'is not', null)
    .execute()
  for (const { sourceId, name, address } of locations) {
    const values = { name, address: address ? JSON.stringify(address) : null, active: true }
    await tx
      .insertInto('locations')
      .values({ id: newId(), organization_id: organizationId, source_id: sourceId, ...values })
      .onConflict(conflict => conflict.columns(['organization_id', 'source_id']).doUpdateSet(values))
      .execute()
  }
}

/** Makes the named providers be exactly these; after their locations. */
export async function updateProviders(
  tx: Transaction,
  organizationId: string,
  providers: readonly ProviderRow[],
): Promise<void> {
  await tx
    .updateTable('providers')
    .set({ active: false })
    .where('organization_id', '=', organizationId)
    .where('source_id', 'is not', null)
    .execute()
  const places = await tx
    .selectFrom('locations')
    .select(['id', 'source_id'])
    .where('organization_id', '=', organizationId)
    .execute()
  for (const { sourceId, name, npi, locationSourceId } of providers) {
    const place = locationSourceId ? places.find(each => each.source_id === locationSourceId)?.id : undefined
    const values = { name, npi: npi ?? null, location_id: place ?? null, active: true }
    await tx
      .insertInto('providers')
      .values({ id: newId(), organization_id: organizationId, source_id: sourceId, ...values })
      .onConflict(conflict => conflict.columns(['organization_id', 'source_id']).doUpdateSet(values))
      .execute()
  }
}

/** Its places and people, where the organisation itself goes. */
export async function deleteOrganizationParts(tx: Transaction, organizationId: string): Promise<void> {
  await tx.deleteFrom('providers').where('organization_id', '=', organizationId).execute()
  await tx.deleteFrom('locations').where('organization_id', '=', organizationId).execute()
}

/** What a message needs to know of the organisation that it is sent for. */
export async function findSenderOrganization(
  read: Reader,
  id: string,
): Promise<
  | {
      readonly timeZone: string
      readonly accent?: string
      readonly settings: Readonly<Record<string, unknown>>
    }
  | undefined
> {
  const row = await read
    .selectFrom('organizations')
    .leftJoin('brandings', 'brandings.id', 'organizations.id')
    .select(['time_zone', 'branding', 'settings', 'brandings.object as ownBranding'])
    .where('organizations.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { accent } = (row.ownBranding ?? row.branding) as Branding
  return { timeZone: row.time_zone, settings: row.settings as Record<string, unknown>, ...(accent ? { accent } : {}) }
}
