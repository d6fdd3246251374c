import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as client from 'openid-client'
import { clock } from '../driver/clock.ts'
import { relyingParty } from './relying-party.ts'
import { callback, issuer, type OidcWorld, openOidcWorld } from './world.ts'

let world: OidcWorld
let account: string
const secret = 'portal-secret-0123456789'

beforeAll(async () => {
  world = await openOidcWorld('authorization')
  account = await world.test.seedAccount({ username: 'rosalinda.q', email: 'rosalinda@mail.example' })
  const portal = {
    name: { en: 'Portal' },
    organization: 'northside',
    redirect_uris: [callback],
    auth: { method: 'client_secret_basic' as const },
    scopes: ['openid', 'profile', 'email', 'patients', 'offline_access'] as const,
    first_party: true,
  }
  await world.register({ ...portal, id: 'portal', scopes: [...portal.scopes], secrets: [secret] })
  await world.register({
    ...portal,
    id: 'full',
    scopes: [...portal.scopes],
    secrets: [secret],
    id_token_claims: 'full',
    sector: 'one',
  })
  await world.register({ ...portal, id: 'sibling', scopes: [...portal.scopes], secrets: [secret], sector: 'one' })
  await world.register({
    ...portal,
    id: 'strict',
    scopes: ['openid'],
    secrets: [secret],
    assurance: { floor: 'urn:vestibule:aal2' },
  })
  await world.register({
    ...portal,
    id: 'stranger',
    scopes: ['openid', 'email'],
    secrets: [secret],
    first_party: false,
  })
  await world.register({ ...portal, id: 'old', scopes: ['openid'], secrets: [secret], pkce: 'optional' })
})
afterAll(() => world.close())

const basic = () => client.ClientSecretBasic(secret)

describe('an authorization', () => {
  test('by code and PKCE ends with tokens of a pairwise subject', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const begun = await portal.authorize({ scope: 'openid email' })
    const tokens = await begun.redeem(await world.finish(world.agent(), begun.url, { account }))
    expect(tokens.claims()).toMatchObject({ iss: issuer, aud: 'portal', acr: 'urn:vestibule:aal1', amr: ['pwd'] })
    expect(tokens.claims()?.sub).not.toBe(account)
    expect(tokens.claims()).not.toHaveProperty('email')
    const claims = await portal.userinfo(tokens.access_token)
    expect(claims).toMatchObject({ sub: tokens.claims()?.sub, email: 'rosalinda@mail.example', email_verified: true })
  })

  test('by a pushed request works once', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const begun = await portal.authorize({}, true)
    expect(new URL(begun.url).searchParams.get('request_uri')).toMatch(/^urn:ietf:params:oauth:request_uri:/)
    const agent = world.agent()
    const tokens = await begun.redeem(await world.finish(agent, begun.url, { account }))
    expect(tokens.claims()?.sub).toBeDefined()
    const again = new URL((await agent.open(begun.url)).url)
    expect(again.searchParams.get('error')).toBe('invalid_request_uri')
    expect(again.searchParams.has('code')).toBe(false)
  })

  test('without PKCE is refused, except for a client that may', async () => {
    const address = (id: string) =>
      `${issuer}/authorize?client_id=${id}&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(callback)}`
    const refused = new URL((await world.agent().open(address('portal'))).url)
    expect(refused.searchParams.get('error')).toBe('invalid_request')
    const taken = await world.agent().open(address('old'))
    expect(taken.url).toMatch(/\/interaction\//)
  })

  test('names the issuer in its answer', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const begun = await portal.authorize()
    const returned = await world.finish(world.agent(), begun.url, { account })
    expect(returned.searchParams.get('iss')).toBe(issuer)
  })

  test('on a live session asks nobody again', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const agent = world.agent()
    await world.finish(agent, (await portal.authorize()).url, { account })
    const begun = await portal.authorize({ prompt: 'none' })
    const returned = await agent.open(begun.url)
    const tokens = await begun.redeem(new URL(returned.url))
    expect(tokens.access_token).toBeDefined()
  })

  test('prompt=none without a session answers login_required', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const returned = await world.agent().open((await portal.authorize({ prompt: 'none' })).url)
    expect(new URL(returned.url).searchParams.get('error')).toBe('login_required')
  })

  test('keeps the tokens of the authorization before it alive', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const agent = world.agent()
    const first = await portal.authorize({ scope: 'openid email' })
    const tokens = await first.redeem(await world.finish(agent, first.url, { account }))
    const second = await portal.authorize({ scope: 'openid profile' })
    await second.redeem(new URL((await agent.open(second.url)).url))
    await expect(portal.userinfo(tokens.access_token)).resolves.toHaveProperty('email')
  })

  test('at two portals at once leaves both with working tokens', async () => {
    const [portal, sibling] = [
      await relyingParty(world, 'portal', basic()),
      await relyingParty(world, 'sibling', basic()),
    ]
    const agent = world.agent()
    await world.finish(agent, (await portal.authorize()).url, { account })
    const begun = [await portal.authorize(), await sibling.authorize(), await portal.authorize()]
    const cookie = await agent.jar.getCookieString(issuer)
    const returned = await Promise.all(
      begun.map(async each => {
        const tab = world.agent()
        for (const pair of cookie.split('; ')) await tab.jar.setCookie(pair, issuer)
        return new URL((await tab.open(each.url)).url)
      }),
    )
    const tokens = await Promise.all(begun.map((each, index) => each.redeem(returned[index] as URL)))
    expect(tokens.map(each => typeof each.access_token)).toEqual(['string', 'string', 'string'])
  })

  test('of third-party clients asks for consent, of first-party ones not', async () => {
    const stranger = await relyingParty(world, 'stranger', basic())
    const begun = await stranger.authorize({ scope: 'openid email' })
    const agent = world.agent()
    const opened = await world.finish(agent, begun.url, { account })
    expect(opened.pathname).toMatch(/^\/interaction\//)
    const view = JSON.parse(agent.current?.body ?? '{}')
    expect(view).toMatchObject({ prompt: 'consent', scopesToConsent: ['openid', 'email'] })
    const returned = await agent.post(`${opened.pathname}/test`, { result: JSON.stringify({ consent: true }) })
    const tokens = await begun.redeem(new URL(returned.url))
    expect(tokens.scope).toBe('openid email')
  })

  test('that the person refuses tells the portal', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const returned = await world.finish(world.agent(), (await portal.authorize()).url, { error: 'access_denied' })
    expect(returned.searchParams.get('error')).toBe('access_denied')
  })

  test('shares its subject inside a sector, and with nobody else', async () => {
    const agent = world.agent()
    const subjects: (string | undefined)[] = []
    for (const id of ['full', 'sibling', 'portal']) {
      const portal = await relyingParty(world, id, basic())
      const begun = await portal.authorize({ scope: 'openid email' })
      const tokens = await begun.redeem(await world.finish(agent, begun.url, { account }))
      subjects.push(tokens.claims()?.sub)
      expect(tokens.claims()?.email).toBe(id === 'full' ? 'rosalinda@mail.example' : undefined)
    }
    expect(subjects[0]).toBe(subjects[1])
    expect(subjects[0]).not.toBe(subjects[2])
  })

  test('shows what the flows need to know', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const begun = await portal.authorize({
      login_hint: 'rosalinda.q',
      ui_locales: 'es',
      vestibule_flow: 'activate',
      acr_values: 'urn:other:1 urn:vestibule:aal2 urn:vestibule:aal1',
      prompt: 'login',
    })
    const opened = await world.agent().open(begun.url)
    expect(JSON.parse(opened.body)).toMatchObject({
      prompt: 'login',
      reasons: expect.arrayContaining(['no_session', 'login_prompt']),
      uiLocales: 'es',
      flow: 'activate',
      ask: {
        organization: 'northside',
        client: { id: 'portal', firstParty: true },
        acr: ['urn:vestibule:aal1', 'urn:vestibule:aal2'],
        floor: 'urn:vestibule:aal1',
        forceAuthentication: true,
        loginHint: 'rosalinda.q',
      },
    })
  })

  test('belongs to the browser that began', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const opened = await world.agent().open((await portal.authorize()).url)
    const foreign = await world.agent().open(opened.url)
    expect(foreign.status).toBe(410)
  })
})

