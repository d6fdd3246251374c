import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { connectorOf, rotateSamlKeys, type UpstreamResponse } from '../../src/connectors/index.ts'
import { members } from '../../src/demo/insurer/members.ts'
import { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { type ConnectorWorld, openConnectorWorld, started } from './world.ts'

const [walter, jun] = members as [(typeof members)[0], (typeof members)[0]]
let world: ConnectorWorld
beforeAll(async () => {
  world = await openConnectorWorld('connectors')
})
afterEach(async () => {
  clock.reset()
  await world.insurer.setFaults({ slow: false, down: false, wrongAudience: false, expiredCertificate: false })
})
afterAll(() => world.close())

test('a client with a secret signs in as well, and is refused with another', async () => {
  const client = {
    id: 'with-secret',
    auth: 'client_secret_basic',
    secret: 'a secret of the tests, long enough for any use',
  }
  const right = { ...world.oidc, client } as typeof world.oidc
  const { url, pending } = await started(world, right)
  expect(await world.finish(right, pending, await world.signIn(url, walter))).toMatchObject({ kind: 'identified' })
  const wrong = { ...right, client: { ...client, secret: 'another' } } as typeof world.oidc
  expect(await world.start(wrong)).toEqual({ kind: 'refused', problem: 'upstream-invalid', reason: 'client-refused' })
})

test('an identity provider behind the insurer is asked for, and one that it does not know is told (UDAP)', async () => {
  const known = await started(world, world.oidc, { idp: 'https://idp.keystone.example' })
  expect(await world.finish(world.oidc, known.pending, await world.signIn(known.url, walter))).toMatchObject({
    kind: 'identified',
  })
  expect(await world.start(world.oidc, { idp: 'https://nobody.example' })).toEqual({
    kind: 'refused',
    problem: 'upstream-unknown-idp',
    reason: 'unknown-idp',
  })
})

/** What every connector does, whatever it speaks; real pages of an insurer in between. */
describe.each(['oidc', 'saml'] as const)('the connector of %s', protocol => {
  const object = () => world[protocol]

  test('brings a member, with what the insurer says of them', async () => {
    const { url, pending } = await started(world, object())
    const finished = await world.finish(object(), pending, await world.signIn(url, walter))
    expect(finished).toMatchObject({
      kind: 'identified',
      identity: {
        insurer: object().id,
        issuer: protocol === 'oidc' ? world.insurer.issuer : `saml:keystone:${world.insurer.samlMetadata}`,
        subject: 'member-walter',
        acr: 'urn:example:password',
        attributes: {
          memberId: 'MBR-4401-7702',
          given: 'Walter',
          family: 'Okafor',
          birthDate: '1951-11-02',
          phone: '+12175550102',
          email: 'walter.okafor@example.com',
        },
      },
    })
    const { identity } = finished as Extract<typeof finished, { kind: 'identified' }>
    expect(Math.abs((identity.authenticatedAt as Date).getTime() - Date.now())).toBeLessThan(10_000)
  })

  test('keeps the handle to itself: it stands in the address and nowhere in what is kept', async () => {
    const { url, pending } = await started(world, object(), { handle: 'a-handle-of-this-very-test' })
    expect(new URL(url).search).toContain(
      protocol === 'saml' ? 'RelayState=a-handle-of-this-very-test' : 'request_uri=',
    )
    expect(JSON.stringify(pending)).not.toContain('a-handle-of-this-very-test')
  })

  test('tells a second factor apart, and asks for a new sign-in where that is wanted', async () => {
    const { url, pending } = await started(world, object(), { forceAuthentication: true })
    const finished = await world.finish(object(), pending, await world.signIn(url, jun, 'es'))
    expect(finished).toMatchObject({ kind: 'identified', identity: { acr: 'urn:example:mfa' } })
  })

  test('a person who says no there is told apart from an answer that is wrong', async () => {
    const { url, pending } = await started(world, object())
    const finished = await world.finish(object(), pending, await world.signIn(url, 'refuse'))
    expect(finished).toMatchObject({ kind: 'refused', problem: 'upstream-declined' })
  })

  test('refuses an answer that is for somebody else', async () => {
    await world.insurer.setFaults({ wrongAudience: true })
    const { url, pending } = await started(world, object())
    const finished = await world.finish(object(), pending, await world.signIn(url, walter))
    expect(finished).toEqual({ kind: 'refused', problem: 'upstream-invalid', reason: 'wrong-audience' })
  })

  test('refuses an answer to another try', async () => {
    const [one, other] = [await started(world, object()), await started(world, object())]
    const finished = await world.finish(object(), one.pending, await world.signIn(other.url, walter))
    expect(finished).toEqual({ kind: 'refused', problem: 'upstream-invalid', reason: 'wrong-state' })
  })

  test('refuses an answer that was used', async () => {
    const { url, pending } = await started(world, object())
    const response = await world.signIn(url, walter)
    expect(await world.finish(object(), pending, response)).toMatchObject({ kind: 'identified' })
    expect(await world.finish(object(), pending, response)).toMatchObject({
      kind: 'refused',
      problem: 'upstream-invalid',
      reason: protocol === 'oidc' ? 'code-refused' : 'replayed',
    })
  })

  test('refuses an answer of the other protocol', async () => {
    const { pending } = await started(world, object())
    const response = { protocol: protocol === 'oidc' ? 'saml' : 'oidc', url: '', samlResponse: '', relayState: '' }
    expect(await world.finish(object(), pending, response as never)).toMatchObject({ reason: 'wrong-protocol' })
  })

  test('tells what is known of the insurer', async () => {
    const inspected = await connectorOf(protocol).refresh(world.context(), object())
    expect(inspected).toMatchObject({
      kind: 'metadata',
      metadata: { issuer: protocol === 'oidc' ? world.insurer.issuer : world.insurer.samlMetadata },
    })
    const { metadata } = inspected as Extract<typeof inspected, { kind: 'metadata' }>
    expect(metadata.certificates).toHaveLength(protocol === 'oidc' ? 0 : 1)
    expect(metadata.endpoints.length).toBeGreaterThan(0)
  })

  test('an insurer that changed its keys is believed again within a minute, with one look at its keys', async () => {
    const { url, pending } = await started(world, object())
    expect(await world.finish(object(), pending, await world.signIn(url, walter))).toMatchObject({ kind: 'identified' })
    await world.insurer.setFaults({ newKeys: true })
    const path = protocol === 'oidc' ? '/oidc/jwks' : '/saml/metadata'
    const before = world.insurer.calls.get(path) ?? 0
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const early = await started(world, object())
      expect(await world.finish(object(), early.pending, await world.signIn(early.url, walter))).toMatchObject({
        reason: protocol === 'oidc' ? 'unknown-key' : 'bad-signature',
      })
    }
    expect(world.insurer.calls.get(path) ?? 0).toBe(before)
    clock.advance(61)
    // however many come at once
    const later = await Promise.all([1, 2, 3].map(() => started(world, object())))
    const responses = await Promise.all(later.map(each => world.signIn(each.url, walter)))
    const finished = await Promise.all(
      later.map(({ pending: each }, index) => world.finish(object(), each, responses[index] as UpstreamResponse)),
    )
    expect(finished.map(({ kind }) => kind)).toEqual(['identified', 'identified', 'identified'])
    expect(world.insurer.calls.get(path)).toBe(before + 1)
  })
})

