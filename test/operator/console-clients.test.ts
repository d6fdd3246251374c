/** Clients at the console: addresses that are looked at, code that runs as it is shown, and a sign-in that is tried. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { projectRoot } from '../../src/platform/index.ts'
import type { Agent, Answer } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { wordsIn } from '../driver/words.ts'
import { type Desk, deskOf } from './console-desk.ts'
import { type OperatorWorld, openOperatorWorld, password } from './world.ts'

let open: OperatorWorld
let desk: Desk
beforeAll(async () => {
  open = await openOperatorWorld()
  desk = deskOf(open)
}, 60_000)
afterEach(() => clock.reset())
afterAll(() => open.close())

const say = wordsIn('en')
const pool = () => open.world.database.pool
const clientRow = async (id: string) =>
  (await pool().query('select object from clients where id = $1', [id])).rows[0]?.object as
    | { redirect_uris: string[]; auth: { method: string }; application_type: string; name: { en: string } }
    | undefined
const secretOf = (agent: Agent): string => {
  const [, secret] = /<code class="big">([\w-]{20,})<\/code>/.exec(agent.current?.body ?? '') ?? []
  if (!secret) throw new Error(`no secret on "${agent.page.heading}": ${agent.page.text}`)
  notes('client secret', secret)
  return secret
}
const codes = (agent: Agent): string[] =>
  [...(agent.current?.body ?? '').matchAll(/<pre class="code"[^>]*><code>([\s\S]*?)<\/code>/g)].map(([, code = '']) =>
    code
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  )
/** The patient on the sign-in pages, with a code where one is asked for. */
async function signsIn(browser: Agent): Promise<Answer> {
  await pool().query('truncate limits')
  const answer = await browser.finish({ username: open.patient.username, password, passkey_ready: '' })
  if (answer.page.heading !== say('factor.text-code.title')) return answer
  return browser.finish({ code: await open.world.inbox.latestCode(open.patient.phone) })
}
const newClient = (id: string, redirects: string) => ({
  id,
  name_en: 'Eastside portal',
  redirect_uris: redirects,
  organization: 'northside',
  scopes: ['openid', 'profile', 'email'],
})

describe('addresses', () => {
  test('that cannot work are refused at their field; those that are mostly a mistake are looked at first', async () => {
    const agent = await desk.signsIn(desk.staff('security'), '/console/clients/new')
    const bad = 'http://portal.eastside.example/callback\r\nhttps://portal.eastside.example/*'
    await agent.sendTo('/create', { ...newClient('eastside', bad), post_logout_redirect_uris: 'https://x.example/#a' })
    expect(agent.current?.status).toBe(422)
    for (const [rule, uri] of [
      ['http-host', 'http://portal.eastside.example/callback'],
      ['wildcard', 'https://portal.eastside.example/*'],
      ['fragment', 'https://x.example/#a'],
    ] as const)
      expect(agent.page.text).toContain(say(`console.lint.${rule}`, { uri }))
    const twins = 'https://portal.eastside.example/callback\r\nhttps://portal.eastside.example/callback/'
    await agent.sendTo('/create', { redirect_uris: twins, post_logout_redirect_uris: 'https://www.example/' })
    expect(agent.page.text).toContain(say('console.lint.first'))
    for (const [rule, uri] of [
      ['slash-twin', 'https://portal.eastside.example/callback/'],
      ['other-origin', 'https://www.example/'],
    ] as const)
      expect(agent.page.text).toContain(say(`console.lint.${rule}`, { uri }))
    expect(await clientRow('eastside')).toBeUndefined()
    // looked at, and not meant so
    await agent.sendTo('/create', { redirect_uris: 'https://portal.eastside.example/callback', looked: 'on' })
    secretOf(agent)
    expect(await clientRow('eastside')).toMatchObject({
      redirect_uris: ['https://portal.eastside.example/callback'],
      post_logout_redirect_uris: ['https://www.example/'],
    })
    await agent.open(desk.url('/console/clients/eastside'))
    expect(agent.page.text).toContain(say('console.lint.other-origin', { uri: 'https://www.example/' }))
  })

  test('of before are not held against whoever changes something else', async () => {
    const agent = await desk.signsIn(desk.staff('security'), '/console/clients/eastside/edit')
    await pool().query(
      `update clients set object = jsonb_set(object::jsonb, '{redirect_uris}', '["http://old.example/callback"]') where id = 'eastside'`,
    )
    await agent.open(desk.url('/console/clients/eastside/edit'))
    await agent.sendTo('/save', { name_en: 'Renamed' })
    expect(agent.page.text).toContain(say('console.notice.saved'))
    expect(agent.page.text).toContain(say('console.lint.http-host', { uri: 'http://old.example/callback' }))
    await agent.open(desk.url('/console/clients/eastside/edit'))
    await agent.sendTo('/save', { redirect_uris: 'http://old.example/callback\r\nhttp://new.example/callback' })
    expect(agent.current?.status).toBe(422)
    expect(agent.page.text).toContain(say('console.lint.http-host', { uri: 'http://new.example/callback' }))
    expect(await clientRow('eastside')).toMatchObject({ redirect_uris: ['http://old.example/callback'] })
  })

  test('of an app may be its own scheme; an app and a page in the browser get no secret', async () => {
    const agent = await desk.signsIn(desk.staff('security'), '/console/clients/new')
    expect(agent.page.text).toContain(say('console.clients.kind.native'))
    await agent.open(desk.url('/console/clients/new/native'))
    await agent.sendTo('/create', newClient('eastside-app', 'com.example.eastside:/callback'))
    expect(await clientRow('eastside-app')).toMatchObject({ application_type: 'native', auth: { method: 'none' } })
    await agent.open(desk.url('/console/clients/new/browser'))
    await agent.sendTo('/create', newClient('eastside-spa', 'https://spa.eastside.example/'))
    expect(agent.page.text).toContain(say('console.notice.created'))
    expect(await clientRow('eastside-spa')).toMatchObject({ application_type: 'web', auth: { method: 'none' } })
    await agent.open(desk.url('/console/clients/eastside-spa/quick-start'))
    const links = agent.page.links.map(({ href }) => href).filter(href => href.includes('/quick-start/'))
    expect(links).toEqual([
      '/console/clients/eastside-spa/quick-start/oidc-client-ts',
      '/console/clients/eastside-spa/quick-start/openid-client',
    ])
    expect((await agent.open(desk.url('/console/clients/eastside-spa/quick-start/auth-js'))).status).toBe(404)
  })
})

