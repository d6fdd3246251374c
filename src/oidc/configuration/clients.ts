import { createHash, timingSafeEqual } from 'node:crypto'
import type { AdapterPayload, Client, KoaContextWithOIDC } from 'oidc-provider'
import { type ClientObject, clientOrigins } from '../../core/objects/client.ts'
import type { ClientCredentials } from '../../store/clients.ts'

/** Properties of our own that ride on the library's client; never part of what it prints. */
export const ownClientProperties = ['vestibule', 'live_secrets'] as const

/** The object that this client was registered with. */
export const objectOf = (client: Client): ClientObject => client.vestibule as ClientObject

/** A registered client in the library's words (OIDC Dynamic Client Registration §2). */
export function toProviderMetadata({ object, secrets }: ClientCredentials): AdapterPayload {
  const { auth } = object
  return {
    client_id: object.id,
    client_name: object.name.en,
    application_type: object.application_type,
    redirect_uris: [...object.redirect_uris],
    post_logout_redirect_uris: [...object.post_logout_redirect_uris],
    grant_types: [...object.grants],
    response_types: object.grants.includes('authorization_code') ? ['code'] : [],
    scope: object.scopes.join(' '),
    subject_type: object.subject,
    // clients of one sector share `sub`, whatever hosts and schemes they have; nobody fetches this address
    sector_identifier_uri: `https://${object.sector ?? object.id}.sector.invalid/`,
    id_token_signed_response_alg: object.id_token_algorithm,
    require_pushed_authorization_requests: object.par === 'required',
    token_endpoint_auth_method: auth.method,
    ...(object.backchannel_logout_uri && {
      backchannel_logout_uri: object.backchannel_logout_uri,
      backchannel_logout_session_required: true,
    }),
    ...(auth.method === 'private_key_jwt' && auth.jwks && { jwks: auth.jwks as NonNullable<AdapterPayload['jwks']> }),
    ...(auth.method === 'private_key_jwt' && auth.jwks_uri && { jwks_uri: auth.jwks_uri }),
    // the library wants one; what counts is `live_secrets`, so a client without any signs nobody in
    ...(auth.method.startsWith('client_secret_') && { client_secret: secrets[0] ?? 'none' }),
    vestibule: object,
    live_secrets: [...secrets],
  } as AdapterPayload
}

const digest = (value: string): Buffer => createHash('sha256').update(value).digest()

/** Compares with every live secret, all of them whatever the first says, in time that tells nothing. */
export function isLiveSecret(secrets: readonly string[], actual: string): boolean {
  const given = digest(actual)
  let same = false
  for (const secret of secrets) same = timingSafeEqual(digest(secret), given) || same
  return same
}

/** Origins that a browser may call from; synchronous, since the library does not wait for the answer. */
export const isAllowedOrigin = (_ctx: KoaContextWithOIDC, origin: string, client: Client): boolean =>
  clientOrigins(objectOf(client)).includes(origin)
