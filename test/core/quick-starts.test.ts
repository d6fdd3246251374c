import { SourceTextModule } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { clientObject } from '../../src/core/objects/client.ts'
import { type QuickStart, quickStart, stacks, stacksFor } from '../../src/core/quick-starts/index.ts'

const issuer = 'https://id.example'
const registered = (given: object) =>
  clientObject.parse({
    id: 'northside-portal',
    name: { en: 'Portal' },
    redirect_uris: ['https://portal.example/callback'],
    auth: { method: 'client_secret_basic' },
    scopes: ['openid', 'profile', 'email'],
    ...given,
  })
const portal = registered({})
const wholeOf = ({ files }: QuickStart) => files.map(({ code }) => code).join('\n')

describe.each(stacks)('%s', stack => {
  test('holds the real values of the client, and no secret', () => {
    const whole = wholeOf(quickStart(stack, { issuer, client: portal }))
    expect(whole).toContain(issuer)
    expect(whole).toContain('northside-portal')
    // Auth.js makes its address of the request
    if (stack !== 'auth-js') expect(whole).toContain('https://portal.example')
    if (stack !== 'oidc-client-ts')
      expect(whole).toMatch(/process\.env\.CLIENT_SECRET|\$\{CLIENT_SECRET\}|\/vestibule-client/)
  })

  test('reads as what it is, whatever stands in the address', () => {
    const odd = `https://portal.example/it's"\\a-path\`?q='1`
    const client = registered({ name: { en: "O'Hara\\" }, redirect_uris: [odd], post_logout_redirect_uris: [odd] })
    for (const { name, code } of quickStart(stack, { issuer, client }).files) {
      if (/\.m?js$/.test(name)) new SourceTextModule(code)
      if (name.endsWith('.yaml'))
        expect(parse(code).spring.security.oauth2.client.registration.vestibule['client-id']).toBe(client.id)
      if (name.endsWith('.cfg') || name.endsWith('.conf')) expect(code).not.toContain('"\\a')
    }
  })
})

test('only what can be that client is offered', () => {
  expect(stacksFor(portal)).toEqual(stacks.filter(stack => stack !== 'oidc-client-ts'))
  expect(stacksFor(registered({ auth: { method: 'none' } }))).toEqual(['oidc-client-ts', 'openid-client'])
  const keyed = registered({ auth: { method: 'private_key_jwt', jwks_uri: 'https://portal.example/jwks' } })
  expect(stacksFor(keyed)).toEqual(['openid-client', 'passport-strategy'])
  expect(stacksFor(registered({ redirect_uris: [], grants: ['client_credentials'] }))).toEqual([])
})

test('what the registration lacks for a library is said', () => {
  const notes = (stack: (typeof stacks)[number], client = portal) =>
    quickStart(stack, { issuer, client }).notes.map(({ id }) => id)
  expect(notes('passport-openidconnect')).toEqual([
    'console.quick.needs-pkce-optional',
    'console.quick.needs-full-claims',
  ])
  expect(notes('passport-openidconnect', registered({ pkce: 'optional', id_token_claims: 'full' }))).toEqual([])
  expect(notes('auth-js')).toEqual(['console.quick.register-redirect'])
  const next = registered({ redirect_uris: ['https://portal.example/api/auth/callback/clinic'] })
  expect(notes('auth-js', next)).toEqual([])
  expect(wholeOf(quickStart('auth-js', { issuer, client: next }))).toContain("id: 'clinic'")
})
