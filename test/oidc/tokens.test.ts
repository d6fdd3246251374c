import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as client from 'openid-client'
import { fetch } from 'undici'
import { newId } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { setAccountStatus } from '../driver/people.ts'
import { relyingParty } from './relying-party.ts'
import { callback, issuer, type OidcWorld, openOidcWorld } from './world.ts'

let world: OidcWorld
let account: string
let key: CryptoKey
const secrets = ['newest-secret-0123456789', 'older-secret-0123456789']

beforeAll(async () => {
  world = await openOidcWorld('tokens')
  account = await world.test.seedAccount({ username: 'rosalinda.q', email: 'rosalinda@mail.example' })
  const pair = await generateKeyPair('ES256')
  key = pair.privateKey
  const portal = {
    name: { en: 'Portal' },
    redirect_uris: [callback],
    first_party: true,
    scopes: ['openid', 'email', 'offline_access'] as ('openid' | 'email' | 'offline_access')[],
  }
  const basic = { method: 'client_secret_basic' as const }
  await world.register({ ...portal, id: 'portal', auth: basic, secrets })
  await world.register({ ...portal, id: 'app', auth: { method: 'none' } })
  await world.register({
    ...portal,
    id: 'strict-app',
    auth: { method: 'none' },
    refresh: { rotate: true, grace_seconds: 0 },
  })
  await world.register({
    ...portal,
    id: 'batch',
    grants: ['client_credentials'],
    redirect_uris: [],
    scopes: ['patients'],
    auth: { method: 'private_key_jwt', jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), kty: 'EC' }] } },
  })
  await world.register({ ...portal, id: 'resource-server', auth: basic, secrets, introspection: 'any' })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const signedIn = async (id: string, scope = 'openid email', auth = client.None()) => {
  const portal = await relyingParty(world, id, auth)
  const begun = await portal.authorize({ scope })
  const agent = world.agent()
  const tokens = await begun.redeem(await world.finish(agent, begun.url, { account }))
  return { portal, tokens, agent, refreshToken: tokens.refresh_token as string }
}
const confidential = (secret = secrets[0] as string) => client.ClientSecretBasic(secret)
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${issuer}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    dispatcher: world.dispatcher,
  })
const assertion = (over: Record<string, unknown> = {}) =>
  new SignJWT({
    iss: 'batch',
    sub: 'batch',
    aud: issuer,
    jti: newId(),
    exp: Math.floor(Date.now() / 1000) + 60,
    ...over,
  })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(key)
const withAssertion = async (jwt: string) =>
  post('/token', {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: jwt,
  })

