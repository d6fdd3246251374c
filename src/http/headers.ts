import { randomBytes } from 'node:crypto'
import type { Middleware } from 'koa'
import helmet from 'koa-helmet'

declare module 'koa' {
  interface DefaultState {
    /** of this response: styles and scripts of the page carry it */
    nonce: string
    /** pattern of the route that answered, for logs and metrics */
    route?: string
    /** shown on pages that end in trouble, and searchable by operators */
    reference?: string
  }
}

/**
 * Headers of every response. `form-action` is left out: a sign-in POST ends in a redirect to the portal, and the portal
 * may redirect on, which `form-action` would block. `Referrer-Policy: same-origin`, since `no-referrer` makes the
 * Origin of our own POSTs `null`.
 */
export function securityHeaders(issuer: string): Middleware[] {
  const https = issuer.startsWith('https:')
  const nonceOf = (_request: unknown, response: unknown) =>
    `'nonce-${(response as { vestibuleNonce: string }).vestibuleNonce}'`
  return [
    (ctx, next) => {
      ctx.state.nonce = randomBytes(16).toString('base64url')
      Object.assign(ctx.res, { vestibuleNonce: ctx.state.nonce })
      ctx.set('cache-control', 'no-store')
      return next()
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'", nonceOf],
          scriptSrc: ["'self'", nonceOf],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: false } : false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      // protocol endpoints are read by other origins under CORS; pages are protected by frame-ancestors
      crossOriginResourcePolicy: false,
      xFrameOptions: { action: 'deny' },
    }),
  ]
}
