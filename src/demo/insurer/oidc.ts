import { decodeJwt, importJWK, type JWK, SignJWT } from 'jose'
import Provider, { type Adapter, type AdapterPayload, type ClientMetadata, errors } from 'oidc-provider'
import type { Faults } from './faults.ts'
import { contextOf, contexts, type Member, members, subjectOf } from './members.ts'

/** Who may send people here. */
export type InsurerClient = Pick<ClientMetadata, 'client_id' | 'redirect_uris'> &
  (
    | { readonly token_endpoint_auth_method: 'private_key_jwt'; readonly jwks_uri: string }
    | {
        readonly token_endpoint_auth_method: 'client_secret_basic' | 'client_secret_post'
        readonly client_secret: string
      }
  )

export interface InsurerProviderOptions {
  readonly issuer: string
  readonly clients: readonly InsurerClient[]
  readonly key: JWK
  readonly faults: Faults
  /** Kept over a change of keys, so that people stay signed in. */
  readonly storage: Map<string, AdapterPayload>
  /** Path of the page where an interaction goes on. */
  readonly signInPath: (uid: string) => string
}

/** An identity provider behind this one (UDAP tiered OAuth); any other is unknown. */
export const knownIdp = 'https://idp.keystone.example'

/** An OpenID provider of an insurer. Everybody who signs in has agreed: it is their own plan. */
export function createInsurerProvider({ issuer, clients, key, faults, storage, signInPath }: InsurerProviderOptions) {
  const provider: Provider = new Provider(issuer, {
    adapter: name => new MapAdapter(name, storage),
    clients: clients.map(client => ({ ...client, grant_types: ['authorization_code'], response_types: ['code'] })),
    jwks: { keys: [key] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
    features: { devInteractions: { enabled: false }, pushedAuthorizationRequests: { enabled: true } },
    acrValues: Object.values(contexts),
    scopes: ['openid', 'member'],
    claims: {
      openid: ['sub', 'acr', 'auth_time'],
      profile: ['given_name', 'family_name', 'birthdate'],
      email: ['email'],
      phone: ['phone_number'],
      member: ['member_number'],
    },
    cookies: { keys: ['cookies of a demo'], names: { session: 'insurer', interaction: 'insurer-interaction' } },
    extraParams: {
      idp(_ctx, value) {
        if (value !== undefined && value !== knownIdp)
          throw new errors.CustomOIDCProviderError('invalid_idp', 'that identity provider is not known here')
      },
    },
    findAccount: (_ctx, id) => {
      const member = members.find(member => subjectOf(member) === id)
      return member && { accountId: id, claims: () => claimsOf(member) }
    },
    // without its guard against private addresses: the keys of Vestibule are on this machine
    fetch: (url, { method, headers, signal } = {}) =>
      globalThis.fetch(url, { method, headers, signal, redirect: 'error' } as RequestInit),
    interactions: { url: (_ctx, { uid }) => signInPath(uid) },
    async loadExistingGrant(ctx) {
      const { client, account, params } = ctx.oidc
      const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: account?.accountId ?? '' })
      grant.addOIDCScope(String(params?.scope ?? 'openid'))
      await grant.save()
      return grant
    },
    renderError(ctx) {
      ctx.type = 'text'
      ctx.body = 'This did not work.'
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, Session: 3600 },
  })
  provider.use(async (ctx, next) => {
    await next()
    const { id_token: token } = (ctx.body ?? {}) as { id_token?: string }
    if (ctx.path.endsWith('/token') && token !== undefined && faults.wrongAudience)
      ctx.body = { ...(ctx.body as object), id_token: await forSomebodyElse(token, key) }
  })
  return provider
}

export const signedInAs = (member: Member) => ({
  login: { accountId: subjectOf(member), acr: contextOf(member), remember: false },
})

const claimsOf = (member: Member) => ({
  sub: subjectOf(member),
  given_name: member.given_name,
  family_name: member.family_name,
  birthdate: member.birth_date,
  email: member.email,
  phone_number: member.phone,
  member_number: member.member_id,
})

const forSomebodyElse = async (token: string, key: JWK): Promise<string> =>
  new SignJWT({ ...decodeJwt(token), aud: 'somebody-else' })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid as string })
    .sign(await importJWK(key, 'ES256'))

/** In memory: a demo insurer remembers nothing over a restart. */
class MapAdapter implements Adapter {
  readonly #name: string
  readonly #storage: Map<string, AdapterPayload>
  constructor(name: string, storage: Map<string, AdapterPayload>) {
    this.#name = name
    this.#storage = storage
  }
  #key = (id: string) => `${this.#name}:${id}`
  async upsert(id: string, payload: AdapterPayload) {
    this.#storage.set(this.#key(id), payload)
  }
  async find(id: string) {
    return this.#storage.get(this.#key(id))
  }
  async findByUid(uid: string) {
    return [...this.#storage.values()].find(payload => payload.kind === this.#name && payload.uid === uid)
  }
  async findByUserCode() {
    return undefined
  }
  async consume(id: string) {
    const payload = this.#storage.get(this.#key(id))
    if (payload) payload.consumed = Math.floor(Date.now() / 1000)
  }
  async destroy(id: string) {
    this.#storage.delete(this.#key(id))
  }
  async revokeByGrantId(grantId: string) {
    for (const [key, payload] of this.#storage) if (payload.grantId === grantId) this.#storage.delete(key)
  }
}
