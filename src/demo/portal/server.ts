import Router from '@koa/router'
import Koa from 'koa'
import bodyParser from 'koa-bodyparser'
import { AuthorizationResponseError } from 'openid-client'
import { type Site, serve } from '../site.ts'
import { createApi } from './api.ts'
import {
  type PortalLook,
  renderFront,
  renderHome,
  renderPaper,
  renderPharmacy,
  renderResults,
  renderTrouble,
} from './page.tsx'
import { createRelyingParty, type RelyingPartyOptions } from './relying-party.ts'
import { createVisits, type Visit } from './sessions.ts'
import { stepUpFor } from './step-up.ts'

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

  /** Sends the person to the provider; they come back to `returnTo`. */
  const goSignIn = async (ctx: Koa.Context, extra: Readonly<Record<string, string>>, returnTo: string) => {
    const begun = await party.begin(extra)
    const visit = visitOf(ctx) ?? visits.create()
    visit.pending.set(begun.pending.state, { pending: begun.pending, returnTo })
    remember(ctx, visit)
    ctx.redirect(begun.url.href)
  }
  /** Calls the API for the person; where it wants more, they go and get it, and come back to what they wanted. */
  const asked = async <T>(ctx: Koa.Context, call: (accessToken: string) => Promise<T>, returnTo: string) => {
    const signedIn = visitOf(ctx)?.signedIn
    if (!signedIn) return void (await goSignIn(ctx, {}, returnTo))
    try {
      return await call(signedIn.accessToken)
    } catch (error) {
      const extra = stepUpFor(error)
      if (!extra) throw error
      return void (await goSignIn(ctx, extra, returnTo))
    }
  }
  const api = (path: string) => new URL(`/api${path}`, url)

  const router = new Router()
    .get('/results', async ctx => {
      const answer = await asked(ctx, token => party.call(token, api('/results'), 'GET'), '/results')
      if (answer) ctx.body = renderResults(options, answer as Parameters<typeof renderResults>[1])
    })
    .get('/pharmacy', async ctx => {
      const wanted = String(ctx.query.to ?? '')
      const answer = await asked(ctx, token => party.call(token, api('/pharmacy'), 'GET'), '/pharmacy')
      if (answer) ctx.body = renderPharmacy(options, (answer as { pharmacy: string }).pharmacy, wanted)
    })
    .post('/pharmacy', async ctx => {
      const pharmacy = String((ctx.request.body as { pharmacy?: unknown }).pharmacy ?? '')
      // coming back changes nothing by itself: the choice is made, one press does it
      const returnTo = `/pharmacy?to=${encodeURIComponent(pharmacy)}`
      const answer = await asked(ctx, token => party.call(token, api('/pharmacy'), 'PUT', { pharmacy }), returnTo)
      if (answer) ctx.redirect('/pharmacy')
    })
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
      await goSignIn(ctx, extra, ownPath(query.target_link_uri, url))
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
      // more than the person could or would give: they stay signed in as they were
      if (visit.signedIn && ctx.query.error === 'unmet_authentication_requirements') {
        visit.notice = 'That needs one more step to confirm that it is you. Nothing was changed.'
        return ctx.redirect('/')
      }
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
  app.use(createApi(party).routes())
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