/** The shown code as a program of its own, asked line by line. */
function portalOf(code: string, secret: string) {
  const cache = join(projectRoot, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'quick-start-'))
  writeFileSync(join(folder, 'sign-in.mjs'), code)
  const program = `
    import { createInterface } from 'node:readline'
    import { beginSignIn, details, finishSignIn } from './sign-in.mjs'
    const { address, ...checks } = await beginSignIn()
    console.log(address.href)
    for await (const line of createInterface({ input: process.stdin })) {
      const tokens = await finishSignIn(new URL(line), checks)
      console.log(JSON.stringify({ claims: tokens.claims(), details: await details(tokens) }))
      break
    }
    process.exit(0)`
  writeFileSync(join(folder, 'portal.mjs'), program)
  const child = spawn(process.execPath, [join(folder, 'portal.mjs')], {
    env: { PATH: process.env.PATH, CLIENT_SECRET: secret },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const told = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    says: async (): Promise<string> => (await told.next()).value ?? '',
    hears: (line: string) => child.stdin.write(`${line}\n`),
    close() {
      child.kill()
      rmSync(folder, { recursive: true })
    },
  }
}

test('the quick start runs as it is shown', async () => {
  const agent = await desk.signsIn(open.owner, '/console/clients/new')
  await agent.sendTo('/create', { ...newClient('quick', 'http://127.0.0.1:9/callback'), looked: 'on' })
  const secret = secretOf(agent)
  await agent.open(desk.url('/console/clients/quick/quick-start/openid-client'))
  const code = codes(agent).find(each => each.includes('beginSignIn'))
  expect(code).not.toContain(secret)
  const portal = portalOf(code ?? '', secret)
  try {
    const browser = open.world.browser()
    await browser.open(await portal.says())
    portal.hears((await signsIn(browser)).url)
    const { claims, details } = JSON.parse(await portal.says())
    expect(claims).toMatchObject({ aud: 'quick', iss: open.world.issuer })
    expect(details).toMatchObject({ sub: claims.sub, preferred_username: open.patient.username })
  } finally {
    portal.close()
  }
})

