import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { birthFields, importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { type RawAnswer, sendRaw } from '../driver/raw.ts'
import { openWorld, type World } from '../driver/world.ts'

const username = 'hildegarde.thistlewood'
const password = 'a copper kettle whistles at noon'
const host = 'id.clinic.example'

function cspOf(answer: Pick<RawAnswer, 'headers'>): Record<string, string> {
  const policy = answer.headers.get('content-security-policy') ?? ''
  return Object.fromEntries(
    policy.split(';').map(directive => {
      const [name = '', ...values] = directive.trim().split(' ')
      return [name, values.join(' ')]
    }),
  )
}
const cookiesOf = (answer: Pick<RawAnswer, 'headers'>): string[] => answer.headers.getSetCookie()

function isGuarded(answer: RawAnswer): void {
  const csp = cspOf(answer)
  expect(csp['default-src']).toBe("'none'")
  expect(csp['frame-ancestors']).toBe("'none'")
  expect(csp['base-uri']).toBe("'none'")
  expect(JSON.stringify(csp)).not.toMatch(/unsafe-|\*|https?:/)
  // it would block the redirect that ends a sign-in
  expect(csp['form-action']).toBeUndefined()
  const nonce = /'nonce-([\w-]{22})'/.exec(csp['script-src'] ?? '')?.[1]
  expect(nonce).toBeDefined()
  for (const [tag] of answer.body.matchAll(/<(?:script|style)\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`)
  expect(answer.body).not.toMatch(/\son\w+="|style="|javascript:/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('referrer-policy')).toBe('same-origin')
  expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(answer.headers.get('x-frame-options')).toBe('DENY')
  expect(answer.headers.get('x-powered-by')).toBeNull()
  expect(answer.headers.get('server')).toBeNull()
}

describe('on http', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
    await seedAccount(world.app.house, { username, password })
  })
  afterAll(() => world.close())
  const get = (target: string, headers: Record<string, string> = {}) => sendRaw(world.issuer, { target, headers })

  test.each(['/sign-in', '/activate', '/nowhere', '/interaction/none', '/logout', '/authorize?client_id=nobody'])(
    '%s is guarded by its headers',
    async target => {
      const answer = await get(target)
      isGuarded(answer)
      expect(answer.headers.get('strict-transport-security')).toBeNull()
      expect((await get(target)).headers.get('content-security-policy')).not.toBe(
        answer.headers.get('content-security-policy'),
      )
    },
  )

  test('cookies carry the port, since ports of one host share them, and no script reads them', async () => {
    const { port } = new URL(world.issuer)
    const { url } = await (await world.portal()).begins()
    const answers = [await get('/sign-in'), await get(`${url.pathname}${url.search}`), await get('/sign-in?lang=es')]
    const cookies = answers.flatMap(cookiesOf)
    expect(cookies.length).toBeGreaterThan(3)
    for (const cookie of cookies) {
      expect(cookie).toMatch(new RegExp(`^vst_[a-z]+_${port}(\\.sig)?=`))
      expect(cookie).toMatch(/; httponly/i)
      expect(cookie).toMatch(/; samesite=lax/i)
      expect(cookie).not.toMatch(/; (secure|domain)/i)
    }
    const [browser] = cookies.filter(cookie => cookie.startsWith('vst_browser'))
    // 128 random bits
    expect(/=([\w-]+);/.exec(browser ?? '')?.[1]).toHaveLength(22)
    expect(browser).toMatch(/; path=\/(;|$)/i)
  })

  test('styles and scripts may be kept, everything else may not', async () => {
    const page = await get('/sign-in')
    const assets = [...page.body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path as string)
    expect(assets.length).toBeGreaterThan(0)
    for (const path of assets) expect((await get(path)).headers.get('cache-control')).toContain('immutable')
    for (const path of ['/account', '/userinfo']) {
      expect((await get(path)).headers.get('cache-control')).toContain('no-store')
    }
    const token = await sendRaw(world.issuer, { method: 'POST', target: '/token', body: '' })
    expect(token.headers.get('cache-control')).toContain('no-store')
  })

  test('a foreign Host is refused everywhere, before anything looks at it', async () => {
    for (const foreign of ['evil.example', 'localhost', 'localhost:1', '', 'localhost:3000@evil.example'])
      for (const target of [
        '/sign-in',
        '/activate',
        '/authorize',
        '/.well-known/openid-configuration',
        '/jwks',
        '/nowhere',
        '/assets/none.css',
      ]) {
        const answer = await get(target, { host: foreign })
        expect([foreign, target, answer.status]).toEqual([foreign, target, 421])
        expect(answer.body).not.toContain('evil')
        expect(answer.headers.get('location')).toBeNull()
      }
    // without a declared proxy nobody may say who was asked for
    const forwarded = await get('/.well-known/openid-configuration', { 'x-forwarded-host': 'evil.example' })
    expect(JSON.parse(forwarded.body).issuer).toBe(world.issuer)
    expect(forwarded.body).not.toContain('evil')
  })

  test('no address ever carries a secret, but the code that works once', async () => {
    const person = { given: 'Philippa', family: 'Underbough', birthDate: '1949-02-17', phone: '+13125550171' }
    const accessCode = await printLetter(world.app.house, await importPatient(world.app.house, person))
    const agent = world.browser()
    const portal = await world.portal()
    const begun = await portal.begins({ vestibule_flow: 'activate' })
    const hops: { url: string; status: number }[] = []
    const keep = async <T>(work: Promise<T>): Promise<T> => {
      const result = await work
      hops.push(...agent.hops)
      return result
    }
    await keep(agent.open(begun.url.href))
    await keep(agent.submit({ access_code: accessCode, ...birthFields(person.birthDate) }))
    const code = await world.inbox.latestCode(person.phone)
    await keep(agent.submit({ code }))
    await keep(agent.submit())
    await keep(agent.submit({ terms: 'on' }))
    await keep(agent.submit({ email: 'philippa@underbough.example' }))
    const mailed = await world.inbox.latestCode('philippa@underbough.example')
    await keep(agent.submit({ code: mailed }))
    await keep(agent.submit({ username: 'philippa.underbough', new_password: password }))
    const end = await keep(agent.submit({ factor: 'text-code' }))
    expect(end.status).toBe(303)
    const tokens = await portal.tokens(begun, end.url)
    const cookies = await agent.jar.getCookies(world.issuer)
    const secrets = [
      accessCode,
      code,
      mailed,
      password,
      person.phone.slice(1),
      'underbough',
      'philippa',
      person.birthDate,
      tokens.access_token,
      ...cookies.filter(({ key }) => /session|browser|device/.test(key)).map(({ value }) => value),
    ]
    const addresses = [...hops.map(({ url }) => url), end.url].join('\n').toLowerCase()
    secrets.forEach((secret, index) => {
      expect([index, addresses.includes(secret.toLowerCase())]).toEqual([index, false])
    })
    // every step after a POST is a GET again, so that reloading sends nothing twice
    expect(new Set(hops.map(({ status }) => status))).toEqual(new Set([200, 303]))
    await expect(portal.tokens(begun, end.url)).rejects.toThrow()
  })
})

describe('on https', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld({ settings: { issuer: `https://${host}`, proxies: { trusted: 1 } } })
  })
  afterAll(() => world.close())
  const get = (target: string, headers: Record<string, string> = {}) =>
    sendRaw(world.issuer, { target, headers: { host, 'x-forwarded-proto': 'https', ...headers } })

  test('pages say that only https is spoken here', async () => {
    const answer = await get('/sign-in')
    expect(answer.status).toBe(200)
    isGuarded(answer)
    expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
  })

  test('cookies are locked to this host', async () => {
    const authorize = `/authorize?${new URLSearchParams({
      client_id: 'northside-portal',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'http://127.0.0.1:9/callback',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })}`
    const answers = [await get('/sign-in'), await get(authorize), await get('/sign-in?lang=es')]
    expect(answers.map(({ status }) => status)).toEqual([200, 303, 200])
    const cookies = answers.flatMap(cookiesOf)
    expect(cookies.some(cookie => cookie.startsWith('__Host-vst_browser='))).toBe(true)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__(Host|Secure)-vst_[a-z]+(\.sig)?=/)
      expect(cookie).toMatch(/; secure/i)
      expect(cookie).toMatch(/; httponly/i)
      expect(cookie).toMatch(/; samesite=lax/i)
      expect(cookie).not.toMatch(/; domain/i)
      if (cookie.startsWith('__Host-')) expect(cookie).toMatch(/; path=\/(;|$)/i)
    }
  })

  test('a proxy that does not say how it was asked changes nothing: the issuer does', async () => {
    const answer = await sendRaw(world.issuer, { target: '/sign-in', headers: { host } })
    expect(answer.status).toBe(200)
    expect(cookiesOf(answer).every(cookie => /; secure/i.test(cookie))).toBe(true)
  })

  test('endpoints are named by the issuer, whatever is forwarded', async () => {
    const answer = await get('/.well-known/openid-configuration', { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' })
    const { issuer, token_endpoint } = JSON.parse(answer.body) as Record<string, string>
    expect([issuer, token_endpoint]).toEqual([`https://${host}`, `https://${host}/token`])
    expect((await get('/sign-in', { 'x-forwarded-host': 'evil.example' })).status).toBe(421)
    expect((await get('/sign-in', { host: 'evil.example' })).status).toBe(421)
    // what a client wrote stands before what our own proxy added
    expect((await get('/sign-in', { 'x-forwarded-host': `evil.example, ${host}` })).status).toBe(200)
  })
})
