import type Koa from 'koa'
import type { Middleware } from 'koa'
import type { House } from '../operations/house.ts'
import { cookieKeys } from './configuration/cookie-keys.ts'

type HostSettings = Pick<House['settings'], 'issuer' | 'proxies' | 'keys'>

/**
 * Makes a Koa application speak as the issuer: addresses are built from it and from nothing that a request says, since
 * a foreign Host or X-Forwarded-Host gave foreign endpoints in discovery, and assertions for that audience were taken.
 */
export function speakAsIssuer(app: Koa, { issuer, proxies, keys }: HostSettings): void {
  const { host, protocol } = new URL(issuer)
  app.keys = cookieKeys(keys.cookies) as never
  app.proxy = proxies.trusted > 0
  // the leftmost address is whatever the client wrote; only what our own proxies added counts
  app.maxIpsCount = proxies.trusted
  Object.defineProperty(app.request, 'host', { configurable: true, get: () => host })
  Object.defineProperty(app.request, 'protocol', { configurable: true, get: () => protocol.slice(0, -1) })
}

/** The Host that the nearest proxy was asked for: of several forwarded values the one that our own outermost wrote. */
function askedHost(ctx: Koa.Context, trusted: number): string | undefined {
  const forwarded = trusted > 0 ? ctx.get('x-forwarded-host') : ''
  if (forwarded) {
    const hosts = forwarded.split(',').map(value => value.trim())
    return hosts[Math.max(0, hosts.length - trusted)]
  }
  const { host, ':authority': authority } = ctx.headers
  return typeof authority === 'string' ? authority : host
}

/** Refuses requests for another host (RFC 9110 §15.5.20) before anything looks at them. */
export function hostGuard(settings: HostSettings): Middleware {
  const url = new URL(settings.issuer)
  const defaultPort = url.protocol === 'https:' ? ':443' : ':80'
  const accepted = new Set([url.host, ...(url.port ? [] : [`${url.host}${defaultPort}`])])
  const prepared = new WeakSet<Koa>()
  return async (ctx, next) => {
    if (!prepared.has(ctx.app)) {
      speakAsIssuer(ctx.app as unknown as Koa, settings)
      prepared.add(ctx.app)
    }
    const host = askedHost(ctx, settings.proxies.trusted)
    if (!host || !accepted.has(host.toLowerCase())) {
      ctx.status = 421
      ctx.type = 'text/plain'
      ctx.body = 'Misdirected request: this service answers under its own name only.\n'
      return
    }
    await next()
  }
}
