import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider'

/** What an authorization code or a refresh token remembers of the sign-in. */
interface Remembers {
  readonly acr?: string
  readonly amr?: readonly string[]
  readonly authTime?: number
}

/**
 * How sure we were when an access token was given, for resource servers that ask (RFC 9470 §6.2): it stands in the
 * answer of the introspection. A later step-up gives new tokens; this one says what it said. A program has no person.
 */
export function assuranceOfToken(
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
): Record<string, unknown> | undefined {
  if (!('accountId' in token)) return undefined
  const { AuthorizationCode, RefreshToken } = ctx.oidc.entities as Readonly<Record<string, Remembers | undefined>>
  const { acr, amr, authTime } = AuthorizationCode ?? RefreshToken ?? {}
  return { ...(acr && { acr }), ...(amr && { amr }), ...(authTime && { auth_time: authTime }) }
}
