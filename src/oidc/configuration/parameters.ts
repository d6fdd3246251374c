import { decodeJwt } from 'jose'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { objectOf } from './clients.ts'

/** Hints that only choose what a person sees first; none changes who may sign in or how sure we are (CONTRACT.md). */
export const extraParams = {
  organization: null,
  idp_hint: null,
  vestibule_flow: keepOfflineAccess,
  target_link_uri: null,
}
export const flowHints = ['activate', 'register', 'recover'] as const

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
