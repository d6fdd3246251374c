import type { InsurerObject } from '../core/objects/insurer.ts'
import { findHolders } from '../store/configuration.ts'
import type { Reader } from '../store/index.ts'
import { deleteInsurerMetadata } from '../store/insurer-metadata.ts'
import { createInsurer, findInsurer, findInsurerObjects, type InsurerWrite, updateInsurer } from '../store/insurers.ts'
import type { House } from './house.ts'
import type { ObjectKind } from './object-kind.ts'

const secretOf = (object: InsurerObject): string | undefined =>
  object.protocol === 'oidc' && object.client.auth !== 'private_key_jwt' ? object.client.secret : undefined

/** The stored form: no kind, and the secret apart (sealed). */
function withoutSecret(object: InsurerObject): InsurerObject {
  const { kind: _kind, ...stored } = object
  if (!('client' in stored) || !('secret' in stored.client)) return stored as InsurerObject
  const { secret: _secret, ...client } = stored.client
  return { ...stored, client } as InsurerObject
}
const toWrite = (object: InsurerObject, managedBy: InsurerWrite['managedBy']): InsurerWrite => {
  const secret = secretOf(object)
  return { object: withoutSecret(object), managedBy, ...(secret ? { secret } : {}) }
}

/** Insurers whose members sign in with them. A file that names no secret leaves one that was given elsewhere as it is. */
export const insurerKind: ObjectKind<InsurerObject> = {
  kind: 'insurer',
  table: 'insurers',
  async find(read, house, id) {
    const row = await findInsurer(read, house.sealer, id)
    return row && { object: row.object, version: row.version, managedBy: row.managedBy }
  },
  settle(described, stored) {
    const kept = stored && secretOf(stored)
    if (described.protocol !== 'oidc' || described.client.auth === 'private_key_jwt' || secretOf(described) || !kept)
      return described
    return { ...described, client: { ...described.client, secret: kept } }
  },
  create: (tx, house, object, { managedBy, at }) => createInsurer(tx, house.sealer, toWrite(object, managedBy), at),
  update: (tx, house, object, version, { managedBy, at }) =>
    updateInsurer(tx, house.sealer, toWrite(object, managedBy), version, at),
  async heldBy(read, id) {
    const holders = await findHolders(read, 'insurers', id, [])
    return holders.length > 0 ? 'people sign in with it: set enabled: false instead' : undefined
  },
  async remove(tx, id) {
    await deleteInsurerMetadata(tx, id)
    return {}
  },
  mask(object) {
    const stored: Record<string, unknown> = { ...withoutSecret(object) }
    // a whole metadata document says nothing in an audit row
    if ('metadata_file' in stored) stored.metadata_file = `${String(stored.metadata_file).length} characters`
    return { ...stored, ...(secretOf(object) ? { secret: true } : {}) }
  },
  subject: ({ organizations }) => (organizations?.length === 1 ? { organizationId: organizations[0] as string } : {}),
}

/** Where a journey stands, as far as the choice of insurers goes. */
export interface InsurerPlace {
  readonly organization: string
  readonly client?: { readonly id: string }
}

/** Whether an insurer is offered there. */
export const isOffered = (insurer: InsurerObject, { organization, client }: InsurerPlace): boolean =>
  insurer.enabled &&
  (insurer.organizations === undefined || insurer.organizations.includes(organization)) &&
  (insurer.clients === undefined || (client !== undefined && insurer.clients.includes(client.id)))

/** By name, as people look for them. */
export async function findOfferedInsurers(read: Reader, place: InsurerPlace): Promise<readonly InsurerObject[]> {
  const all = await findInsurerObjects(read)
  return all.filter(insurer => isOffered(insurer, place)).sort((one, other) => one.name.localeCompare(other.name))
}

/** The one that somebody chose, with its secret: for a connector. */
export async function findOfferedInsurer(
  read: Reader,
  { sealer }: Pick<House, 'sealer'>,
  id: string,
  place: InsurerPlace,
): Promise<InsurerObject | undefined> {
  const row = await findInsurer(read, sealer, id)
  return row && isOffered(row.object, place) ? row.object : undefined
}

/**
 * The insurer that a portal means by `idp` (UDAP Tiered OAuth §3): the address of an OpenID provider, or of the one
 * behind it.
 */
export async function findInsurerOfIssuer(
  read: Reader,
  idp: string,
  place: InsurerPlace,
): Promise<InsurerObject | undefined> {
  const plain = (address: string) => address.replace(/\/+$/, '')
  const named = (await findOfferedInsurers(read, place)).filter(insurer => insurer.protocol === 'oidc')
  return (
    named.find(insurer => insurer.idp !== undefined && plain(insurer.idp) === plain(idp)) ??
    named.find(insurer => plain(insurer.issuer) === plain(idp))
  )
}
