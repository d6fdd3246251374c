import Router from '@koa/router'
import Koa from 'koa'
import bodyParser from 'koa-bodyparser'
import { AuthorizationResponseError } from 'openid-client'
import { type Site, serve } from '../site.ts'
import { type PortalLook, renderFront, renderHome, renderPaper, renderTrouble } from './page.tsx'
import { createRelyingParty, type RelyingPartyOptions } from './relying-party.ts'
import { createVisits, type Visit } from './sessions.ts'

export interface PortalOptions extends PortalLook, Omit<RelyingPartyOptions, 'url'> {
  readonly port: number
  /** Public keys of a portal that signs its client assertions, at `/jwks.json`. */
  readonly jwks?: object
}

/** What a link to `/login` may add to the authorization request (OpenID Connect Core §3.1.2.1, and the provider's own). */
const passedOn = ['acr_values', 'max_age', 'prompt', 'ui_locales', 'login_hint', 'idp_hint', 'vestibule_flow'] as const

/** An ordinary portal: a confidential client on openid-client, with a page that shows what it learned. */
export async function startPortal(options: PortalOptions): Promise<Site> {
  const url = `http://localhost:${options.port}`
  const party = createRelyingParty({ ...options, url })
  const visits = createVisits()
  // ports of one host share cookies: each portal needs a name of its own
  const cookie = `portal_${options.port}`
  const visitOf = (ctx: Koa.Context): Visit | undefined => visits.find(ctx.cookies.get(cookie))
  const remember = (ctx: Koa.Context, { id }: Visit): void => {
    ctx.cookies.set(cookie, id, { httpOnly: true, sameSite: 'lax', signed: false })
  }

  const router = new Router()
    .get('/', ctx => {
      const visit = visitOf(ctx)
      const notice = visit?.notice
      if (visit) delete visit.notice
      ctx.body = visit?.signedIn ? renderHome(options, visit.signedIn, notice) : renderFront(options, notice)
    })
    .get(['/privacy', '/terms'], ctx => {
      ctx.body = renderPaper(options, ctx.path === '/terms' ? 'Terms of use' : 'Privacy notice')
    })
    // also the address for third-party-initiated login (OpenID Connect Core §4)
    .get('/login', async ctx => {
      const query = ctx.query as Record<string, string | undefined>
      if (query.iss !== undefined && query.iss !== options.issuer) return ctx.throw(400, 'unknown issuer')
      const extra = Object.fromEntries(passedOn.flatMap(name => (query[name] ? [[name, query[name]]] : [])))
      const begun = await party.begin(extra)
      const visit = visitOf(ctx) ?? visits.create()
      visit.pending.set(begun.pending.state, { pending: begun.pending, returnTo: ownPath(query.target_link_uri, url) })
      remember(ctx, visit)
      ctx.redirect(begun.url.href)
    })
    .get('/callback', async ctx => {
      const visit = visitOf(ctx)
      const known = visit?.pending.get(String(ctx.query.state))
      if (!visit || !known) {
        ctx.status = 400
        ctx.body = renderTrouble(options, 'unknown_state', 'This sign-in was not begun in this browser, or is over.')
        return
      }
      visit.pending.delete(known.pending.state)
      const signedIn = await party.finish(new URL(ctx.url, url), known.pending)
      const renewed = visits.renew(visit)
      renewed.signedIn = signedIn
      remember(ctx, renewed)
      ctx.redirect(known.returnTo)
    })
    .get('/session.json', ctx => {
      const signedIn = visitOf(ctx)?.signedIn
      ctx.body = signedIn
        ? { signed_in: true, claims: signedIn.claims, userinfo: signedIn.userinfo, scope: signedIn.scope }
        : { signed_in: false }
    })
    .post('/logout', async ctx => {
      const visit = visitOf(ctx)
      const idToken = visit?.signedIn?.idToken
      if (visit) delete visit.signedIn
      ctx.redirect(idToken ? (await party.endSessionUrl(idToken)).href : '/')
    })
    .post('/backchannel', async ctx => {
      ctx.set('cache-control', 'no-store')
      const token = (ctx.request.body as { logout_token?: unknown } | undefined)?.logout_token
      const which = await party.readLogoutToken(String(token)).catch(() => undefined)
      if (!which) {
        ctx.status = 400
        ctx.body = { error: 'invalid_request' }
        return
      }
      visits.end(which)
      ctx.status = 204
    })
  if (options.jwks) {
    const { jwks } = options
    router.get('/jwks.json', ctx => {
      ctx.body = jwks
    })
  }
  const app = withPages(options)
  app.use(bodyParser())
  app.use(router.routes())
  return serve(app, options.port)
}

/** HTML by default, nothing cached, and a page where the provider said no or could not be reached. */
function withPages(look: PortalLook): Koa {
  const app = new Koa()
  app.silent = true
  return app.use(async (ctx, next) => {
    ctx.set('cache-control', 'no-store')
    ctx.set(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
    )
    try {
      await next()
    } catch (error) {
      const refused = error instanceof AuthorizationResponseError
      ctx.status = refused ? 403 : ((error as { status?: number }).status ?? 502)
      const code = refused ? error.error : ((error as { code?: string }).code ?? 'sign_in_failed')
      ctx.body = renderTrouble(look, code, refused ? error.error_description : undefined)
    }
    if (typeof ctx.body === 'string') ctx.type = 'html'
  })
}

/** A path of this portal, whatever the link said: never somebody else's site. */
function ownPath(target: string | undefined, url: string): string {
  if (target === undefined || !URL.canParse(target, url)) return '/'
  const { origin, pathname, search } = new URL(target, url)
  return origin === url ? pathname + search : '/'
}