describe('assurance', () => {
  test('is the strongest requested level that is met', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const begun = await portal.authorize({ acr_values: 'urn:vestibule:aal1:confirmed urn:vestibule:aal1' })
    const tokens = await begun.redeem(
      await world.finish(world.agent(), begun.url, { account, factors: ['password', 'text-code'] }),
    )
    expect(tokens.claims()).toMatchObject({ acr: 'urn:vestibule:aal1:confirmed', amr: ['mfa', 'otp', 'pwd', 'sms'] })
  })

  test('of a voluntary request asks once and then takes what there is', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const agent = world.agent()
    await world.finish(agent, (await portal.authorize()).url, { account })
    const begun = await portal.authorize({ acr_values: 'urn:vestibule:aal2' })
    const tokens = await begun.redeem(await world.finish(agent, begun.url, { account }))
    expect(tokens.claims()?.acr).toBe('urn:vestibule:aal1')
  })

  test('adds a step-up to what the session has, and leaves auth_time', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const agent = world.agent()
    const first = await portal.authorize()
    const before = await first.redeem(await world.finish(agent, first.url, { account }))
    clock.advance(60)
    const begun = await portal.authorize({ acr_values: 'urn:vestibule:aal2' })
    const tokens = await begun.redeem(await world.finish(agent, begun.url, { account, factors: ['text-code'] }))
    clock.reset()
    expect(tokens.claims()).toMatchObject({
      acr: 'urn:vestibule:aal2',
      auth_time: before.claims()?.auth_time,
    })
  })

  test('that is essential and unmet is an error', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:vestibule:aal2' } } })
    const begun = await portal.authorize({ claims })
    const returned = await world.finish(world.agent(), begun.url, { account })
    expect(returned.searchParams.get('error')).toBe('unmet_authentication_requirements')
  })

  test('of a stronger session satisfies an essential weaker level', async () => {
    const portal = await relyingParty(world, 'portal', basic())
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['urn:vestibule:aal1'] } } })
    const begun = await portal.authorize({ claims })
    const tokens = await begun.redeem(await world.finish(world.agent(), begun.url, { account, factors: ['passkey'] }))
    expect(tokens.claims()?.acr).toBe('urn:vestibule:aal1')
  })

  test('never falls below the floor of the client, whatever it asks', async () => {
    const strict = await relyingParty(world, 'strict', basic())
    const begun = await strict.authorize({ acr_values: 'urn:vestibule:aal1' })
    const weak = await world.finish(world.agent(), begun.url, { account })
    expect(weak.searchParams.get('error')).toBe('unmet_authentication_requirements')
    const again = await strict.authorize({ acr_values: 'urn:vestibule:aal1' })
    const tokens = await again.redeem(
      await world.finish(world.agent(), again.url, { account, factors: ['password', 'text-code'] }),
    )
    expect(tokens.claims()?.acr).toBe('urn:vestibule:aal2')
  })
})
