import { decodeJwt } from 'jose'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { House } from '../../operations/house.ts'
import { findInsurerOfIssuer } from '../../operations/insurers.ts'
import { objectOf } from './clients.ts'

/** Hints that only choose what a person sees first; none changes who may sign in or how sure we are (CONTRACT.md). */
export const extraParams = (house: Pick<House, 'db'>) => ({
  organization: null,
  idp_hint: null,
  idp: async (ctx: KoaContextWithOIDC, idp: unknown): Promise<void> => checkIdp(house, ctx, idp),
  vestibule_flow: keepOfflineAccess,
  target_link_uri: null,
})
export const flowHints = ['activate', 'register', 'recover'] as const

/**
 * UDAP Tiered OAuth §3: the portal names the identity provider; one that is not trusted here is refused at once, so that
 * the portal can ask without it.
 */
async function checkIdp({ db }: Pick<House, 'db'>, ctx: KoaContextWithOIDC, idp: unknown): Promise<void> {
  const { client, params } = ctx.oidc
  if (idp === undefined || !client) return
  const asked = params?.organization
  const organization = objectOf(client).organization ?? (typeof asked === 'string' ? asked : '')
  const place = { organization, client: { id: client.clientId } }
  if (typeof idp === 'string' && (await findInsurerOfIssuer(db, idp, place))) return
  throw new errors.CustomOIDCProviderError('invalid_idp', 'the identity provider is not known or not trusted here')
}

/**
 * The library drops `offline_access` without `prompt=consent`, which asks the person. A first-party client needs no
 * consent (OIDC Core §11: "other conditions for processing the request permitting offline access"), so for those it is
 * put back, once the request has been checked.
 */
function keepOfflineAccess(ctx: KoaContextWithOIDC): void {
  const { client, params } = ctx.oidc
  if (!client || !params || typeof params.scope !== 'string') return
  const object = objectOf(client)
  if (!object.first_party || !object.scopes.includes('offline_access') || !object.grants.includes('refresh_token'))
    return
  const scopes = params.scope.split(' ')
  if (!requestedScope(ctx).includes('offline_access') || scopes.includes('offline_access')) return
  params.scope = [...scopes, 'offline_access'].join(' ')
}

/** What the request said, before the library edited it. */
function requestedScope(ctx: KoaContextWithOIDC): string[] {
  const pushed = ctx.oidc.entities.PushedAuthorizationRequest?.request
  const scope = pushed ? decodeJwt(pushed).scope : (ctx.oidc.body?.scope ?? ctx.query.scope)
  return typeof scope === 'string' ? scope.split(' ') : []
}
