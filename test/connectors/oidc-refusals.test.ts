import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { connectorOf } from '../../src/connectors/index.ts'
import type { OidcInsurer } from '../../src/core/objects/insurer.ts'
import { now } from '../../src/platform/index.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { type OddProvider, right, startOddProvider } from './provider.ts'
import { commonwealth } from './world.ts'

const callback = 'http://localhost:3000/federation/commonwealth/callback'
const oidc = connectorOf('oidc')
let tested: TestHouse
let provider: OddProvider
let insurer: OidcInsurer
beforeAll(async () => {
  tested = await openTestHouse('oidc-refusals')
  provider = await startOddProvider()
  insurer = commonwealth({
    issuer: provider.issuer,
    client: { id: 'vestibule', auth: 'client_secret_post', secret: 'secret' },
    claims: { member_id: 'member' },
  })
})
beforeEach(() => {
  provider.say = right()
})
afterAll(async () => {
  await provider.close()
  await tested.close()
})

const context = () => ({ house: tested.house, now: now() })
interface Try {
  readonly object?: OidcInsurer
  readonly forceAuthentication?: boolean
  /** of the address that the browser comes back to */
  readonly parameters?: (right: URLSearchParams) => URLSearchParams
  readonly address?: string
}
async function signIn({ object = insurer, forceAuthentication, parameters, address = callback }: Try = {}) {
  const begun = await oidc.start(context(), object, {
    handle: 'the handle of this try',
    ...(forceAuthentication ? { forceAuthentication } : {}),
  })
  if (begun.kind !== 'started') return begun
  const asked = new URL(begun.url).searchParams
  provider.nonce = asked.get('nonce') as string
  const back = new URLSearchParams({ code: 'code', state: asked.get('state') as string, iss: provider.issuer })
  const url = `${address}?${parameters?.(back) ?? back}`
  return oidc.finish(context(), object, begun.pending, { protocol: 'oidc', url })
}
const refused = (reason: string, problem = 'upstream-invalid') => ({ kind: 'refused', problem, reason })
const changed = (change: (parameters: URLSearchParams) => void) => (parameters: URLSearchParams) => {
  change(parameters)
  return parameters
}

test('what is right is taken: the tests below change one thing each', async () => {
  provider.say.userinfo = { member: 'M-1', given_name: 'Ada', sub: 'member-1' }
  expect(await signIn()).toMatchObject({
    kind: 'identified',
    identity: { issuer: provider.issuer, subject: 'member-1', attributes: { memberId: 'M-1', given: 'Ada' } },
  })
})

describe('the way back', () => {
  test.each<[string, (parameters: URLSearchParams) => void, string]>([
    ['no state', each => each.delete('state'), 'wrong-state'],
    ['a foreign state', each => each.set('state', 'of somebody else'), 'wrong-state'],
    ['two states', each => each.append('state', 'another'), 'repeated-parameter'],
    ['the name of another insurer', each => each.set('iss', 'https://other.example'), 'wrong-issuer'],
    ['two names of insurers', each => each.append('iss', 'https://other.example'), 'repeated-parameter'],
    ['no code', each => each.delete('code'), 'bad-token'],
  ])('with %s', async (_words, change, reason) => {
    expect(await signIn({ parameters: changed(change) })).toEqual(refused(reason))
  })

  test('without the name of an insurer that always says it', async () => {
    provider.say.discovery = { authorization_response_iss_parameter_supported: true }
    const object = { ...insurer, id: 'says-its-name' }
    const address = 'http://localhost:3000/federation/says-its-name/callback'
    expect(await signIn({ object, address })).toMatchObject({ kind: 'identified' })
    expect(await signIn({ object, address, parameters: changed(each => each.delete('iss')) })).toEqual(
      refused('missing-issuer'),
    )
  })

  test('at the address of another insurer', async () => {
    const address = 'http://localhost:3000/federation/other/callback'
    expect(await signIn({ address })).toEqual(refused('wrong-address'))
  })

  test.each([
    ['access_denied', 'upstream-declined', 'access-denied'],
    ['temporarily_unavailable', 'upstream-unavailable', 'temporarily-unavailable'],
    ['invalid_idp', 'upstream-unknown-idp', 'unknown-idp'],
    ['something_new', 'upstream-invalid', 'error-response'],
    ['constructor', 'upstream-invalid', 'error-response'],
  ])('with the error %s', async (error, problem, reason) => {
    const parameters = changed(each => {
      each.delete('code')
      each.set('error', error)
    })
    expect(await signIn({ parameters })).toEqual(refused(reason, problem))
  })
})

