import type { InsurerObject } from '../../../core/objects/insurer.ts'
import type { House } from '../../../operations/house.ts'
import { findClients } from '../../../store/clients.ts'
import { findInsurers } from '../../../store/insurers.ts'
import type { Caller } from '../contract.ts'
import { Problem } from '../problems.ts'

/**
 * Whoever acts for some organisations writes what is offered there alone. What an insurer says of somebody counts wherever
 * that name was linked, so nobody of them may speak for an issuer that another insurer has: an OpenID provider proves its
 * own name by its address, SAML metadata says whatever its author wrote.
 * @throws Problem
 */
export async function assertMayWriteInsurer(
  house: House,
  { organizations }: Caller,
  objects: readonly InsurerObject[],
): Promise<void> {
  if (!organizations) return
  const beyond = (detail: string) => new Problem('organization-out-of-reach', { detail })
  for (const object of objects) {
    if (!object.organizations?.every(id => organizations.includes(id)))
      throw beyond('it is offered beyond your organisations')
    if (object.protocol !== 'oidc')
      throw beyond('a SAML insurer speaks for names that others may know: an operator of the installation adds it')
    const { id, issuer, clients = [] } = object
    const others = (await findInsurers(house.db, house.sealer)).filter(each => each.id !== id)
    if (others.some(each => each.object.protocol === 'oidc' && each.object.issuer === issuer))
      throw beyond('another insurer has that issuer')
    const own = (await findClients(house.db, { within: organizations, limit: 1000 })).map(each => each.id)
    if (!clients.every(each => own.includes(each))) throw beyond('it names clients beyond your organisations')
  }
}

/** In files `env:` and `file:` name what stands elsewhere; here they would open it to whoever writes. @throws Problem */
export function refuseReferences(object: InsurerObject): void {
  const places =
    object.protocol === 'oidc'
      ? [['body.client.secret', 'secret' in object.client ? object.client.secret : undefined] as const]
      : [['body.metadata_file', object.metadata_file] as const]
  for (const [path, value] of places)
    if (value !== undefined && /^(env|file):/.test(value))
      throw new Problem('invalid-request', { errors: [{ path, message: 'is the value itself here, no reference' }] })
}

/** A secret that is left out stays, but goes to nobody else. @throws Problem */
export function assertSecretStaysHome(before: InsurerObject, after: InsurerObject): void {
  if (before.protocol !== 'oidc' || after.protocol !== 'oidc') return
  if (!('secret' in before.client) || !before.client.secret || before.issuer === after.issuer) return
  if (after.client.auth !== 'private_key_jwt' && !after.client.secret)
    throw new Problem('invalid-request', {
      errors: [{ path: 'body.client.secret', message: 'is needed: the one before belongs to another issuer' }],
    })
}
