import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { fetch } from 'undici'
import { callback, issuer, type OidcWorld, openOidcWorld } from './world.ts'

let world: OidcWorld
beforeAll(async () => {
  world = await openOidcWorld('boundary')
  await world.register({
    id: 'portal',
    name: { en: 'Portal' },
    redirect_uris: [callback],
    auth: { method: 'none' },
    first_party: true,
  })
})
afterAll(() => world.close())

/** A request as some other program makes it, with a Host of its own. */
const raw = (path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: world.instances[0].port, path, headers }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }))
    })
      .on('error', reject)
      .end()
  })
const json = async (path: string) =>
  (await (await fetch(`${issuer}${path}`, { dispatcher: world.dispatcher })).json()) as Record<string, unknown>

describe('a foreign Host', () => {
  test('is refused before anything looks at it', async () => {
    for (const path of ['/.well-known/openid-configuration', '/authorize', '/token'])
      expect((await raw(path, { host: 'evil.example' })).status).toBe(421)
  })

  test('that was forwarded changes nothing while no proxy is declared', async () => {
    const answer = await raw('/.well-known/openid-configuration', {
      host: 'vestibule.test',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({ issuer, token_endpoint: `${issuer}/token` })
    expect(answer.body).not.toContain('evil')
  })

  test('is known by what our own proxy wrote, where one is declared', async () => {
    const behind = await openOidcWorld('proxied', { over: { proxies: { trusted: 1 } } })
    try {
      const { port } = behind.instances[0]
      const ask = (forwarded: string) =>
        fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`, {
          headers: { 'x-forwarded-host': forwarded },
        }).then(response => response.status)
      expect(await ask('vestibule.test')).toBe(200)
      expect(await ask('evil.example, vestibule.test')).toBe(200)
      expect(await ask('vestibule.test, evil.example')).toBe(421)
    } finally {
      await behind.close()
    }
  })
})

describe('discovery', () => {
  test('says what is there', async () => {
    const document = await json('/.well-known/openid-configuration')
    expect(document).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      pushed_authorization_request_endpoint: `${issuer}/par`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      introspection_endpoint: `${issuer}/introspect`,
      revocation_endpoint: `${issuer}/revoke`,
      end_session_endpoint: `${issuer}/logout`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      subject_types_supported: ['pairwise', 'public'],
      backchannel_logout_session_supported: true,
      acr_values_supported: [
        'urn:vestibule:aal1',
        'urn:vestibule:aal1:confirmed',
        'urn:vestibule:aal2',
        'urn:vestibule:aal2:phishing-resistant',
      ],
      ui_locales_supported: ['en', 'es'],
    })
    expect(JSON.stringify(document)).not.toMatch(/HS256|client_secret_jwt|registration_endpoint|device_auth/)
    expect(await json('/.well-known/oauth-authorization-server')).toEqual(document)
  })

  test('publishes a key of each algorithm, public halves only', async () => {
    const { keys } = (await json('/jwks')) as { keys: Record<string, unknown>[] }
    expect(keys.map(key => key.alg).sort()).toEqual(['ES256', 'RS256'])
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/)
  })
})

describe('an error that no portal can be told', () => {
  const address = (over: Record<string, string>) =>
    `${issuer}/authorize?${new URLSearchParams({ client_id: 'portal', response_type: 'code', scope: 'openid', redirect_uri: callback, ...over })}`

  test('of a redirect URI shows both to the developer, escaped, with a reference code', async () => {
    const answer = await world.agent().open(address({ redirect_uri: 'https://evil.example/"><script>x</script>' }))
    expect(answer.status).toBe(400)
    expect(answer.page.text).toContain(`registered redirect_uri: ${callback}`)
    expect(answer.page.text).toContain('redirect_uri in the request: https://evil.example/')
    expect(answer.body).not.toContain('<script>')
    const reference = /[2-9A-Z]{3}-[2-9A-Z]{3}/.exec(answer.page.text)?.[0]
    const audited = await world.house.db
      .selectFrom('audit_events')
      .select('type')
      .where('reference', '=', reference ?? '')
      .execute()
    expect(audited).toEqual([{ type: 'oidc.request-refused' }])
  })

  test('of an unknown client is a page, never a redirect', async () => {
    const answer = await world.agent().open(address({ client_id: 'nobody' }))
    expect([answer.status, answer.page.heading]).toEqual([400, 'Something went wrong'])
  })

  test('of an expired interaction is a page too', async () => {
    const answer = await world.agent().open(`${issuer}/authorize/no-such-interaction`)
    expect(answer.status).toBe(400)
  })

  test('of a request that is malformed goes to the portal, or is a page', async () => {
    const refused = await world.agent().open(address({ response_type: 'token', code_challenge: 'x' }))
    expect(new URL(refused.url).searchParams.get('error') ?? new URL(refused.url).hash).toMatch(
      /unsupported_response_type/,
    )
    const big = await fetch(`${issuer}/token`, {
      method: 'POST',
      dispatcher: world.dispatcher,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `grant_type=${'x'.repeat(100_000)}`,
    })
    expect(big.status).toBe(400)
  })
})

describe('a fault', () => {
  const ask = (from: OidcWorld) =>
    fetch(`${issuer}/token`, {
      method: 'POST',
      dispatcher: from.dispatcher,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=authorization_code&client_id=nobody&code=x&redirect_uri=y',
    })

  test('says nothing about itself', async () => {
    const { pool } = world.test.database
    await pool.query('alter table clients rename to clients_away')
    const answer = await ask(world)
    await pool.query('alter table clients_away rename to clients')
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('clients')
    expect((await ask(world)).status).toBe(401)
  })

  test('of a pool without free connections is 503', async () => {
    const narrow = await openOidcWorld('narrow', { pool: 1, waitMs: 200 })
    try {
      expect((await ask(narrow)).status).toBe(401)
      const held = await narrow.instances[0].pool.connect()
      const answer = await ask(narrow)
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
      held.release()
      expect((await ask(narrow)).status).toBe(401)
    } finally {
      await narrow.close()
    }
  })
})
