import * as client from 'openid-client'
import { fetch } from 'undici'
import type { OidcWorld } from './world.ts'
import { callback, issuer } from './world.ts'

/** A relying party on openid-client 6 against one world. */
export async function relyingParty(
  world: OidcWorld,
  clientId: string,
  auth: client.ClientAuth = client.None(),
  redirectUri = callback,
) {
  const config = await client.discovery(new URL(issuer), clientId, undefined, auth, {
    execute: [client.allowInsecureRequests],
    [client.customFetch]: ((url: string, init: object) =>
      fetch(url, { ...init, dispatcher: world.dispatcher } as never)) as unknown as client.CustomFetch,
  })
  // discovery's own options are not kept by the configuration
  config[client.customFetch] = ((url: string, init: object) =>
    fetch(url, { ...init, dispatcher: world.dispatcher } as never)) as unknown as client.CustomFetch

  const begin = async (parameters: Record<string, string> = {}) => {
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const expectedState = client.randomState()
    const expectedNonce = client.randomNonce()
    const request = {
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
      ...parameters,
    }
    return { request, checks: { pkceCodeVerifier, expectedState, expectedNonce } }
  }
  return {
    config,
    begin,
    /** The address to open, and what turns the address that comes back into tokens. */
    async authorize(parameters: Record<string, string> = {}, pushed = false) {
      const { request, checks } = await begin(parameters)
      const url = pushed
        ? await client.buildAuthorizationUrlWithPAR(config, request)
        : client.buildAuthorizationUrl(config, request)
      return {
        url: url.href,
        redeem: (returned: URL) => client.authorizationCodeGrant(config, returned, checks),
      }
    },
    refresh: (token: string) => client.refreshTokenGrant(config, token),
    userinfo: (token: string) => client.fetchUserInfo(config, token, client.skipSubjectCheck),
    introspect: (token: string) => client.tokenIntrospection(config, token),
    revoke: (token: string) => client.tokenRevocation(config, token),
    clientCredentials: (parameters: Record<string, string> = {}) => client.clientCredentialsGrant(config, parameters),
  }
}
