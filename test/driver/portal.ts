import * as client from 'openid-client'
import type { Dispatcher } from 'undici'
import { fetch } from 'undici'
import { notes } from './canaries.ts'

export interface PortalOptions {
  readonly issuer: string
  readonly clientId: string
  readonly secret?: string
  readonly redirectUri: string
  readonly dispatcher?: Dispatcher
}
export interface Begun {
  readonly url: URL
  readonly checks: client.AuthorizationCodeGrantChecks
}

/** A relying party on openid-client 6, as any portal's developer would write it. */
export async function openPortal(options: PortalOptions) {
  notes('client secret', options.secret)
  const config = await client.discovery(
    new URL(options.issuer),
    options.clientId,
    undefined,
    options.secret ? client.ClientSecretBasic(options.secret) : client.None(),
    {
      execute: [client.allowInsecureRequests],
      ...(options.dispatcher
        ? {
            [client.customFetch]: ((url: string, init: object) =>
              fetch(url, { ...init, dispatcher: options.dispatcher })) as never,
          }
        : {}),
    },
  )
  // discovery keeps its own options to itself
  const { dispatcher } = options
  if (dispatcher)
    config[client.customFetch] = ((url: string, init: object) => fetch(url, { ...init, dispatcher })) as never
  return {
    config,
    clientId: options.clientId,
    redirectUri: options.redirectUri,
    /** Whether an address is where this portal takes over. */
    owns: (url: URL) => url.href.startsWith(options.redirectUri),
    async begins(parameters: Record<string, string> = {}): Promise<Begun> {
      const verifier = client.randomPKCECodeVerifier()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: options.redirectUri,
        scope: 'openid profile email patients',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...parameters,
      })
      return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } }
    },
    /** Exchanges the code of the address that the person was sent back to. */
    async tokens(begun: Begun, callback: string) {
      return noted(await client.authorizationCodeGrant(config, new URL(callback), begun.checks))
    },
    async refresh(token: string) {
      return noted(await client.refreshTokenGrant(config, token))
    },
    async isActive(token: string): Promise<boolean> {
      return (await client.tokenIntrospection(config, token)).active
    },
    userinfo: (accessToken: string, subject: string) => client.fetchUserInfo(config, accessToken, subject),
  }
}
export type Portal = Awaited<ReturnType<typeof openPortal>>

function noted<T extends Partial<Record<string, unknown>>>(tokens: T): T {
  for (const name of ['access_token', 'refresh_token', 'id_token']) {
    const token = tokens[name]
    if (typeof token === 'string') notes(name.replace('_', ' '), token)
  }
  return tokens
}