test('the demo insurer speaks both languages, and its faults are switched on a page of its own', async () => {
  const { url } = await started(world, world.oidc)
  for (const [language, heading] of [
    ['en', 'Sign in to your plan'],
    ['es', 'Entrar en su plan'],
  ] as const) {
    const agent = new Agent({ language })
    await agent.open(url)
    expect([agent.page.language, agent.page.heading]).toEqual([language, heading])
    await agent.submit({ username: 'walter', password: 'wrong' }, 'sign-in')
    expect(agent.page.heading).toBe(heading)
  }
  const agent = new Agent()
  await agent.open(new URL('/', world.insurer.issuer).href)
  expect(agent.page.text).toContain('MBR-4401-7702')
  await agent.submit({ down: 'on' })
  expect(world.insurer.faults).toMatchObject({ down: true, slow: false })
  await agent.submit({ down: '' })
  expect(world.insurer.faults.down).toBe(false)
})

test('our SAML key rolls over without a sign-in lost', async () => {
  const roll = (step: 'publish' | 'activate' | 'retire') =>
    rotateSamlKeys(world.house, world.context().now, { step, actor: 'test' })
  for (const step of ['publish', 'activate', 'retire'] as const) {
    const { url, pending } = await started(world, world.saml)
    expect(await roll(step)).toBe(true)
    expect(await roll(step)).toBe(false)
    expect(await world.finish(world.saml, pending, await world.signIn(url, walter))).toMatchObject({
      kind: 'identified',
    })
  }
})
