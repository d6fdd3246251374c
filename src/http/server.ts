import type { Server } from 'node:http'
import Koa from 'koa'
import bodyParser from 'koa-bodyparser'
import { assets } from '../../views/index.ts'
import type { AnyFlow, FlowEngine } from '../flow-engine/index.ts'
import type { Oidc } from '../oidc/contract.ts'
import type { House } from '../operations/house.ts'
import {
  type Logger,
  type Metrics,
  nameRoute,
  newId,
  type Translators,
  withCorrelation,
  withTrace,
} from '../platform/index.ts'
import { type Cookies, createCookies } from './cookies.ts'
import { type Csrf, createCsrf } from './csrf.ts'
import { createErrors, type Errors } from './errors.ts'
import { languageOf } from './frame.ts'
import { securityHeaders } from './headers.ts'
import type { HostedParts } from './hosted.ts'
import { type Organizations, organizationsOf } from './organizations.ts'
import { findPortal } from './portals.ts'
import { hostedRoutes } from './routes.ts'

export interface HttpParts {
  readonly house: House
  readonly oidc: Oidc
  readonly engine: FlowEngine
  readonly flows: readonly Pick<AnyFlow, 'name' | 'entry'>[]
  readonly translators: Translators
  /** What stands before the pages and knows its own addresses, such as the operator API and the console. */
  before?(frame: Frame): readonly Koa.Middleware[]
}

/** What others that stand here share with the hosted pages. */
export interface Frame {
  readonly errors: Errors
  readonly cookies: Cookies
  readonly csrf: Csrf
  readonly organizations: Organizations
  /** Reads the body of a form. */
  readonly parseForm: Koa.Middleware
}

/** The public server: pages, then protocol endpoints, then a kind 404. */
export function createHttp({ house, oidc, engine, flows, translators, before = () => [] }: HttpParts): Koa {
  const { issuer, proxies } = house.settings
  const cookies = createCookies(issuer, house.random)
  const organizations = organizationsOf(house.db)
  const errors = createErrors({ organizations, translators, cookies, random: house.random, log: house.log })
  const parts: HostedParts = {
    house,
    oidc,
    engine,
    flowNames: new Set(flows.map(flow => flow.name)),
    entries: flows.flatMap(({ name, entry }) => (entry ? [{ flow: name, ...entry }] : [])),
    translators,
    organizations,
    cookies,
    csrf: createCsrf(issuer, house.sealer),
    log: house.log,
    metrics: house.metrics,
    errors,
    portalOf: id => findPortal(house, id),
  }

  const app = new Koa()
  if (proxies.trusted > 0) {
    app.proxy = true
    // the leftmost address is whatever the client wrote; only what our own proxies added counts
    app.maxIpsCount = proxies.trusted
  }
  app.on('error', error => house.log.fault('http.unhandled', error))
  app.use(observed(house.log, house.metrics))
  for (const header of securityHeaders(issuer)) app.use(header)
  app.use(errors.boundary)
  app.use(oidc.hostGuard)
  app.use(servedAssets())
  const parserOf = (formLimit: string) =>
    bodyParser({
      enableTypes: ['form'],
      formLimit,
      onerror: failure => Object.assign(failure, { expose: false }) && throwClientError(failure),
    })
  const [parseForm, parseAssertion] = [parserOf('64kb'), parserOf('256kb')]
  // signed, encrypted, and with a certificate inside, an assertion is longer than any form of ours
  const parse: Koa.Middleware = (ctx, next) =>
    (/^\/federation\/[^/]+\/acs$/.test(ctx.path) ? parseAssertion : parseForm)(ctx, next)
  const { csrf } = parts
  for (const middleware of before({ errors, cookies, csrf, organizations, parseForm })) app.use(middleware)
  const router = hostedRoutes(parts, parse)
  app.use(async (ctx, next) => {
    await next()
    if (typeof ctx._matchedRoute === 'string') ctx.state.route = ctx._matchedRoute
  })
  app.use(router.routes())
  app.use((ctx, next) => {
    // a press on the switch of a protocol page is remembered like any other
    if (ctx.method === 'GET' && ctx.query.lang !== undefined) languageOf(ctx, cookies)
    return next()
  })
  app.use(oidc.middleware)
  return app
}

function throwClientError(failure: Error & { status?: number }): never {
  throw Object.assign(new Error('unreadable body', { cause: failure }), { status: failure.status ?? 400 })
}

/** One log line and one metric a request; its correlation id reaches everything that it does. */
function observed(log: Logger, metrics: Metrics): Koa.Middleware {
  return (ctx, next) => withTrace(ctx.get('traceparent'), () => withCorrelation(newId(), () => served(ctx, next)))

  async function served(ctx: Koa.Context, next: Koa.Next): Promise<void> {
    const started = performance.now()
    try {
      await next()
    } finally {
      const durationMs = Math.round(performance.now() - started)
      const route = ctx.state.route ?? 'none'
      nameRoute(route)
      metrics.request(ctx.method, route, ctx.status, durationMs / 1000)
      log.info('http.request', {
        method: ctx.method,
        route,
        status: ctx.status,
        durationMs,
        ...(ctx.state.reference ? { reference: ctx.state.reference } : {}),
      })
    }
  }
}

/** Styles, script and font: content-hashed, so they may be kept for a year. */
function servedAssets(): Koa.Middleware {
  const byPath = new Map(assets().map(asset => [asset.path, asset]))
  return (ctx, next) => {
    const asset = byPath.get(ctx.path)
    if (!asset || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    ctx.state.route = '/assets'
    ctx.type = asset.type
    ctx.set('cache-control', asset.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
    ctx.body = asset.body
  }
}

export type { Server }
