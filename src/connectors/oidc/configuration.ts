import * as client from 'openid-client'
import type { OidcInsurer } from '../../core/objects/insurer.ts'
import type { ConnectorContext } from '../contract.ts'
import { type MetadataNeed, type MetadataSource, metadataOf } from '../metadata.ts'
import { invalid } from '../refusal.ts'
import type { Upstream } from '../upstream.ts'
import { authenticationOf } from './authentication.ts'
import { withKeptKeys } from './keys.ts'

/** Signatures that an ID token may have: nothing without a key, and nothing with a key that both sides know. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

export interface Discovered {
  readonly metadata: client.ServerMetadata
  readonly fetchedAt: Date
}

/** The insurer's own description of its provider (OpenID Connect Discovery 1.0). */
export async function discover(
  context: ConnectorContext,
  insurer: OidcInsurer,
  upstream: Upstream,
  need: MetadataNeed,
): Promise<Discovered> {
  const { value, fetchedAt } = await metadataOf(context, insurer, sourceOf(context, insurer), upstream, need)
  return { metadata: value, fetchedAt }
}

const sourceOf = (context: ConnectorContext, insurer: OidcInsurer): MetadataSource<client.ServerMetadata> => ({
  source: insurer.issuer,
  async load({ fetch }) {
    const found = await client.discovery(new URL(insurer.issuer), insurer.client.id, undefined, client.None(), {
      [client.customFetch]: fetch as unknown as client.CustomFetch,
      execute: mayBePlain(context) ? [client.allowInsecureRequests] : [],
    })
    return JSON.stringify(found.serverMetadata())
  },
  parse(document) {
    const metadata = JSON.parse(document) as client.ServerMetadata
    if (metadata.issuer !== insurer.issuer) throw invalid('wrong-issuer')
    const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = metadata
    const addresses = [authorization_endpoint, token_endpoint, jwks_uri]
    if (!addresses.every(Boolean)) throw invalid('incomplete-metadata')
    for (const address of [...addresses, userinfo_endpoint])
      if (address !== undefined && !isWebAddress(address, mayBePlain(context))) throw invalid('bad-metadata')
    const signed = metadata.id_token_signing_alg_values_supported ?? ['RS256']
    return { ...metadata, id_token_signing_alg_values_supported: signed.filter(each => algorithms.includes(each)) }
  },
  signIn: metadata => metadata.authorization_endpoint as string,
})

/** Plain http is for a developer's machine. */
const mayBePlain = ({ house }: ConnectorContext): boolean => house.settings.environment !== 'production'
const isWebAddress = (address: string, mayBePlain: boolean): boolean =>
  URL.canParse(address) && (new URL(address).protocol === 'https:' || (mayBePlain && address.startsWith('http:')))

/** Uses the library on one insurer, for one piece of work; its keys are remembered from one to the next. */
export async function withConfiguration<T>(
  context: ConnectorContext,
  insurer: OidcInsurer,
  upstream: Upstream,
  { metadata }: Discovered,
  work: (configuration: client.Configuration) => Promise<T>,
): Promise<T> {
  const authentication = await authenticationOf(context, insurer, metadata)
  const tolerance = { [client.clockTolerance]: context.house.settings.federation.clock_tolerance_seconds }
  const configuration = new client.Configuration(metadata, insurer.client.id, tolerance, authentication)
  if (mayBePlain(context)) client.allowInsecureRequests(configuration)
  // the ID token's own signature counts, whatever connection it came by
  client.enableNonRepudiationChecks(configuration)
  return withKeptKeys(context, insurer, metadata.jwks_uri as string, upstream, configuration, work)
}
