import { type Configuration, errors, type JWK } from 'oidc-provider'
import { acrLevels } from '../../core/assurance.ts'
import { clientScopes, refreshPolicy } from '../../core/objects/client.ts'
import { languages } from '../../core/texts.ts'
import type { House } from '../../operations/house.ts'
import { minutes, type Outbound } from '../../platform/index.ts'
import type { OidcPages } from '../contract.ts'
import { createGrantLoader } from '../policy/grants.ts'
import { personChecks } from '../policy/persons.ts'
import { promptPolicy } from '../policy/prompts.ts'
import { createAdapterFactory } from '../storage/adapter.ts'
import type { Storage } from '../storage/transactions.ts'
import { assuranceOfToken } from './assurance-of-token.ts'
import { claimsByScope } from './claim-scopes.ts'
import { createAccountFinder } from './claims.ts'
import { isAllowedOrigin, objectOf, ownClientProperties } from './clients.ts'
import { cookieNames, cookieOptions } from './cookies.ts'
import { features } from './features.ts'
import { lifetimes } from './lifetimes.ts'
import { ownClients } from './own-clients.ts'
import { createErrorRenderer } from './pages.ts'
import { extraParams } from './parameters.ts'
import { pairwiseSubject } from './subjects.ts'

export interface ConfigurationParts {
  readonly house: House
  readonly storage: Storage
  readonly pages: OidcPages
  readonly outbound: Outbound
  /** Private keys, the signing one of each algorithm first. */
  readonly keys: readonly JWK[]
}

/** An assertion is made for one use at once. */
const assertionLife = minutes(5)

/** oidc-provider's configuration. Everything that it would decide by itself for development is decided here. */
export function configuration(parts: ConfigurationParts): Configuration {
  const { house, storage, pages, outbound, keys } = parts
  const { settings } = house
  const persons = personChecks(house)
  const loadExistingGrant = createGrantLoader(house, storage, persons)
  const signing = ['ES256', 'RS256'] as const
  const clientSigning = ['ES256', 'RS256', 'PS256', 'Ed25519', 'EdDSA'] as const
  return {
    adapter: createAdapterFactory(house, storage),
    jwks: { keys: [...keys] },
    clients: ownClients(house),
    routes: {
      authorization: '/authorize',
      pushed_authorization_request: '/par',
      token: '/token',
      userinfo: '/userinfo',
      jwks: '/jwks',
      introspection: '/introspect',
      revocation: '/revoke',
      end_session: '/logout',
      registration: '/register',
      device_authorization: '/device/authorize',
      code_verification: '/device',
    },
    features: features(storage, pages),
    cookies: {
      names: cookieNames(settings.issuer),
      keys: [...settings.keys.cookies],
      long: { ...cookieOptions(settings.issuer), path: '/' },
      // no path: each interaction has its own, so that two tabs do not meet
      short: cookieOptions(settings.issuer),
    },
    ttl: lifetimes(house),
    clockTolerance: 5,
    acrValues: [...acrLevels],
    scopes: [...clientScopes],
    claims: claimsByScope,
    // answered per client in `claims(use)`
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: (_ctx, client) => objectOf(client).pkce === 'required' },
    subjectTypes: ['pairwise', 'public'],
    pairwiseIdentifier: async (_ctx, accountId, client) => pairwiseSubject(house, accountId, client),
    sectorIdentifierUriValidate: () => false,
    // no HS256 and no client_secret_jwt: two live secrets cannot be told apart there
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    enabledJWA: {
      idTokenSigningAlgValues: [...signing],
      clientAuthSigningAlgValues: [...clientSigning],
      dPoPSigningAlgValues: ['ES256', 'Ed25519', 'EdDSA'],
    },
    extraClientMetadata: { properties: [...ownClientProperties], validator: () => {} },
    assertJwtClientAuthClaimsAndHeader(ctx, claims) {
      // RFC 7523bis: another audience would let one server's assertion be replayed at the next
      if (claims.aud !== ctx.oidc.issuer)
        throw new errors.InvalidClientAuth('audience (aud) must equal the issuer identifier')
      if (Number(claims.exp) > Math.floor(Date.now() / 1000) + assertionLife)
        throw new errors.InvalidClientAuth('client_assertion must expire within five minutes')
    },
    clientBasedCORS: isAllowedOrigin,
    extraParams: extraParams(house),
    findAccount: createAccountFinder(house, storage),
    loadExistingGrant,
    extraTokenClaims: assuranceOfToken,
    interactions: { policy: promptPolicy(persons), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    expiresWithSession: async (_ctx, source) => !source.scopes.has('offline_access'),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: ctx => Boolean(ctx.oidc.client && refreshPolicy(objectOf(ctx.oidc.client)).rotate),
    renderError: createErrorRenderer(house, storage, pages),
    discovery: { ui_locales_supported: [...languages], claim_types_supported: ['normal'] },
    fetch: outbound.fetch,
    fetchResponseBodyLimits: { jwks_uri: 64 * 1024, sector_identifier_uri: 0 },
  }
}
