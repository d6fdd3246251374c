import { type ClaimsParameter, errors, type KoaContextWithOIDC } from 'oidc-provider'
import { mayHaveClaim } from './claim-scopes.ts'
import { objectOf } from './clients.ts'

type Members = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'

/**
 * Reads the `claims` parameter once, where a mistake can still be told to the portal, and drops what the client is not
 * registered for: asking for a single claim must not reach further than asking for its scope (OIDC Core §5.5).
 * @throws InvalidRequest
 */
export function assertClaims(ctx: KoaContextWithOIDC, claims: ClaimsParameter): void {
  const { client, params } = ctx.oidc
  if (!client || !params) return
  const { id_token: idToken, userinfo } = claims as { id_token?: Members; userinfo?: Members }
  for (const [name, wish] of Object.entries({ ...userinfo, ...idToken }))
    if (wish !== null && !isObject(wish)) throw new errors.InvalidRequest(`invalid claims member ${name}`)
  assertSub(idToken?.sub as Members | null | undefined)
  assertAcr(idToken?.acr as Members | null | undefined)
  const kept = (members: Members | undefined) =>
    members && Object.fromEntries(Object.entries(members).filter(([name]) => mayHaveClaim(objectOf(client), name)))
  params.claims = JSON.stringify({
    ...claims,
    ...(idToken && { id_token: kept(idToken) }),
    ...(userinfo && { userinfo: kept(userinfo) }),
  })
}

function assertSub(sub: Members | null | undefined): void {
  if (sub && 'value' in sub && !isText(sub.value)) throw new errors.InvalidRequest('invalid claims.id_token.sub.value')
}

function assertAcr(acr: Members | null | undefined): void {
  if (!acr) return
  if ('value' in acr && !isText(acr.value)) throw new errors.InvalidRequest('invalid claims.id_token.acr.value')
  if ('values' in acr && !(Array.isArray(acr.values) && acr.values.every(isText)))
    throw new errors.InvalidRequest('invalid claims.id_token.acr.values type')
}
