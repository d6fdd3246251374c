import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { seedAccount } from '../driver/people.ts'
import { type RawAnswer, sendRaw } from '../driver/raw.ts'
import { openWorld, portalRedirect, type World } from '../driver/world.ts'

/** Whatever arrives: a kind page with a reference code and a way on, or the OAuth error to the portal; never a 500. */
const username = 'marguerite.villalobos'
const password = 'seven patient otters paint lanterns'
let world: World
beforeAll(async () => {
  world = await openWorld()
  await seedAccount(world.app.house, { username, password })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

type Shown = Pick<RawAnswer, 'status' | 'body' | 'page'> & { readonly headers: { get(name: string): string | null } }
const reference = /\b[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}\b/

function tellsNothingOfTheInside({ status, body }: Shown): void {
  expect(status).toBeLessThan(500)
  expect(body).not.toMatch(/\bat \S+ \(|node_modules|\.[tj]s:\d+|Internal Server Error|invalid byte|syntax error/)
}
function isKind(answer: Shown, status: number, language: 'en' | 'es' = 'en'): void {
  tellsNothingOfTheInside(answer)
  expect(answer.headers.get('content-type')).toContain('text/html')
  expect(answer.status).toBe(status)
  expect(answer.page.language).toBe(language)
  expect(answer.page.heading).not.toBe('')
  expect(answer.page.text).toMatch(reference)
  const ways = answer.page.links.filter(({ href }) => href !== '' && !/^#|^tel:|[?&]lang=/.test(href))
  expect(ways.length).toBeGreaterThan(0)
}

const raw = (target: string, more: Partial<Parameters<typeof sendRaw>[1]> = {}) =>
  sendRaw(world.issuer, { target, ...more })
async function atSignIn(language?: string): Promise<Agent> {
  const agent = world.browser(language ? { language } : {})
  await agent.open((await (await world.portal()).begins()).url.href)
  return agent
}
const formAddress = (agent: Agent) => new URL(agent.formFor().action, agent.current?.url).href

describe.each(['en', 'es'] as const)('in %s', language => {
  const accept = { 'accept-language': language }

  test.each([
    ['/nowhere', 404],
    ['/flow/not-an-id', 404],
    ['/flow/0190a1b2-0000-7000-8000-000000000000', 404],
    ['/flow/0190a1b2-0000-7000-8000-000000000000/password', 404],
    ['/interaction/unknown', 410],
    ['/interaction/unknown/sign-in', 410],
    ['/interaction/unknown/sign-in/password', 410],
    ['/interaction/unknown/constructor/__proto__', 410],
    ['/favicon.php', 404],
    ['/.env', 404],
    ['/%00', 404],
    ['/%ff%fe', 404],
    ['/flow/%E0%A4%A', 404],
    ['/..%2f..%2fetc%2fpasswd', 404],
    ['//', 404],
    ['//evil.example/%2e%2e', 404],
    ['/\\evil.example', 404],
  ])('%s is not there', async (target, status) => {
    isKind(await raw(target, { headers: accept }), status, language)
  })

  test.each(['PUT', 'DELETE', 'PATCH', 'PROPFIND'])('%s on a page', async method => {
    for (const target of ['/sign-in', '/activate', '/interaction/unknown/sign-in', '/account']) {
      const answer = await raw(target, { method, headers: accept, body: 'x=1' })
      isKind(answer, answer.status, language)
      expect([404, 405]).toContain(answer.status)
    }
  })

  test('an unknown client and a wrong redirect address are told here, never sent elsewhere', async () => {
    const { url } = await (await world.portal()).begins()
    for (const [name, value] of [
      ['client_id', 'no-such-client'],
      ['client_id', '%00'],
      ['client_id', 'x'.repeat(3000)],
      ['redirect_uri', 'https://evil.example/callback'],
      ['redirect_uri', `${portalRedirect}/..`],
      ['redirect_uri', 'javascript:alert(1)'],
    ] as const) {
      const wrong = new URL(url)
      wrong.searchParams.set(name, decodeURIComponent(value))
      const answer = await world.browser({ language }).open(wrong.href)
      isKind(answer, 400, language)
      expect(new URL(answer.url).origin).toBe(world.issuer)
      expect(answer.body).not.toMatch(/href="(javascript|https:\/\/evil)/)
    }
  })
})

describe('the protocol', () => {
  test('what is wrong with a known client goes to its portal', async () => {
    const portal = await world.portal()
    for (const [name, value, error] of [
      ['response_type', 'token', 'unsupported_response_type'],
      ['scope', 'openid no-such-scope', undefined],
      ['code_challenge_method', 'plain', 'invalid_request'],
      ['prompt', 'none', 'login_required'],
      ['prompt', 'none login', 'invalid_request'],
      ['max_age', '-1', 'invalid_request'],
      ['claims', '{"id_token":', 'invalid_request'],
      ['claims', '{"id_token":{"acr":{"essential":true,"values":"x"}}}', undefined],
      ['request', 'eyJ', 'request_not_supported'],
      ['response_mode', 'fragment', undefined],
      ['id_token_hint', 'a.b.c', 'invalid_request'],
      ['ui_locales', 'xx-\u0000', undefined],
      ['login_hint', '\u0000', undefined],
      ['acr_values', '\u0000 urn:x', undefined],
      ['organization', '\u0000', undefined],
    ] as const) {
      const { url } = await portal.begins()
      url.searchParams.set(name, value)
      const answer = await world.browser().open(url.href)
      tellsNothingOfTheInside(answer)
      if (error)
        expect([
          name,
          new URL(answer.url).searchParams.get('error') ??
            new URLSearchParams(new URL(answer.url).hash.slice(1)).get('error'),
        ]).toEqual([name, error])
    }
  })

  test.each([
    ['no body', '', 'application/x-www-form-urlencoded'],
    ['JSON', '{"grant_type":"authorization_code"}', 'application/json'],
    ['a list', 'grant_type=a&grant_type=b', 'application/x-www-form-urlencoded'],
    ['null bytes', 'grant_type=authorization_code&code=%00&client_id=%00', 'application/x-www-form-urlencoded'],
    ['broken escapes', 'grant_type=%E0%A4%A&client_id=%ZZ', 'application/x-www-form-urlencoded'],
    ['too much', `grant_type=authorization_code&code=${'a'.repeat(300_000)}`, 'application/x-www-form-urlencoded'],
  ])('a token request with %s', async (_name, body, type) => {
    for (const target of ['/token', '/introspect', '/revoke', '/par']) {
      const answer = await raw(target, { method: 'POST', headers: { 'content-type': type }, body })
      tellsNothingOfTheInside(answer)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers.get('content-type')).toContain('application/json')
    }
  })

  test('authentication that is nonsense', async () => {
    for (const authorization of [
      'Basic !!!',
      `Basic ${btoa('\u0000:\u0000')}`,
      `Basic ${btoa('%:%')}`,
      'Bearer',
      'x'.repeat(5000),
    ]) {
      for (const target of ['/token', '/userinfo', '/introspect']) {
        const answer = await raw(target, {
          method: target === '/userinfo' ? 'GET' : 'POST',
          headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
          ...(target === '/userinfo' ? {} : { body: 'grant_type=client_credentials&token=a' }),
        })
        tellsNothingOfTheInside(answer)
        expect(answer.status).toBeGreaterThanOrEqual(400)
      }
    }
  })

  test('cookies that are nonsense', async () => {
    const port = new URL(world.issuer).port
    const { url } = await (await world.portal()).begins()
    for (const value of ['', '%00', 'x'.repeat(4000), '"; DROP', 'a,b', '%E0%A4%A'])
      for (const name of [
        'vst_browser',
        'vst_session',
        'vst_interaction',
        'vst_resume',
        'vst_lang',
        'vst_going',
        'vst_device',
      ]) {
        const cookie = `${name}_${port}=${value}; ${name}_${port}.sig=${value}`
        for (const target of [`${url.pathname}${url.search}`, '/sign-in', '/account', '/logout'])
          tellsNothingOfTheInside(await raw(target, { headers: { cookie } }))
      }
  })
})

describe('addresses of pages', () => {
  test.each([
    '/sign-in?lang=a&lang=b',
    '/sign-in?lang=%00',
    '/sign-in?lang=__proto__',
    '/sign-in?notice=a&notice=b',
    '/sign-in?notice=constructor',
    '/sign-in?organization=%00',
    '/sign-in?organization=a&organization=b',
    '/sign-in?client_id=%00',
    '/sign-in?client_id=nobody&target_link_uri=javascript:alert(1)',
    '/sign-in?client_id=northside-portal&target_link_uri=%00',
    '/sign-in?client_id[$ne]=1&organization[a]=b',
    '/activate?client_id=%F0%28%8C%28',
    '/activate?%',
    '/activate?=&&&==',
    `/activate?organization=${'x'.repeat(5000)}`,
  ])('%s is a page like any other', async target => {
    const answer = await raw(target)
    tellsNothingOfTheInside(answer)
    expect(answer.status).toBe(200)
    expect(answer.body).not.toMatch(/javascript:/)
  })

  test('HEAD has the head of GET', async () => {
    for (const target of ['/sign-in', '/activate', '/nowhere', '/health/ready', '/.well-known/openid-configuration']) {
      const [head, get] = [await raw(target, { method: 'HEAD' }), await raw(target)]
      expect([target, head.status, head.body]).toEqual([target, get.status, ''])
      expect(head.headers.get('content-security-policy') === null).toBe(
        get.headers.get('content-security-policy') === null,
      )
    }
  })

  test('health and metrics are not on the public port', async () => {
    for (const target of ['/health/live', '/health/ready', '/metrics']) expect((await raw(target)).status).toBe(404)
  })

  test('headers beyond all measure', async () => {
    const answer = await raw('/sign-in', { headers: { 'x-much': 'x'.repeat(40_000) } })
    expect(answer.status).toBe(431)
    tellsNothingOfTheInside(answer)
    tellsNothingOfTheInside(
      await raw('/sign-in', { headers: { 'user-agent': 'x'.repeat(9000), 'accept-language': ';;q=,*'.repeat(900) } }),
    )
    tellsNothingOfTheInside(await raw(`/sign-in?x=${'x'.repeat(20_000)}`))
  })
})

describe('forms', () => {
  const post = (agent: Agent, body: string | Buffer, headers: Record<string, string> = {}) =>
    agent.jar.getCookieString(formAddress(agent)).then(cookie =>
      raw(new URL(formAddress(agent)).pathname, {
        method: 'POST',
        body,
        headers: {
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
          origin: world.issuer,
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
      }),
    )

  test.each([
    ['nothing', '', {}],
    ['JSON', '{"username":"a"}', { 'content-type': 'application/json' }],
    [
      'a file',
      '--x\r\ncontent-disposition: form-data; name="username"\r\n\r\na\r\n--x--',
      { 'content-type': 'multipart/form-data; boundary=x' },
    ],
    ['no type', 'username=a', { 'content-type': '' }],
    ['broken escapes', 'username=%E0%A4%A&password=%', {}],
    ['lists and objects', 'username[]=a&username[]=b&password[x]=1&csrf[a]=b&__proto__[x]=1&constructor=1', {}],
    ['thousands of fields', 'a=1&'.repeat(5000), {}],
    ['deep fields', `a${'[b]'.repeat(3000)}=1`, {}],
    ['another charset', 'username=a', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-7' }],
    ['another encoding', 'username=a', { 'content-encoding': 'gzip' }],
    ['an unknown encoding', 'username=a', { 'content-encoding': 'snow' }],
  ] as const)('%s instead of a form', async (_name, body, headers) => {
    const answer = await post(await atSignIn(), body, headers)
    tellsNothingOfTheInside(answer)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    // the form once more, or a kind page
    expect(answer.page.heading).not.toBe('')
    if (!answer.page.forms.some(({ method }) => method === 'post')) isKind(answer, answer.status)
  })

  test('too much of a form', async () => {
    isKind(await post(await atSignIn(), `username=${'a'.repeat(200_000)}`), 413)
  })

  test('values that nobody has', async () => {
    for (const value of [
      '\u0000',
      'a\u0000b',
      '\ud800',
      '😀'.repeat(50),
      'x'.repeat(5000),
      '%s%n',
      "' or 1=1 --",
      '<script>alert(1)</script>',
      '../../x',
      '{{7*7}}',
    ]) {
      const agent = await atSignIn()
      const answer = await agent.submit({ username: value, password: `${value}, and more` })
      tellsNothingOfTheInside(answer)
      expect(answer.status).toBe(422)
      expect(answer.body).not.toContain('<script>alert')
      const code = await (async () => {
        await agent.open(`${world.issuer}/activate`)
        return agent.submit({ access_code: value, birth_day: value, birth_month: value, birth_year: value })
      })()
      tellsNothingOfTheInside(code)
      expect(code.status).toBe(422)
    }
  })

  test('without the cookie: restart, never a sign-in', async () => {
    const agent = await atSignIn()
    const form = agent.formFor()
    const stranger = world.browser()
    const answer = await stranger.post(formAddress(agent), { ...form.fields, username, password })
    isKind(answer, 410)
  })

  test('without the cookie of the browser that began, though the portal is still waiting', async () => {
    const agent = await atSignIn()
    const form = agent.formFor()
    const thief = world.browser()
    for (const cookie of await agent.jar.getCookies(formAddress(agent)))
      if (cookie.key.includes('interaction')) await thief.jar.setCookie(cookie.toString(), world.issuer)
    isKind(await thief.post(formAddress(agent), { ...form.fields, username, password }), 403)
  })

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { origin: 'http://other.localhost', 'sec-fetch-site': 'same-site' }],
    ['an old browser on another site', { origin: 'https://evil.example', 'sec-fetch-site': '' }],
    ['a sandbox', { origin: 'null', 'sec-fetch-site': '' }],
    ['nowhere', { origin: '', 'sec-fetch-site': '' }],
  ])('from %s', async (_name, headers) => {
    const agent = await atSignIn()
    const { fields } = agent.formFor()
    const body = new URLSearchParams({ ...fields, username, password }).toString()
    isKind(await post(agent, body, headers), 403)
    // the person's own page still works
    expect((await agent.submit({ username, password })).status).toBe(303)
  })

  test('a stale form keeps what was typed, and can be sent again', async () => {
    const agent = await atSignIn()
    const answer = await agent.submit({ username, password, csrf: '0.AAAAAAAAAAAAAAAAAAAAAA' })
    expect(answer.status).toBe(422)
    expect(answer.page.title).toMatch(/^Error: /)
    expect(answer.body).toContain(username)
    expect(answer.body).not.toContain(password)
    expect((await agent.submit({ password })).status).toBe(303)
  })

  test('a form of another journey, and one of another person, are stale', async () => {
    const [one, other] = [await atSignIn(), await atSignIn()]
    const { csrf } = other.formFor().fields
    expect((await one.submit({ username, password, csrf: csrf as string })).status).toBe(422)
  })
})

describe.each(['en', 'es'] as const)('a journey that is over, in %s', language => {
  test('expired: says so, and leads back to the portal', async () => {
    const agent = await atSignIn(language)
    const { href } = new URL(agent.current?.url ?? '')
    clock.advance(2 * 3600)
    for (const answer of [await agent.submit({ username, password }), await agent.open(href)]) {
      isKind(answer, 410, language)
      expect(answer.page.links.map(link => link.href)).toContain('http://127.0.0.1:9/login')
    }
  })

  test('ended in a second tab: the first one departs too, signing nobody in twice', async () => {
    const agent = await atSignIn(language)
    const { fields, action } = agent.formFor()
    const address = new URL(action, agent.current?.url).href
    const first = await agent.submit({ username, password })
    expect(new URL(first.url).searchParams.get('code')).toBeTruthy()
    const second = await agent.post(address, { ...fields, username, password })
    tellsNothingOfTheInside(second)
    isKind(second, 410, language)
  })
})
