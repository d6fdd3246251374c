import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { fetch } from 'undici'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { setAccountStatus } from '../driver/people.ts'
import { relyingParty } from './relying-party.ts'
import { callback, issuer, type OidcWorld, openOidcWorld } from './world.ts'

let world: OidcWorld
let account: string
let other: string
let receiver: Server
let received: string[] = []
let answer = 200
const secret = 'portal-secret-0123456789'

beforeAll(async () => {
  world = await openOidcWorld('sessions')
  account = await world.test.seedAccount({ username: 'rosalinda.q' })
  other = await world.test.seedAccount({ username: 'benedikta.o' })
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push(new URLSearchParams(Buffer.concat(chunks).toString()).get('logout_token') ?? '')
    response.writeHead(answer).end()
  })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  const portal = {
    name: { en: 'Portal' },
    redirect_uris: [callback],
    post_logout_redirect_uris: ['https://portal.example/'],
    auth: { method: 'client_secret_basic' as const },
    first_party: true,
    secrets: [secret],
    scopes: ['openid', 'offline_access'] as ('openid' | 'offline_access')[],
  }
  await world.register({ ...portal, id: 'portal', backchannel_logout_uri: `http://127.0.0.1:${port}/backchannel` })
  await world.register({ ...portal, id: 'quiet' })
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await world.close()
})
afterEach(() => {
  clock.reset()
  received = []
  answer = 200
})

async function signedIn(id = 'portal', scope = 'openid', agent: Agent = world.agent(), who = account) {
  const portal = await relyingParty(world, id, client.ClientSecretBasic(secret))
  const begun = await portal.authorize({ scope })
  const tokens = await begun.redeem(await world.finish(agent, begun.url, { account: who }))
  return { portal, tokens, agent }
}
const who = async (agent: Agent) =>
  (JSON.parse((await agent.open(`${issuer}/test/me`)).body) as { accountId?: string }).accountId
const isAlive = async ({ portal, tokens }: Awaited<ReturnType<typeof signedIn>>) =>
  (await portal.introspect(tokens.access_token)).active
const queued = () =>
  world.house.db.selectFrom('logout_deliveries').select(['id', 'client_id']).where('state', '=', 'queued').execute()
const deliverAll = async () => {
  for (const { id } of await queued()) await world.oidc.deliverLogout(id)
}