describe('a sign-in that is tried', () => {
  async function link(client = 'northside-portal', who = desk.staff('security')): Promise<string> {
    const agent = await desk.signsIn(who, `/console/clients/${client}/try`)
    await agent.sendTo('/make', { reason: 'before it goes live' })
    const found = codes(agent).find(each => each.includes('/sign-in-test/'))
    if (!found) throw new Error(`no link on "${agent.page.heading}": ${agent.page.text}`)
    return found
  }
  /** What is left of all that such sign-ins made. */
  async function live() {
    const { rows } = await pool().query(
      `select model, revoked_at, consumed_at from oidc_artifacts where client_id like 'vestibule-test.%'`,
    )
    expect(rows.length).toBeGreaterThan(0)
    return rows.filter(row => /Token|Code/.test(row.model) && !row.revoked_at && !row.consumed_at).length
  }

  test('shows what the client would get, decoded; keeps no token, and leaves the client as it is', async () => {
    const before = await clientRow('northside-portal')
    const address = await link()
    const browser = open.world.browser()
    await browser.open(address)
    expect(browser.page.heading).toBe(say('sign-in-test.title', { name: 'Patient portal' }))
    await browser.sendTo('/begin')
    await signsIn(browser)
    expect(browser.page.heading).toBe(say('sign-in-test.shown', { name: 'Patient portal' }))
    const [header, claims, userinfo] = codes(browser).map(code => JSON.parse(code))
    expect(header).toMatchObject({ alg: 'RS256' })
    expect(claims).toMatchObject({ iss: open.world.issuer, amr: expect.arrayContaining(['pwd']) })
    expect(userinfo).toMatchObject({ sub: claims.sub, preferred_username: open.patient.username })
    expect(browser.page.text).toContain(say(`sign-in-test.acr.${claims.acr}`))
    // the same name as at the client itself
    const portal = await open.world.portal()
    const begun = await portal.begins({ scope: 'openid' })
    const back = await browser.open(begun.url.href)
    expect((await portal.tokens(begun, back.url)).claims()?.sub).toBe(claims.sub)
    expect(await clientRow('northside-portal')).toEqual(before)
    expect(await live()).toBe(0)
    const { rows } = await pool().query("select actor, client_id from audit_events where type = 'client.test-made'")
    expect(rows).toContainEqual(expect.objectContaining({ client_id: 'northside-portal' }))
  })

  test('asks for more as the portal would, and says what it would be told where that is not reached', async () => {
    const browser = open.world.browser()
    await browser.open(await link())
    await browser.sendTo('/begin', { acr: 'urn:vestibule:aal2' })
    await signsIn(browser)
    const [, claims] = codes(browser).map(code => JSON.parse(code))
    expect(claims.acr).toBe('urn:vestibule:aal2')
    expect(browser.page.text).toContain(say('sign-in-test.amr.sms'))
    // shown once
    const shown = browser.current?.url as string
    expect((await browser.open(shown)).status).toBe(410)
    expect(browser.page.heading).toBe(say('sign-in-test.over'))
    expect(await live()).toBe(0)
  })

  test('is over after ten minutes, whoever began; another browser, client or address gets nothing', async () => {
    const address = await link()
    const [browser, other] = [open.world.browser(), open.world.browser()]
    await browser.open(address)
    const authorization = (await browser.sendTo('/begin')).url
    expect(authorization).toContain('/interaction/')
    const asked = browser.hops.map(({ url }) => url).find(url => url.includes('/authorize?')) as string
    const elsewhere = new URL(asked)
    elsewhere.searchParams.set('redirect_uri', 'http://127.0.0.1:9/callback')
    expect((await other.open(elsewhere.href)).status).toBe(400)
    await other.open(asked)
    await signsIn(other)
    // the code came, to a browser that never began
    expect([other.current?.status, other.page.heading]).toEqual([410, say('sign-in-test.over')])
    clock.advance(11 * 60)
    expect((await browser.open(address)).status).toBe(410)
    expect((await open.world.browser().open(asked)).status).toBe(400)
    expect((await browser.open(desk.url('/sign-in-test/callback?code=x&state=y'))).status).toBe(410)
    expect((await browser.open(desk.url(`/sign-in-test/${'a'.repeat(80)}`))).status).toBe(410)
  })

  test('is begun by those who may change clients, at clients where people sign in', async () => {
    const viewer = await desk.signsIn(desk.staff('viewer'), '/console/clients/northside-portal')
    const ways = (agent: Agent) =>
      agent.page.links.map(({ href }) => href).filter(href => /\/(try|quick-start)$/.test(href))
    expect(ways(viewer)).toEqual(['/console/clients/northside-portal/quick-start'])
    await viewer.open(desk.url('/console/clients/northside-portal/try'))
    await viewer.sendTo('/make', { reason: 'out of curiosity' })
    expect(viewer.current?.status).toBe(403)
    const agent = await desk.signsIn(open.owner, '/console/clients/everything')
    expect(ways(agent)).toEqual([])
    await agent.open(desk.url('/console/clients/everything/try'))
    await agent.sendTo('/make', { reason: 'out of curiosity' })
    expect(agent.page.text).toContain(say('console.problem.no-sign-in'))
  })
})
