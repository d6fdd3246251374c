import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as client from 'openid-client'

export interface RelyingPartyOptions {
  readonly issuer: string
  readonly clientId: string
  readonly authentication: client.ClientAuth
  /** Origin of this portal. */
  readonly url: string
  readonly scope: string
}

/** What the browser has to bring back; kept by the portal between the two redirects. */
export interface Pending {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly maxAge?: number
}

export interface SignedIn {
  readonly idToken: string
  readonly accessToken: string
  readonly claims: client.IDToken
  readonly userinfo: client.UserInfoResponse
  readonly scope: string
}

/** The OpenID Connect side of a portal: authorization code with PKCE, userinfo, both kinds of logout. */
export interface RelyingParty {
  begin(extra: Readonly<Record<string, string>>): Promise<{ readonly pending: Pending; readonly url: URL }>
  /** @throws client.AuthorizationResponseError with the provider's `error`, and others where a check fails */
  finish(callback: URL, pending: Pending): Promise<SignedIn>
  /** Calls an API for the person. @throws client.WWWAuthenticateChallengeError where it wants another token */
  call(accessToken: string, url: URL, method: 'GET' | 'PUT', body?: object): Promise<unknown>
  /** What a token is worth (RFC 7662), and the levels of the provider, lowest first: for the API's side. */
  introspect(token: string): Promise<client.IntrospectionResponse>
  levels(): Promise<readonly string[]>
  endSessionUrl(idToken: string): Promise<URL>
  /** Checks a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6). @throws where it is not one for us */
  readLogoutToken(token: string): Promise<{ readonly sub?: string; readonly sid?: string }>
}

export function createRelyingParty(options: RelyingPartyOptions): RelyingParty {
  const redirectUri = `${options.url}/callback`
  let known: Promise<client.Configuration> | undefined
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined
  /** Found at the first use, since the portal may be up before the provider; tried again where that failed. */
  const discover = (): Promise<client.Configuration> => {
    known ??= client
      .discovery(new URL(options.issuer), options.clientId, undefined, options.authentication, {
        // plain http on this machine; a real portal leaves this line out
        execute: options.issuer.startsWith('http:') ? [client.allowInsecureRequests] : [],
      })
      .catch(error => {
        known = undefined
        throw error
      })
    return known
  }
  return {
    async begin(extra) {
      const configuration = await discover()
      const verifier = client.randomPKCECodeVerifier()
      const pending = { state: client.randomState(), nonce: client.randomNonce(), verifier }
      const url = client.buildAuthorizationUrl(configuration, {
        ...extra,
        redirect_uri: redirectUri,
        scope: options.scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { pending: extra.max_age ? { ...pending, maxAge: Number(extra.max_age) } : pending, url }
    },
    async finish(callback, pending) {
      const configuration = await discover()
      const tokens = await client.authorizationCodeGrant(configuration, callback, {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.verifier,
        idTokenExpected: true,
        ...(pending.maxAge === undefined ? {} : { maxAge: pending.maxAge }),
      })
      const claims = tokens.claims() as client.IDToken
      const userinfo = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      const { access_token: accessToken } = tokens
      return { idToken: tokens.id_token as string, accessToken, claims, userinfo, scope: tokens.scope ?? options.scope }
    },
    async call(accessToken, url, method, body) {
      const configuration = await discover()
      const headers = new Headers(body && { 'content-type': 'application/json' })
      const sent = body && JSON.stringify(body)
      const response = await client.fetchProtectedResource(configuration, accessToken, url, method, sent, headers)
      return response.json()
    },
    introspect: async token => client.tokenIntrospection(await discover(), token),
    levels: async () => (await discover()).serverMetadata().acr_values_supported ?? [],
    async endSessionUrl(idToken) {
      return client.buildEndSessionUrl(await discover(), {
        id_token_hint: idToken,
        post_logout_redirect_uri: `${options.url}/`,
      })
    },
    async readLogoutToken(token) {
      const { issuer, jwks_uri } = (await discover()).serverMetadata()
      keys ??= createRemoteJWKSet(new URL(jwks_uri as string))
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience: options.clientId,
        typ: 'logout+jwt',
        requiredClaims: ['iat', 'jti', 'events'],
        maxTokenAge: 300,
      })
      const events = payload.events as Record<string, unknown>
      const { sub, sid } = payload as { sub?: string; sid?: string }
      if (!events['http://schemas.openid.net/event/backchannel-logout'] || 'nonce' in payload || (!sub && !sid))
        throw new Error('not a logout token')
      return { ...(sub ? { sub } : {}), ...(sid ? { sid } : {}) }
    },
  }
}
