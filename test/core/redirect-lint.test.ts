import { describe, expect, test } from '@jest/globals'
import { clientObject } from '../../src/core/objects/client.ts'
import { type LintedClient, lintErrors, lintRedirects, lintWarnings } from '../../src/core/redirect-lint.ts'

const lint = (given: Partial<LintedClient>) =>
  lintRedirects({ redirect_uris: [], post_logout_redirect_uris: [], application_type: 'web', ...given }).map(
    ({ severity, rule, uri }) => `${severity} ${rule} ${uri}`,
  )
const fine = 'https://portal.example/callback'

describe('an address of a portal', () => {
  test.each([
    [fine, []],
    ['https://portal.example:8443/callback', []],
    ['nowhere', ['error no-address']],
    ['/callback', ['error no-address']],
    ['https://', ['error no-address']],
    ['https://portal.example/callback#done', ['error fragment']],
    ['https://portal.example/callback#', ['error fragment']],
    ['javascript:alert(1)', ['error runs-code']],
    ['data:text/html,hello', ['error runs-code']],
    ['https://*.portal.example/callback', ['error wildcard']],
    ['https://portal.example/*', ['error wildcard']],
    ['https://me:secret@portal.example/callback', ['error credentials']],
    ['http://portal.example/callback', ['error http-host']],
    ['http://127.0.0.1.portal.example/callback', ['error http-host']],
    ['http://localhost.portal.example/callback', ['error http-host']],
    ['com.example.app:/callback', ['error scheme-of-web']],
    ['http://localhost:3000/callback', ['warning loopback']],
    ['http://127.0.0.1/callback', ['warning loopback']],
    ['http://[::1]:3000/callback', ['warning loopback']],
    ['https://localhost:3000/callback', ['warning loopback']],
    ['https://portal.example/callback?tenant=1', ['warning query']],
  ])('%s: %j', (uri, expected) => {
    expect(lint({ redirect_uris: [uri] })).toEqual(expected.map(each => `${each} ${uri}`))
  })
})

describe('an address of an app', () => {
  test.each([
    ['com.example.app:/callback', []],
    ['http://127.0.0.1/callback', []],
    ['http://localhost:3000/callback', []],
    [fine, []],
    ['exampleapp:/callback', ['error scheme-not-reversed']],
    ['https://localhost/callback', ['error https-loopback-of-native']],
    ['http://portal.example/callback', ['error http-host']],
  ])('%s: %j', (uri, expected) => {
    expect(lint({ application_type: 'native', redirect_uris: [uri] })).toEqual(expected.map(each => `${each} ${uri}`))
  })
})

describe('addresses beside each other', () => {
  test.each<[string, Partial<LintedClient>, readonly string[]]>([
    ['twins but for a slash', { redirect_uris: [fine, `${fine}/`] }, [`warning slash-twin ${fine}/`]],
    ['the same twice', { redirect_uris: [fine, fine] }, [`warning twice ${fine}`]],
    ['other ends of one path', { redirect_uris: [fine, 'https://portal.example/other'] }, []],
    ['back to the same portal', { redirect_uris: [fine], post_logout_redirect_uris: ['https://portal.example/'] }, []],
    [
      'back to another site',
      { redirect_uris: [fine], post_logout_redirect_uris: ['https://www.example/', 'http://www.example/'] },
      ['warning other-origin https://www.example/', 'error http-host http://www.example/'],
    ],
    [
      'back into an app',
      {
        application_type: 'native',
        redirect_uris: ['com.example.app:/in'],
        post_logout_redirect_uris: ['com.example.app:/out'],
      },
      [],
    ],
  ])('%s', (_name, given, expected) => {
    expect(lint(given)).toEqual(expected)
  })
})

test('every rule has a severity, and none has two', () => {
  expect(lintErrors.filter(rule => (lintWarnings as readonly string[]).includes(rule))).toEqual([])
})

test('what the lint finds no error in can be registered', () => {
  const uris = [fine, 'http://localhost:3000/callback', 'com.example.app:/callback', 'http://127.0.0.1/callback']
  for (const application_type of ['web', 'native'] as const)
    for (const uri of uris) {
      const redirects = { redirect_uris: [uri], application_type }
      if (lint(redirects).some(each => each.startsWith('error'))) continue
      const client = { id: 'mine', name: { en: 'Mine' }, auth: { method: 'none' }, ...redirects }
      expect([uri, application_type, clientObject.safeParse(client).success]).toEqual([uri, application_type, true])
    }
})
