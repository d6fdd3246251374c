import type { KoaContextWithOIDC } from 'oidc-provider'
import { recordAudit } from '../operations/audit.ts'
import type { House } from '../operations/house.ts'
import { correlationId, days, now } from '../platform/index.ts'
import type { Transaction } from '../store/index.ts'
import { updateArtifactExpiry } from '../store/oidc-artifacts.ts'
import { deleteSessionClient, sessionHash, updateSessionEnded } from '../store/sessions.ts'
import type { Activity } from './sessions.ts'
import { isReuse, presentedRefreshExpiry } from './storage/adapter.ts'
import { artifactHash, slidingExpiry } from './storage/artifacts.ts'
import type { Storage } from './storage/transactions.ts'

/** What the library leaves to do once it has answered a request; part of its transaction where it has one. */
export function createAftermath(house: House, storage: Storage, activity: Activity) {
  const audit = (ctx: KoaContextWithOIDC, type: string, outcome: 'success' | 'refused', accountId?: string) =>
    storage.write(db =>
      recordAudit(db, house, {
        type,
        outcome,
        ...(accountId && { actor: accountId, accountId }),
        ...(ctx.oidc.client && { clientId: ctx.oidc.client.clientId }),
        correlationId: correlationId() ?? type,
        details: { ip: ctx.ip, ...(isBrowsers(ctx) ? { device: ctx.get('user-agent').slice(0, 300) } : {}) },
      }),
    )

  return async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { entities, session } = ctx.oidc
    switch (ctx.oidc.route) {
      case 'authorization':
      case 'resume':
        if (entities.AuthorizationCode) await audit(ctx, 'oidc.authorized', 'success', session?.accountId)
        return
      case 'token': {
        const token = entities.RefreshToken ?? entities.AuthorizationCode
        if (isReuse(ctx)) await audit(ctx, 'oidc.token-reused', 'refused', token?.accountId)
        if (ctx.status !== 200 || ctx.oidc.params?.grant_type !== 'refresh_token' || !entities.RefreshToken) return
        await afterRefresh(ctx, entities.RefreshToken)
        return
      }
      case 'userinfo': {
        const token = entities.AccessToken
        if (ctx.status === 200 && token?.expiresWithSession && token.sessionUid)
          await storage.write(db => activity.count(db, token.sessionUid as string))
        return
      }
      case 'end_session':
        if (session && !session.accountId && ctx.status === 200) skipConfirmation(ctx)
        return
      case 'end_session_confirm':
        if (ctx.status === 303) await afterLogout(ctx)
        return
    }
  }

  async function afterRefresh(
    ctx: KoaContextWithOIDC,
    token: NonNullable<KoaContextWithOIDC['oidc']['entities']['RefreshToken']>,
  ): Promise<void> {
    if (token.expiresWithSession && token.sessionUid)
      await storage.write(db => activity.count(db, token.sessionUid as string))
    // a token that does not rotate slides by itself, once a day at most
    const lapses = presentedRefreshExpiry(ctx)
    if (entities(ctx).RotatedRefreshToken || !lapses || !token.exp) return
    const until = slidingExpiry(house, 'RefreshToken', now(), new Date(token.exp * 1000))
    if (until.getTime() - lapses.getTime() > days(1) * 1000)
      await storage.write(db =>
        updateArtifactExpiry(db, 'RefreshToken', artifactHash(house, 'RefreshToken', token.jti), until, days(1)),
      )
  }

  /** The library told the portals and took the session away; what is left is that it can never come back. */
  async function afterLogout(ctx: KoaContextWithOIDC): Promise<void> {
    const { session, params, client } = ctx.oidc
    if (!session?.accountId) return
    const uidHash = sessionHash(house.sealer, session.uid)
    if (params?.logout) {
      await storage.atomically((tx: Transaction) => updateSessionEnded(tx, uidHash, now()))
      await audit(ctx, 'session.ended', 'success', session.accountId)
    } else if (client) await storage.write(db => deleteSessionClient(db, uidHash, client.clientId))
  }
}

/** A portal's own server asks for tokens; the other requests are the person's browser. */
const isBrowsers = (ctx: KoaContextWithOIDC): boolean => ctx.oidc.route !== 'token'

const entities = (ctx: KoaContextWithOIDC) => ctx.oidc.entities

/** Nobody is signed in: there is nothing to ask, and the library would show a bare page that posts itself. */
function skipConfirmation(ctx: KoaContextWithOIDC): void {
  const state = ctx.oidc.session?.state as { postLogoutRedirectUri?: string; state?: string } | undefined
  const uri = new URL(state?.postLogoutRedirectUri ?? ctx.oidc.urlFor('end_session_success'))
  if (state?.postLogoutRedirectUri && state.state !== undefined) uri.searchParams.set('state', state.state)
  ctx.status = 303
  ctx.redirect(uri.href)
}
