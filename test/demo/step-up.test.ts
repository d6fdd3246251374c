/** RFC 9470 end to end, through the demo's own portal and API: a challenge, a step-up, and back to what was wanted. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { ClientSecretBasic } from 'openid-client'
import { createRelyingParty } from '../../src/demo/portal/relying-party.ts'
import { startPortal } from '../../src/demo/portal/server.ts'
import type { Site } from '../../src/demo/site.ts'
import { projectRoot } from '../../src/platform/index.ts'
import { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp } from '../driver/enrolled.ts'
import { seedAccount } from '../driver/people.ts'
import { findFreePort } from '../driver/ports.ts'
import { openWorld, portalSecret, type World } from '../driver/world.ts'

const password = 'kettle orbit mango lamp'
let world: World
let portal: Site
let url: string
beforeAll(async () => {
  const port = await findFreePort()
  url = `http://localhost:${port}`
  world = await openWorld({
    objects: `
kind: client
id: demo-portal
name: { en: Demo portal }
organization: northside
redirect_uris: ["${url}/callback"]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, profile]
first_party: true
`,
  })
  portal = await startPortal({
    ...registration(),
    port,
    name: 'Demo portal',
    accent: { light: '#0a5c63', dark: '#6fc7cd' },
    ways: [],
  })
})
afterAll(async () => {
  await portal.close()
  await world.close()
})
afterEach(() => clock.reset())
beforeEach(() => world.database.pool.query('truncate limits'))

const registration = () => ({
  issuer: world.issuer,
  clientId: 'demo-portal',
  authentication: ClientSecretBasic(portalSecret),
  scope: 'openid profile',
})
let count = 0
/** Signed in at the portal with a password alone, and with an authenticator app since. */
async function signedIn({ hasApp = true } = {}) {
  count += 1
  const username = `demo-person-${count}`
  const id = await seedAccount(world.app.house, { username, password })
  const agent = new Agent()
  const entersPassword = () => agent.submit({ username, password, passkey_ready: '' })
  await agent.open(`${url}/login`)
  expect((await entersPassword()).url).toBe(`${url}/`)
  const secret = hasApp ? await enrolApp(world.app.house, id) : ''
  const told = async () => {
    const { body } = await new Agent({}, agent.jar).open(`${url}/session.json`)
    return (JSON.parse(body) as { claims: { acr: string; auth_time: number } }).claims
  }
  return { agent, entersPassword, code: () => appCode(secret), told }
}
const ask = (token?: string, path = '/api/results') =>
  fetch(`${url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })

test('a portal follows the challenge of its API, and the person comes back to the results', async () => {
  const { agent, code, told } = await signedIn()
  expect((await told()).acr).toBe('urn:vestibule:aal1')
  await agent.open(`${url}/results`)
  expect(agent.current?.url).toContain(world.issuer)
  await agent.submit({ code: code() })
  expect(agent.current?.url).toBe(`${url}/results`)
  expect(agent.page.text).toContain('Cholesterol')
  expect((await told()).acr).toBe('urn:vestibule:aal2')
  // the next time nobody is asked
  expect((await agent.open(`${url}/results`)).url).toBe(`${url}/results`)
})

test('whoever does not want to, or can not, stays signed in at the portal as they were', async () => {
  for (const hasApp of [true, false]) {
    const { agent, told } = await signedIn({ hasApp })
    await agent.open(`${url}/results`)
    if (hasApp) await agent.submit({}, 'not-now')
    expect(agent.current?.url).toBe(`${url}/`)
    expect(agent.page.text).toContain('Nothing was changed')
    expect((await told()).acr).toBe('urn:vestibule:aal1')
  }
})

test('a change that wants a recent sign-in is made by the person, once they are back', async () => {
  const { agent, code, entersPassword } = await signedIn()
  // the token has run out meanwhile, which nobody notices
  clock.advance(1000)
  await agent.open(`${url}/pharmacy`)
  expect(agent.page.text).toContain('Now: Main Street Pharmacy')
  await agent.submit({ pharmacy: 'Riverside Pharmacy' })
  await entersPassword()
  await agent.submit({ code: code() })
  expect(agent.current?.url).toBe(`${url}/pharmacy?to=Riverside%20Pharmacy`)
  expect(agent.page.text).toContain('Now: Main Street Pharmacy')
  await agent.submit({})
  expect(agent.page.text).toContain('Now: Riverside Pharmacy')
})

test('the API answers as RFC 9470 and RFC 6750 say', async () => {
  expect((await ask()).headers.get('www-authenticate')).toBe('Bearer')
  const unknown = await ask('nothing-that-was-given')
  expect([unknown.status, unknown.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"'])

  const id = await seedAccount(world.app.house, { username: 'demo-api', password })
  expect(id).toBeDefined()
  const party = createRelyingParty({ ...registration(), url })
  const begun = await party.begin({})
  const agent = new Agent({ stopAt: to => to.origin === url })
  await agent.open(begun.url.href)
  const back = await agent.submit({ username: 'demo-api', password, passkey_ready: '' })
  const { accessToken } = await party.finish(new URL(back.url), begun.pending)
  notes('access token', accessToken)
  const low = await ask(accessToken)
  expect([low.status, low.headers.get('www-authenticate')]).toEqual([
    401,
    'Bearer error="insufficient_user_authentication", error_description="A stronger or more recent sign-in is needed", acr_values="urn:vestibule:aal2"',
  ])
  const change = await fetch(`${url}/api/pharmacy`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${accessToken}` },
  })
  expect(change.headers.get('www-authenticate')).toMatch(/acr_values="urn:vestibule:aal2", max_age=900$/)
  expect((await ask(accessToken, '/api/pharmacy')).status).toBe(200)
})

test('the guide for developers shows the very code that runs here', () => {
  const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
  const code = read('src/demo/portal/step-up.ts')
  expect(read('docs/portal-developers.md')).toContain(code.slice(code.indexOf('export function stepUpFor')))
})
