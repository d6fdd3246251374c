import type { Context } from 'koa'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { refreshPolicy } from '../core/objects/client.ts'
import type { House } from '../operations/house.ts'
import { lockSession, sessionHash } from '../store/sessions.ts'
import { objectOf } from './configuration/clients.ts'
import type { RequestRules } from './storage/transactions.ts'

/** Which protocol requests are one transaction each, and from when on. @returns undefined where none is needed */
export function requestRules(house: Pick<House, 'sealer'>, ctx: Context): RequestRules | undefined {
  const path = ctx.path.toLowerCase()
  if (ctx.method === 'POST' && path === '/token') return tokenRules(ctx)
  if (path === '/authorize' || path.startsWith('/authorize/')) return authorizationRules(house, ctx)
  return undefined
}

const tokenRules = (ctx: Context): RequestRules => ({
  isFault: () => ctx.status >= 500,
  // client credentials, and a refresh that does not rotate, write one token and take nothing back
  needsTransaction() {
    const { params, client } = (ctx as unknown as KoaContextWithOIDC).oidc
    if (params?.grant_type === 'client_credentials') return false
    return !(params?.grant_type === 'refresh_token' && client && !refreshPolicy(objectOf(client)).rotate)
  },
})

/**
 * From the end of the pages, or from a live session, back to the portal: evidence, grant, code, session and audit stand
 * or fall together. Requests of one session take its row first, so that two tabs wait for each other instead of
 * deadlocking over its portals.
 */
const authorizationRules = ({ sealer }: Pick<House, 'sealer'>, ctx: Context): RequestRules => {
  const provided = () => (ctx as unknown as KoaContextWithOIDC).oidc
  return {
    isFault: () => ctx.status >= 500,
    needsTransaction: () => provided()?.route === 'resume' || provided()?.session?.accountId !== undefined,
    async opened(tx) {
      const session = provided()?.session
      if (session?.accountId) await lockSession(tx, sessionHash(sealer, session.uid))
    },
  }
}