describe('a refresh token of a public client', () => {
  test('is replaced at every use', async () => {
    const { portal, refreshToken } = await signedIn('app')
    const next = await portal.refresh(refreshToken)
    expect(next.refresh_token).not.toBe(refreshToken)
    await expect(portal.refresh(next.refresh_token as string)).resolves.toHaveProperty('access_token')
  })

  test('may be repeated for a few seconds: a sibling of the same family', async () => {
    const { portal, refreshToken } = await signedIn('app')
    const [first, second] = [await portal.refresh(refreshToken), await portal.refresh(refreshToken)]
    await expect(portal.refresh(first.refresh_token as string)).resolves.toHaveProperty('access_token')
    await expect(portal.refresh(second.refresh_token as string)).resolves.toHaveProperty('access_token')
  })

  test('has no grace any more once its successor is used', async () => {
    const { portal, refreshToken } = await signedIn('app')
    const next = await portal.refresh(refreshToken)
    const last = await portal.refresh(next.refresh_token as string)
    await expect(portal.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(portal.refresh(last.refresh_token as string)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  test('ends the family when it comes back later', async () => {
    const { portal, refreshToken } = await signedIn('app')
    const next = await portal.refresh(refreshToken)
    clock.advance(10)
    await expect(portal.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(portal.refresh(next.refresh_token as string)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(portal.userinfo(next.access_token)).rejects.toBeDefined()
    const reuse = await world.house.db
      .selectFrom('audit_events')
      .select('client_id')
      .where('type', '=', 'oidc.token-reused')
      .execute()
    expect(reuse).toContainEqual({ client_id: 'app' })
  })

  test('without grace ends the family at the first repeat', async () => {
    const { portal, refreshToken } = await signedIn('strict-app')
    const next = await portal.refresh(refreshToken)
    await expect(portal.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(portal.refresh(next.refresh_token as string)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  test('shows as used to introspection, grace or not', async () => {
    const { portal, refreshToken } = await signedIn('app')
    await portal.refresh(refreshToken)
    expect(await portal.introspect(refreshToken)).toMatchObject({ active: false })
  })
})

describe('a refresh token of a confidential client', () => {
  test('stays, and lives fourteen days from its last use, ninety at most', async () => {
    const { portal, refreshToken } = await signedIn('portal', 'openid offline_access', confidential())
    for (let step = 0; step < 7; step += 1) {
      clock.advance(12.5 * 86_400)
      const next = step < 7 ? await portal.refresh(refreshToken) : undefined
      expect(next?.refresh_token).toBe(refreshToken)
    }
    clock.advance(3 * 86_400)
    await expect(portal.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  test('lapses unused after fourteen days', async () => {
    const { portal, refreshToken } = await signedIn('portal', 'openid offline_access', confidential())
    clock.advance(14 * 86_400 + 60)
    await expect(portal.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  test('without offline_access ends with the session', async () => {
    const { portal, refreshToken } = await signedIn('portal', 'openid', confidential())
    await expect(portal.refresh(refreshToken)).resolves.toHaveProperty('access_token')
    await world.oidc.endSessionsOfAccount(account, 'test')
    await expect(portal.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
  })
})

describe('a client', () => {
  test('has two live secrets', async () => {
    for (const secret of secrets) {
      const { tokens } = await signedIn('portal', 'openid', confidential(secret))
      expect(tokens.access_token).toBeDefined()
    }
    await expect(signedIn('portal', 'openid', confidential('some-other-secret'))).rejects.toMatchObject({ status: 401 })
  })

  test('proves itself by a signed assertion, each once', async () => {
    const jwt = await assertion()
    const first = await withAssertion(jwt)
    expect(await first.json()).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
    const second = await withAssertion(jwt)
    expect([second.status, await second.json()]).toMatchObject([401, { error: 'invalid_client' }])
  })

  test('must make its assertion for this issuer and for now', async () => {
    for (const over of [
      { aud: `${issuer}/token` },
      { aud: [issuer] },
      { exp: Math.floor(Date.now() / 1000) + 3600 },
      { iss: 'portal' },
    ])
      expect((await withAssertion(await assertion(over))).status).toBe(401)
  })

  test('that may only act for itself gets no code', async () => {
    const answer = await world
      .agent()
      .open(`${issuer}/authorize?client_id=batch&response_type=code&scope=openid&redirect_uri=https://x.example`)
    expect(answer.status).toBe(400)
  })
})

describe('introspection', () => {
  test('answers the owner and resource servers only', async () => {
    const { tokens } = await signedIn('portal', 'openid', confidential())
    const server = await relyingParty(world, 'resource-server', confidential())
    expect(await server.introspect(tokens.access_token)).toMatchObject({ active: true, client_id: 'portal' })
    const other = await relyingParty(world, 'app')
    expect(await other.introspect(tokens.access_token)).toMatchObject({ active: false })
  })

  test('finds the token of a disabled account dead', async () => {
    const { portal, tokens, refreshToken } = await signedIn('portal', 'openid offline_access', confidential())
    await setAccountStatus(world.house.db, account, 'disabled')
    expect(await portal.introspect(tokens.access_token)).toEqual({ active: false })
    await expect(portal.userinfo(tokens.access_token)).rejects.toBeDefined()
    await expect(portal.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
    await setAccountStatus(world.house.db, account, 'active')
    expect(await portal.introspect(tokens.access_token)).toMatchObject({ active: true })
  })

  test('finds a revoked token dead', async () => {
    const { portal, tokens } = await signedIn('portal', 'openid', confidential())
    await portal.revoke(tokens.access_token)
    expect(await portal.introspect(tokens.access_token)).toEqual({ active: false })
  })
})

describe('a browser at another origin', () => {
  test('may call from the origins of the client, and from no other', async () => {
    const { refreshToken } = await signedIn('app')
    const fields = { grant_type: 'refresh_token', client_id: 'app', refresh_token: refreshToken }
    const foreign = await post('/token', fields, { origin: 'https://evil.example' })
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([400, null])
    const own = await post('/token', fields, { origin: 'https://portal.example' })
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, 'https://portal.example'])
  })
})