describe('the ID token', () => {
  const past = () => Math.floor(Date.now() / 1000) - 3600
  test.each<[string, Record<string, unknown>, string]>([
    ['of another issuer', { iss: 'https://other.example' }, 'wrong-issuer'],
    ['for another client', { aud: 'another' }, 'wrong-audience'],
    [
      'for several, authorized for another',
      { aud: ['vestibule', 'another'], azp: 'another' },
      'wrong-authorized-party',
    ],
    ['with another nonce', { nonce: 'of another try' }, 'wrong-nonce'],
    ['that has ended', { exp: past() }, 'expired'],
    ['that does not hold yet', { nbf: past() + 7200 }, 'not-yet-valid'],
    ['of a clock that runs ahead', { iat: past() + 3600 + 301 }, 'clock-off'],
    ['of a clock that runs behind', { iat: past() + 3600 - 301 }, 'clock-off'],
  ])('%s', async (_words, claims, reason) => {
    provider.say.claims = claims
    expect(await signIn()).toEqual(refused(reason))
  })

  test.each([
    ['nonce', 'bad-token'],
    ['sub', 'bad-token'],
    ['exp', 'bad-token'],
  ])('without its %s', async (claim, reason) => {
    provider.say.without = [claim]
    expect(await signIn()).toEqual(refused(reason))
  })

  test.each<[string, OddProvider['say']['token'], string]>([
    ['that nobody signed (alg none), though the insurer offers that', 'none', 'wrong-algorithm'],
    ['signed by HS256 with the public key, though the insurer offers HS256', 'shared-public-key', 'wrong-algorithm'],
    ['signed by somebody else', 'foreign-key', 'bad-signature'],
    ['changed after it was signed', 'changed', 'bad-signature'],
  ])('%s', async (_words, token, reason) => {
    provider.say.token = token
    expect(await signIn()).toEqual(refused(reason))
  })

  test('of an earlier sign-in, where a new one was asked for', async () => {
    expect(await signIn({ forceAuthentication: true })).toMatchObject({ kind: 'identified' })
    provider.say.claims = { auth_time: past() }
    expect(await signIn({ forceAuthentication: true })).toEqual(refused('not-authenticated-anew'))
    provider.say.without = ['auth_time']
    expect(await signIn({ forceAuthentication: true })).toEqual(refused('not-authenticated-anew'))
  })
})

test('userinfo about somebody else', async () => {
  provider.say.userinfo = { sub: 'member-2', member: 'M-2' }
  expect(await signIn()).toEqual(refused('wrong-subject'))
})

test('what userinfo says does not go before what is signed', async () => {
  provider.say.claims = { member: 'M-1' }
  provider.say.userinfo = { sub: 'member-1', member: 'M-2', iss: 'https://other.example' }
  expect(await signIn()).toMatchObject({ identity: { issuer: provider.issuer, attributes: { memberId: 'M-1' } } })
})

test('a subject that the operator named, and that is missing', async () => {
  const object = { ...insurer, claims: { subject: 'person' } }
  expect(await signIn({ object })).toEqual(refused('no-subject'))
  provider.say.claims = { person: 'P-1' }
  expect(await signIn({ object })).toMatchObject({ identity: { subject: 'P-1' } })
})

describe('metadata', () => {
  test.each<[string, object, string]>([
    ['of another issuer', { issuer: 'https://other.example' }, 'wrong-issuer'],
    ['without keys', { jwks_uri: undefined }, 'incomplete-metadata'],
    ['with an address that is none', { userinfo_endpoint: 'file:///etc/passwd' }, 'bad-metadata'],
  ])('%s is not taken', async (words, discovery, reason) => {
    provider.say.discovery = { ...discovery }
    const object = { ...insurer, id: `metadata-${words.replace(/\W/g, '-')}` }
    expect(await oidc.refresh(context(), object)).toEqual(refused(reason))
  })

  test('plain http is for a developer’s machine', async () => {
    const settings = { ...tested.house.settings, environment: 'production' as const }
    const object = { ...insurer, id: 'plain' }
    expect(await oidc.refresh({ house: { ...tested.house, settings }, now: now() }, object)).toMatchObject({
      kind: 'refused',
      problem: 'upstream-invalid',
    })
  })

  test('what is asked for stands in the request', async () => {
    const object = { ...insurer, acr_values: ['urn:example:mfa'], idp: 'https://idp.example' }
    const begun = await oidc.start(context(), object, { handle: 'h', forceAuthentication: true })
    const asked = new URL((begun as { url: string }).url).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: 'vestibule',
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid profile email phone member',
      code_challenge_method: 'S256',
      acr_values: 'urn:example:mfa',
      idp: 'https://idp.example',
      prompt: 'login',
      max_age: '0',
      state: 'h',
    })
  })
})
