import type { RequestListener } from 'node:http'
import * as openid from 'openid-client'
import { consoleClientId, consolePaths } from '../../core/console/client.ts'
import type { Language } from '../../core/index.ts'
import { adminResource, adminScopes } from '../../core/operator-access.ts'
import { consoleSecret } from '../../oidc/index.ts'
import type { House } from '../../operations/house.ts'
import { now } from '../../platform/index.ts'
import type { ConsoleTokens } from '../../store/console-sessions.ts'
import { ownProvider } from '../own-provider.ts'

const aal2 = 'urn:vestibule:aal2'
/** Beside the minute that a request may take. */
const endsBefore = 30_000

export interface SignInChecks {
  readonly verifier: string
  readonly nonce: string
}

/**
 * The console as an OpenID client like any other, on the library that portals use. Only its calls to the token endpoint
 * take another way: straight into this process, since an installation need not reach itself by its public name.
 */
export function createRelyingParty(house: Pick<House, 'settings' | 'sealer'>, own: () => RequestListener) {
  const { issuer } = house.settings
  const config = ownProvider(issuer, { id: consoleClientId, secret: consoleSecret(house) }, own)

  return {
    newChecks: (): SignInChecks => ({ verifier: openid.randomPKCECodeVerifier(), nonce: openid.randomNonce() }),
    /** Where the browser goes to sign in. @param maxAge seconds that a sign-in may be old */
    async authorizationUrl(
      { verifier, nonce }: SignInChecks,
      { state, language, maxAge }: { readonly state: string; readonly language: Language; readonly maxAge?: number },
    ): Promise<string> {
      return openid.buildAuthorizationUrl(config, {
        redirect_uri: `${issuer}${consolePaths.callback}`,
        scope: ['openid', ...adminScopes].join(' '),
        resource: adminResource,
        claims: JSON.stringify({ id_token: { acr: { essential: true, values: [aal2] } } }),
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ui_locales: language,
        ...(maxAge === undefined ? {} : { max_age: String(maxAge) }),
      }).href
    },
    /** @throws where the answer is none to this request */
    async exchange(callback: URL, state: string, { verifier, nonce }: SignInChecks): Promise<ConsoleTokens> {
      const tokens = await openid.authorizationCodeGrant(
        config,
        callback,
        { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
        { resource: adminResource },
      )
      return kept(tokens, { idToken: tokens.id_token ?? '', refresh: tokens.refresh_token ?? '' })
    },
    isFresh: ({ accessEndsAt }: ConsoleTokens, at: Date): boolean => at.getTime() < accessEndsAt - endsBefore,
    /** @returns undefined where the sign-in is over */
    async refresh(standing: ConsoleTokens): Promise<ConsoleTokens | undefined> {
      try {
        const tokens = await openid.refreshTokenGrant(config, standing.refresh, { resource: adminResource })
        return kept(tokens, { idToken: standing.idToken, refresh: tokens.refresh_token ?? standing.refresh })
      } catch (error) {
        // the sign-in ended, or was taken back; anything else is told
        if (error instanceof openid.ResponseBodyError && error.error === 'invalid_grant') return undefined
        throw error
      }
    },
    endSessionUrl: (idToken: string): string =>
      openid.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: `${issuer}${consolePaths.signedOut}`,
      }).href,
  }
}
export type RelyingParty = ReturnType<typeof createRelyingParty>

const kept = (
  tokens: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers,
  rest: Pick<ConsoleTokens, 'idToken' | 'refresh'>,
): ConsoleTokens => ({
  access: tokens.access_token,
  accessEndsAt: now().getTime() + (tokens.expiresIn() ?? 0) * 1000,
  ...rest,
})
