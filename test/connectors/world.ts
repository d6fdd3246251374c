import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type ConnectorContext,
  connectorOf,
  type Finished,
  federationAddresses,
  type Started,
  type StartOptions,
  serviceProviderMetadata,
  type UpstreamResponse,
} from '../../src/connectors/index.ts'
import { insurerObject, type OidcInsurer, type SamlInsurer } from '../../src/core/objects/insurer.ts'
import type { Member } from '../../src/demo/insurer/members.ts'
import { type DemoInsurer, startDemoInsurer } from '../../src/demo/insurer/server.ts'
import { initKeys } from '../../src/operations/signing-keys.ts'
import { newToken, now } from '../../src/platform/index.ts'
import { Agent } from '../driver/agent.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { findFreePort } from '../driver/ports.ts'

export const issuer = 'http://localhost:3000'
const claims = { member_id: 'member_number' }

/** A house and the demo insurer, which speaks both protocols. */
export interface ConnectorWorld extends TestHouse {
  readonly insurer: DemoInsurer
  readonly oidc: OidcInsurer
  readonly saml: SamlInsurer
  readonly context: () => ConnectorContext
  start(object: OidcInsurer | SamlInsurer, options?: Partial<StartOptions>): Promise<Started>
  /** Signs in at the insurer's own pages, as a browser without scripts. @returns what came back at our address */
  signIn(url: string, member: Member | 'refuse', language?: string): Promise<UpstreamResponse>
  finish(
    object: OidcInsurer | SamlInsurer,
    pending: Readonly<Record<string, unknown>>,
    response: UpstreamResponse,
  ): Promise<Finished>
}

export const commonwealth = (over: object = {}): OidcInsurer =>
  insurerObject.parse({
    id: 'commonwealth',
    name: 'Commonwealth Health Plan',
    protocol: 'oidc',
    client: { id: 'vestibule', auth: 'private_key_jwt' },
    scopes: ['openid', 'profile', 'email', 'phone', 'member'],
    claims,
    ...over,
  }) as OidcInsurer

export const keystone = (over: object = {}): SamlInsurer =>
  insurerObject.parse({ id: 'keystone', name: 'Keystone Mutual', protocol: 'saml', ...over }) as SamlInsurer

export async function openConnectorWorld(
  seed: string,
  options: { readonly federation?: object; readonly wantsEncrypted?: boolean } = {},
): Promise<ConnectorWorld> {
  const tested = await openTestHouse(seed, { federation: { timeout_ms: 5000, ...options.federation } })
  const { house } = tested
  await initKeys(house)
  const keys = await publishKeys(tested)
  const port = await findFreePort()
  const context = (): ConnectorContext => ({ house, now: now() })
  const saml = keystone({ metadata_url: `http://127.0.0.1:${port}/saml/metadata` })
  const ours = federationAddresses(issuer, saml.id)
  // and some that a test may add
  const known = ['commonwealth', ...Array.from({ length: 20 }, (_, index) => `stranger-${index + 1}`)]
  const redirect_uris = known.map(id => federationAddresses(issuer, id).callback)
  const insurer = await startDemoInsurer({
    port,
    clients: [
      {
        client_id: 'vestibule',
        redirect_uris,
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: keys.url,
      },
      {
        client_id: 'with-secret',
        redirect_uris,
        token_endpoint_auth_method: 'client_secret_basic',
        client_secret: 'a secret of the tests, long enough for any use',
      },
    ],
    serviceProviders: [
      {
        entityId: ours.metadata,
        acs: ours.acs,
        metadata: () => serviceProviderMetadata(context(), saml),
        ...(options.wantsEncrypted ? { wantsEncrypted: true } : {}),
      },
    ],
  })
  return {
    ...tested,
    insurer,
    oidc: commonwealth({ issuer: insurer.issuer }),
    saml,
    context,
    start: (object, over = {}) =>
      connectorOf(object.protocol).start(context(), object, { handle: newToken(house.random), ...over }),
    finish: (object, pending, response) => connectorOf(object.protocol).finish(context(), object, pending, response),
    async signIn(url, member, language = 'en') {
      const agent = new Agent({ language, stopAt: next => next.origin === issuer })
      await agent.open(url)
      const { username, password } = member === 'refuse' ? { username: '', password: '' } : member
      const answer = await agent.submit({ username, password }, member === 'refuse' ? 'refuse' : 'sign-in')
      if (answer.url.startsWith(issuer)) return { protocol: 'oidc', url: answer.url }
      const [form] = answer.page.forms
      if (!form?.fields.SAMLResponse) throw new Error(`the insurer did not answer: ${answer.page.text}`)
      return {
        protocol: 'saml',
        samlResponse: form.fields.SAMLResponse,
        relayState: form.fields.RelayState ?? '',
      }
    },
    async close() {
      await insurer.close()
      await keys.close()
      await tested.close()
    },
  }
}

/** Starts, and fails the test where it was refused. */
export async function started(world: ConnectorWorld, object: OidcInsurer | SamlInsurer, over?: Partial<StartOptions>) {
  const result = await world.start(object, over)
  if (result.kind !== 'started') throw new Error(`not started: ${result.reason}`)
  return result
}

/** Our `/jwks`, which an instance has: here there is a house alone. */
async function publishKeys({ database }: TestHouse): Promise<{ readonly url: string; close(): Promise<void> }> {
  const rows = await database.db.selectFrom('signing_keys').select('public_jwk').execute()
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/jwk-set+json')
    response.end(JSON.stringify({ keys: rows.map(row => row.public_jwk) }))
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
