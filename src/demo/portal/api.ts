import Router from '@koa/router'
import type Koa from 'koa'
import type { IntrospectionResponse } from 'openid-client'

/** How sure the API has to be, and how recent the sign-in (RFC 9470 §3). */
interface Needs {
  readonly acr: string
  readonly maxAge?: number
}
export interface ApiOptions {
  introspect(token: string): Promise<IntrospectionResponse>
  /** Levels of the provider, lowest first (`acr_values_supported`). */
  levels(): Promise<readonly string[]>
}

/**
 * The clinic's API, a resource server behind opaque tokens: it asks the provider what a token is worth, and answers with
 * a challenge where that is too little. On the portal's port here; in life it stands anywhere.
 */
export function createApi(options: ApiOptions): Router {
  const pharmacies = new Map<string, string>()
  return new Router({ prefix: '/api' })
    .get('/results', requires({ acr: 'urn:vestibule:aal2' }, options), ctx => {
      ctx.body = { results: [{ name: 'Cholesterol', value: '178 mg/dL', taken_on: '2026-11-03' }] }
    })
    .put('/pharmacy', requires({ acr: 'urn:vestibule:aal2', maxAge: 900 }, options), ctx => {
      const { pharmacy } = ctx.request.body as { pharmacy?: unknown }
      if (typeof pharmacy !== 'string' || pharmacy.length > 100) return ctx.throw(400)
      pharmacies.set(ctx.state.token.sub, pharmacy)
      ctx.body = { pharmacy }
    })
    .get('/pharmacy', requires({ acr: 'urn:vestibule:aal1' }, options), ctx => {
      ctx.body = { pharmacy: pharmacies.get(ctx.state.token.sub) ?? 'Main Street Pharmacy' }
    })
}

/** Lets a token pass that is worth enough, and says what would be where it is not. */
const requires =
  (needs: Needs, { introspect, levels }: ApiOptions): Koa.Middleware =>
  async (ctx, next) => {
    const [, sent] = /^Bearer (.+)$/i.exec(ctx.get('authorization')) ?? []
    const token = sent === undefined ? undefined : await introspect(sent)
    const rank = await levels()
    const isEnough = token?.acr !== undefined && rank.indexOf(String(token.acr)) >= rank.indexOf(needs.acr)
    const age = Date.now() / 1000 - Number(token?.auth_time ?? 0)
    if (token?.active && isEnough && (needs.maxAge === undefined || age <= needs.maxAge)) {
      ctx.state.token = token
      return next()
    }
    ctx.status = 401
    ctx.set('www-authenticate', token?.active ? challenge(needs) : sent ? 'Bearer error="invalid_token"' : 'Bearer')
    ctx.body = {}
  }

const challenge = ({ acr, maxAge }: Needs): string =>
  [
    'Bearer error="insufficient_user_authentication"',
    'error_description="A stronger or more recent sign-in is needed"',
    `acr_values="${acr}"`,
    ...(maxAge === undefined ? [] : [`max_age=${maxAge}`]),
  ].join(', ')
