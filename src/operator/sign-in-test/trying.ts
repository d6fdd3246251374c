import { decodeProtectedHeader } from 'jose'
import * as openid from 'openid-client'
import type { Acr } from '../../core/assurance.ts'
import type { Language } from '../../core/index.ts'
import type { ClientObject } from '../../core/objects/client.ts'
import { signInTestPaths, testClientId, testClientSecret } from '../../operations/sign-in-tests.ts'
import { ownProvider } from '../own-provider.ts'
import type { SignInTestParts } from './index.ts'

export interface TryChecks {
  readonly verifier: string
  readonly nonce: string
}
/** What came, as the client would have got it: read, shown, and dropped. */
export interface SignInTried {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly userinfo: Readonly<Record<string, unknown>>
  readonly scope: string
  readonly expiresIn?: number
  readonly hasRefreshToken: boolean
}

/** A portal of its own, on the library that portals use, with the settings of the client that is tried. */
export function triedAt(
  { house, own }: Pick<SignInTestParts, 'house' | 'own'>,
  { token, client }: { readonly token: string; readonly client: ClientObject },
) {
  const { issuer } = house.settings
  const config = ownProvider(
    issuer,
    { id: testClientId(token), secret: testClientSecret(house, token), algorithm: client.id_token_algorithm },
    own,
  )
  // the signature too is looked at, as a library does that gets a token by way of the browser
  openid.enableNonRepudiationChecks(config)

  return {
    newChecks: (): TryChecks => ({ verifier: openid.randomPKCECodeVerifier(), nonce: openid.randomNonce() }),
    async authorizationUrl(
      { verifier, nonce }: TryChecks,
      asked: { readonly state: string; readonly language: Language; readonly isFresh: boolean; readonly acr?: Acr },
    ): Promise<string> {
      return openid.buildAuthorizationUrl(config, {
        redirect_uri: `${issuer}${signInTestPaths.callback}`,
        scope: client.scopes.join(' '),
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: asked.state,
        nonce,
        ui_locales: asked.language,
        ...(asked.isFresh ? { prompt: 'login' } : {}),
        ...(asked.acr ? { acr_values: asked.acr } : {}),
      }).href
    },
    /** @throws where the answer is none to this request */
    async exchange(callback: URL, state: string, { verifier, nonce }: TryChecks): Promise<SignInTried> {
      const tokens = await openid.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims() ?? { sub: '' }
      try {
        return {
          header: decodeProtectedHeader(tokens.id_token ?? ''),
          claims: claims as unknown as SignInTried['claims'],
          userinfo: await openid.fetchUserInfo(config, tokens.access_token, claims.sub),
          scope: tokens.scope ?? client.scopes.join(' '),
          hasRefreshToken: tokens.refresh_token !== undefined,
          ...(tokens.expires_in === undefined ? {} : { expiresIn: tokens.expires_in }),
        }
      } finally {
        // whatever was shown, neither is good for anything from here on
        if (tokens.refresh_token) await openid.tokenRevocation(config, tokens.refresh_token)
        await openid.tokenRevocation(config, tokens.access_token)
      }
    },
  }
}
