import { importJWK } from 'jose'
import * as client from 'openid-client'
import type { OidcInsurer } from '../../core/objects/insurer.ts'
import { findSigningSecrets } from '../../store/signing-keys.ts'
import type { ConnectorContext } from '../contract.ts'
import { unavailable } from '../refusal.ts'

/** How we tell the insurer's token endpoint who we are. */
export async function authenticationOf(
  context: ConnectorContext,
  insurer: OidcInsurer,
  metadata: client.ServerMetadata,
): Promise<client.ClientAuth> {
  const { auth } = insurer.client
  if (auth === 'private_key_jwt') return client.PrivateKeyJwt(await signingKey(context, metadata))
  const { secret } = insurer.client
  if (secret === undefined) throw unavailable('no-client-secret')
  return auth === 'client_secret_basic' ? basic(insurer.client.id, secret) : client.ClientSecretPost(secret)
}

/**
 * RFC 6749 §2.3.1, with the letters that the form encoding leaves as they are left so: the library writes `-` and `_` as
 * `%2D` and `%5F` too, which providers that forget to decode (LemonLDAP::NG) then compare as they stand.
 */
function basic(id: string, secret: string): client.ClientAuth {
  const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1)
  const credentials = Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')
  return (_server, _client, _body, headers) => headers.set('authorization', `Basic ${credentials}`)
}

/** The key that signs now, of an algorithm that the insurer reads; it is found at `/jwks` by its `kid`. */
async function signingKey({ house }: ConnectorContext, metadata: client.ServerMetadata): Promise<client.PrivateKey> {
  const read = metadata.token_endpoint_auth_signing_alg_values_supported ?? ['RS256']
  const algorithm = read.includes('ES256') ? 'ES256' : 'RS256'
  const secrets = await findSigningSecrets(house.db, house.sealer)
  // those that sign come first
  const secret = secrets.find(each => each.alg === algorithm)
  if (!secret) throw new Error('there is no signing key: keys init makes them')
  const key = await importJWK(secret, algorithm)
  if (key instanceof Uint8Array) throw new Error('a signing key is not a key pair')
  return { key, kid: secret.kid as string }
}
