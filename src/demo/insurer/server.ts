import { createHash } from 'node:crypto'
import Router from '@koa/router'
import Koa from 'koa'
import bodyParser from 'koa-bodyparser'
import type { AdapterPayload } from 'oidc-provider'
import { type Site, serve } from '../site.ts'
import { type Faults, noFaults, passFaults } from './faults.ts'
import { type InsurerKeys, makeInsurerKeys } from './keys.ts'
import { findMember, members } from './members.ts'
import { createInsurerProvider, type InsurerClient, signedInAs } from './oidc.ts'
import { postScript, renderFaults, renderInsurerTrouble, renderPost, renderSignIn } from './page.tsx'
import { answerFor, identityProviderMetadata, readRequest, type ServiceProvider } from './saml.ts'
import { languageOf } from './texts.ts'

export interface DemoInsurerOptions {
  readonly port: number
  readonly clients: readonly InsurerClient[]
  readonly serviceProviders: readonly ServiceProvider[]
  /** How long a slow insurer takes. */
  readonly slowMs?: number
}
export interface DemoInsurer extends Site {
  /** `iss` of its OpenID provider. */
  readonly issuer: string
  readonly samlMetadata: string
  /** What goes wrong; to be switched as one likes. */
  readonly faults: Faults
  /** As a page of it does. */
  setFaults(wanted: Partial<Faults> & { readonly newKeys?: boolean }): Promise<void>
  /** How often each path was asked for. */
  readonly calls: Map<string, number>
}

/** Two insurers in one: an OpenID provider at `/oidc` and a SAML identity provider at `/saml`, for the same members. */
export async function startDemoInsurer(options: DemoInsurerOptions): Promise<DemoInsurer> {
  const origin = `http://127.0.0.1:${options.port}`
  const issuer = `${origin}/oidc`
  const entityId = `${origin}/saml/metadata`
  const signOn = `${origin}/saml/sso`
  const faults = noFaults()
  const storage = new Map<string, AdapterPayload>()
  const calls = new Map<string, number>()
  const stopping = new AbortController()
  let keys: InsurerKeys
  let provider: ReturnType<typeof createInsurerProvider>
  const useKeys = async (): Promise<void> => {
    keys = await makeInsurerKeys({ hasEnded: faults.expiredCertificate })
    const signInPath = (uid: string) => `/sign-in/${uid}`
    provider = createInsurerProvider({ issuer, clients: options.clients, key: keys.oidc, faults, storage, signInPath })
  }
  await useKeys()
  const setFaults: DemoInsurer['setFaults'] = async ({ newKeys = false, ...wanted }) => {
    const hadEnded = faults.expiredCertificate
    Object.assign(faults, wanted)
    if (newKeys || hadEnded !== faults.expiredCertificate) await useKeys()
  }

  const html = (ctx: Koa.Context, body: string): void => {
    ctx.type = 'html'
    ctx.body = body
  }
  const languageFor = (ctx: Koa.Context) => languageOf(ctx.get('accept-language'))
  const field = (ctx: Koa.Context, name: string): string => {
    const value = (ctx.request as { body?: Record<string, unknown> }).body?.[name]
    return typeof value === 'string' ? value : ''
  }
  const memberOf = (ctx: Koa.Context) => findMember(field(ctx, 'username').trim(), field(ctx, 'password'))

  const router = new Router()
    .get('/', ctx => html(ctx, renderFaults(languageFor(ctx), faults, members)))
    .post('/faults', async ctx => {
      const wanted = Object.keys(faults).map(fault => [fault, field(ctx, fault) === 'on'])
      await setFaults({ ...Object.fromEntries(wanted), newKeys: field(ctx, 'newKeys') === 'on' })
      ctx.status = 303
      ctx.redirect('/')
    })
    .get('/sign-in/:uid', async ctx => {
      const { uid, params } = await provider.interactionDetails(ctx.req, ctx.res)
      const language = languageOf(String(params.ui_locales ?? ctx.get('accept-language')))
      html(ctx, renderSignIn({ language, action: `/sign-in/${uid}` }))
    })
    .post('/sign-in/:uid', async ctx => {
      const { uid } = await provider.interactionDetails(ctx.req, ctx.res)
      const member = memberOf(ctx)
      const isRefused = field(ctx, 'action') === 'refuse'
      if (!member && !isRefused)
        return html(ctx, renderSignIn({ language: languageFor(ctx), action: `/sign-in/${uid}`, isWrong: true }))
      const result = member && !isRefused ? signedInAs(member) : { error: 'access_denied' }
      ctx.respond = false
      await provider.interactionFinished(ctx.req, ctx.res, result)
    })
    .get('/saml/metadata', ctx => {
      ctx.type = 'application/samlmetadata+xml'
      ctx.body = identityProviderMetadata(entityId, signOn, [keys.saml.certificate])
    })
    .get('/saml/sso', async ctx => {
      const request = await readRequest(ctx.querystring, options.serviceProviders)
      if (!request) ctx.throw(400)
      html(ctx, renderSignIn({ language: languageFor(ctx), action: '/saml/sso', hidden: { query: ctx.querystring } }))
    })
    .post('/saml/sso', async ctx => {
      const query = field(ctx, 'query')
      const request = await readRequest(query, options.serviceProviders)
      if (!request) return ctx.throw(400)
      const language = languageFor(ctx)
      const member = memberOf(ctx)
      const isRefused = field(ctx, 'action') === 'refuse'
      if (!member && !isRefused)
        return html(ctx, renderSignIn({ language, action: '/saml/sso', hidden: { query }, isWrong: true }))
      const answer = await answerFor(request, isRefused ? undefined : member, {
        issuer: entityId,
        pair: keys.saml,
        faults,
      })
      const fields = { SAMLResponse: answer, RelayState: request.relayState }
      html(ctx, renderPost(language, request.provider.acs, fields))
    })

  const app = new Koa()
  app.silent = true
  app.use(async (ctx, next) => {
    calls.set(ctx.path, (calls.get(ctx.path) ?? 0) + 1)
    const passage = await passFaults(faults, ctx.path, options.slowMs ?? 30_000, stopping.signal)
    if (passage === 'go-on') return next()
    ctx.respond = false
    ctx.req.socket.destroy()
  })
  app.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/oidc/')) return next()
    ctx.respond = false
    // mounted: the provider finds its own path out of what is cut off
    Object.assign(ctx.req, { originalUrl: ctx.req.url, url: ctx.req.url?.slice('/oidc'.length) })
    await provider.callback()(ctx.req, ctx.res)
  })
  app.use(async (ctx, next) => {
    const script = createHash('sha256').update(postScript).digest('base64')
    ctx.set(
      'content-security-policy',
      `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${script}'; frame-ancestors 'none'`,
    )
    await next().catch(() => {
      ctx.status = 400
      html(ctx, renderInsurerTrouble(languageFor(ctx)))
    })
  })
  app.use(bodyParser())
  app.use(router.routes())
  const site = await serve(app, options.port)
  return {
    issuer,
    samlMetadata: entityId,
    faults,
    setFaults,
    calls,
    close: () => {
      stopping.abort()
      return site.close()
    },
  }
}
