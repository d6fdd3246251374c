import type { AdapterPayload } from 'oidc-provider'
import type { House } from '../../operations/house.ts'
import { readSignInTest, signInTestPaths, testClientSecret, tokenOfTestClient } from '../../operations/sign-in-tests.ts'
import { now } from '../../platform/index.ts'
import { findClientCredentials } from '../../store/clients.ts'
import type { Reader } from '../../store/index.ts'
import { toProviderMetadata } from './clients.ts'

/**
 * A client's twin, for as long as a link to try its sign-in lasts: its settings, its people's names, its look and its
 * rules, but an id, a secret and a redirect URI of its own, so that nothing is added to the client itself, and no code or
 * token that is tried can be used as one of it. It asks for nothing of the operator API and is told of no sign-out.
 */
export async function findTestClient(
  { sealer, settings }: Pick<House, 'sealer' | 'settings'>,
  read: Reader,
  id: string,
): Promise<AdapterPayload | undefined> {
  const token = tokenOfTestClient(id)
  const test = token === undefined ? undefined : readSignInTest({ sealer }, token, now())
  const found = test && (await findClientCredentials(read, sealer, test.client))
  if (!found || token === undefined || !found.object.grants.includes('authorization_code')) return undefined
  const { admin: _admin, backchannel_logout_uri: _told, ...object } = found.object
  const twin = toProviderMetadata({
    version: found.version,
    secrets: [testClientSecret({ sealer }, token)],
    object: {
      ...object,
      redirect_uris: [`${settings.issuer}${signInTestPaths.callback}`],
      post_logout_redirect_uris: [],
      web_origins: [],
      application_type: 'web',
      auth: { method: 'client_secret_basic' },
      grants: object.grants.filter(grant => grant !== 'client_credentials'),
      par: 'optional',
      introspection: 'own',
    },
  })
  return { ...twin, client_id: id }
}