describe('a session', () => {
  test('ends after thirty idle minutes, and its tokens with it', async () => {
    const person = await signedIn()
    clock.advance(1790)
    expect(await who(person.agent)).toBe(account)
    clock.advance(20)
    expect(await who(person.agent)).toBeUndefined()
    await expect(person.portal.refresh(person.tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  test('lives on while its tokens are used, twelve hours at most', async () => {
    const person = await signedIn()
    let refreshed = await person.portal.refresh(person.tokens.refresh_token as string)
    for (let hour = 0; hour < 11.5; hour += 0.25) {
      clock.advance(900)
      refreshed = await person.portal.refresh(refreshed.refresh_token as string)
    }
    expect(await who(person.agent)).toBe(account)
    clock.advance(1750)
    await person.portal.refresh(refreshed.refresh_token as string)
    clock.advance(60)
    expect(await who(person.agent)).toBeUndefined()
  })

  test('counts userinfo as activity', async () => {
    const person = await signedIn()
    clock.advance(500)
    await person.portal.userinfo(person.tokens.access_token)
    clock.advance(1500)
    expect(await who(person.agent)).toBe(account)
  })

  test('that lapsed is ended by the worker, and its portals are told', async () => {
    await signedIn()
    clock.advance(1900)
    expect(await world.oidc.endExpiredSessions()).toBeGreaterThan(0)
    expect(await world.oidc.endExpiredSessions()).toBe(0)
    await deliverAll()
    expect(received.length).toBeGreaterThan(0)
  })

  test('of a disabled account asks to sign in', async () => {
    const person = await signedIn()
    await setAccountStatus(world.house.db, account, 'disabled')
    const opened = await person.agent.open((await person.portal.authorize()).url)
    expect(JSON.parse(opened.body).reasons).toContain('account_inactive')
    expect(await who(person.agent)).toBeUndefined()
    await setAccountStatus(world.house.db, account, 'active')
  })

  test('gets a new identifier at sign-in', async () => {
    const agent = world.agent()
    const portal = await relyingParty(world, 'quiet', client.ClientSecretBasic(secret))
    const cookie = async () =>
      (await agent.jar.getCookies(issuer)).find(each => each.key.startsWith('vst_session'))?.value
    await world.finish(agent, (await portal.authorize()).url, { account })
    const before = await cookie()
    await world.finish(agent, (await portal.authorize({ prompt: 'login' })).url, { account })
    expect(await cookie()).toBeDefined()
    expect(await cookie()).not.toBe(before)
    expect(await who(agent)).toBe(account)
  })

  test('of somebody else ends when another person signs in', async () => {
    const person = await signedIn()
    const begun = await person.portal.authorize({ prompt: 'login' })
    const tokens = await begun.redeem(await world.finish(person.agent, begun.url, { account: other }))
    expect(tokens.access_token).toBeDefined()
    expect(await who(person.agent)).toBe(other)
    expect(await isAlive(person)).toBe(false)
  })

  test('that ended during an interaction does not lose the portal', async () => {
    const person = await signedIn()
    const begun = await person.portal.authorize({ prompt: 'login' })
    const opened = await person.agent.open(begun.url)
    await world.oidc.endSessionsOfAccount(account, 'test')
    const returned = await person.agent.post(`${new URL(opened.url).pathname}/test`, {
      result: JSON.stringify({ account }),
    })
    const tokens = await begun.redeem(new URL(returned.url))
    expect(tokens.access_token).toBeDefined()
  })
})

describe('signing in outside an interaction', () => {
  test('makes a session that portals then use', async () => {
    const agent = world.agent()
    await agent.open(`${issuer}/test/sign-in?account=${account}`)
    expect(await who(agent)).toBe(account)
    const portal = await relyingParty(world, 'quiet', client.ClientSecretBasic(secret))
    const begun = await portal.authorize({ prompt: 'none' })
    const tokens = await begun.redeem(new URL((await agent.open(begun.url)).url))
    expect(tokens.claims()).toMatchObject({ acr: 'urn:vestibule:aal1', amr: ['pwd'] })
  })

  test('ends the session of somebody else', async () => {
    const person = await signedIn()
    await person.agent.open(`${issuer}/test/sign-in?account=${other}`)
    expect(await who(person.agent)).toBe(other)
    expect(await isAlive(person)).toBe(false)
  })
})

describe('ending the sessions of an account', () => {
  test('kills sessions and tokens of every kind at once', async () => {
    const [bound, offline] = [await signedIn(), await signedIn('quiet', 'openid offline_access')]
    await world.oidc.endSessionsOfAccount(account, 'password-changed')
    expect([await isAlive(bound), await isAlive(offline)]).toEqual([false, false])
    await expect(offline.portal.refresh(offline.tokens.refresh_token as string)).rejects.toBeDefined()
    expect(await who(bound.agent)).toBeUndefined()
  })

  test('spares the session in which the person did it', async () => {
    const [kept, ended] = [await signedIn(), await signedIn()]
    const { sessionUid } = JSON.parse((await kept.agent.open(`${issuer}/test/me`)).body)
    await world.oidc.endSessionsOfAccount(account, 'password-changed', { sessionUid })
    expect([await isAlive(kept), await isAlive(ended)]).toEqual([true, false])
    expect(await who(kept.agent)).toBe(account)
  })
})

describe('signing out', () => {
  test('by the portal asks, ends the session, tells every portal, and goes back', async () => {
    const agent = world.agent()
    const told = await signedIn('portal', 'openid', agent)
    const quiet = await signedIn('quiet', 'openid', agent)
    const url = client.buildEndSessionUrl(quiet.portal.config, {
      id_token_hint: quiet.tokens.id_token as string,
      post_logout_redirect_uri: 'https://portal.example/',
      state: 'here',
    })
    await agent.open(url.href)
    expect(agent.page.heading).toBe('Sign out?')
    const [form] = agent.page.forms
    const returned = await agent.post(form?.action ?? '', { ...form?.fields, logout: 'yes' })
    expect(returned.url).toBe('https://portal.example/?state=here')
    expect(await who(agent)).toBeUndefined()
    expect([await isAlive(told), await isAlive(quiet)]).toEqual([false, false])

    expect((await queued()).filter(each => each.client_id === 'quiet')).toEqual([])
    await deliverAll()
    const token = decodeJwt(received.at(-1) ?? '')
    expect(token).toMatchObject({
      iss: issuer,
      aud: 'portal',
      sub: told.tokens.claims()?.sub,
      sid: told.tokens.claims()?.sid,
    })
    expect(await queued()).toEqual([])
  })

  test('goes straight back where nobody is signed in', async () => {
    const portal = await relyingParty(world, 'quiet', client.ClientSecretBasic(secret))
    const url = client.buildEndSessionUrl(portal.config, {
      client_id: 'quiet',
      post_logout_redirect_uri: 'https://portal.example/',
    })
    expect((await world.agent().open(url.href)).url).toBe('https://portal.example/')
    const plain = await world.agent().open(`${issuer}/logout`)
    expect(plain.page.heading).toBe('You are signed out')
  })

  test('never goes to an address that is not registered', async () => {
    const { portal, tokens, agent } = await signedIn('quiet')
    const url = client.buildEndSessionUrl(portal.config, {
      id_token_hint: tokens.id_token as string,
      post_logout_redirect_uri: 'https://evil.example/',
    })
    expect((await agent.open(url.href)).status).toBe(400)
  })

  test('keeps a delivery that the portal did not take, for another try', async () => {
    await signedIn()
    await world.oidc.endSessionsOfAccount(account, 'test')
    answer = 503
    const [delivery] = await queued()
    await expect(world.oidc.deliverLogout(delivery?.id as string)).rejects.toThrow('not accepted')
    answer = 200
    await world.oidc.deliverLogout(delivery?.id as string)
    expect(received).toHaveLength(2)
    expect((await queued()).map(each => each.id)).not.toContain(delivery?.id)
    await deliverAll()
  })

  test('has a job for each delivery', async () => {
    await signedIn()
    await world.oidc.endSessionsOfAccount(account, 'test')
    const [delivery] = await queued()
    const jobs = await world.test.database.pool.query(
      "select key from graphile_worker.jobs where key like 'backchannel%'",
    )
    expect(jobs.rows.map(row => row.key)).toContain(`backchannel-logout:${delivery?.id}`)
    await deliverAll()
  })
})

test('a logout token is signed by a published key', async () => {
  await signedIn()
  await world.oidc.endSessionsOfAccount(account, 'test')
  await deliverAll()
  const jwks = (await (await fetch(`${issuer}/jwks`, { dispatcher: world.dispatcher })).json()) as { keys: object[] }
  const verified = await jwtVerify(received.at(-1) ?? '', createLocalJWKSet(jwks as never), { issuer })
  expect(verified.protectedHeader).toMatchObject({ alg: 'RS256', typ: 'logout+jwt' })
})
