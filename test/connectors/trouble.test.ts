import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { connectorOf } from '../../src/connectors/index.ts'
import { members } from '../../src/demo/insurer/members.ts'
import type { House } from '../../src/operations/house.ts'
import { createMetrics, newToken } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { type ConnectorWorld, commonwealth, keystone, openConnectorWorld, started } from './world.ts'

/** The limit of whoever waits in vain; everybody else has one that a busy machine keeps. */
const limit = 400
const walter = members[0] as (typeof members)[0]
let world: ConnectorWorld
beforeAll(async () => {
  world = await openConnectorWorld('trouble', {
    federation: { circuit: { failures: 2, seconds: 30 } },
  })
})
afterEach(async () => {
  clock.reset()
  await world.insurer.setFaults({ slow: false, down: false, expiredCertificate: false })
})
afterAll(() => world.close())

let names = 0
/** The same insurer under an id of its own: nothing is remembered of it. */
const stranger = (protocol: 'oidc' | 'saml') => {
  names += 1
  const id = `stranger-${names}`
  return protocol === 'oidc' ? commonwealth({ id, issuer: world.oidc.issuer }) : { ...world.saml, id }
}
const unavailable = (reason: string) => ({ kind: 'refused', problem: 'upstream-unavailable', reason })
/** It remembers nothing, and has the same database. */
const anotherProcess = (over: Partial<House> = {}) => ({
  house: { ...world.house, metrics: createMetrics({ processMetrics: false }), ...over },
  now: world.context().now,
})
/** Begins a sign-in and waits no longer than the limit: the same instance, for its memory goes by its metrics. */
const waitsInVain = (object: Parameters<ConnectorWorld['start']>[0]) => {
  const { house, now } = world.context()
  const { settings } = house
  const context = {
    now,
    house: { ...house, settings: { ...settings, federation: { ...settings.federation, timeout_ms: limit } } },
  }
  return connectorOf(object.protocol).start(context, object, { handle: newToken(house.random) })
}
const took = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

describe.each(['oidc', 'saml'] as const)('an insurer (%s)', protocol => {
  test('that is down is told at once, left alone for a while, and asked again', async () => {
    const object = stranger(protocol)
    await world.insurer.setFaults({ down: true })
    expect(await world.start(object)).toEqual(unavailable('unreachable'))
    expect(await world.start(object)).toEqual(unavailable('unreachable'))
    const calls = [...world.insurer.calls.values()].reduce((sum, each) => sum + each, 0)
    expect(await world.start(object)).toEqual(unavailable('circuit-open'))
    expect([...world.insurer.calls.values()].reduce((sum, each) => sum + each, 0)).toBe(calls)
    expect((await world.house.metrics.render()).body).toContain(`vestibule_insurer_paused{insurer="${object.id}"} 1`)

    await world.insurer.setFaults({ down: false })
    expect(await world.start(object)).toEqual(unavailable('circuit-open'))
    clock.advance(31)
    expect(await world.start(object)).toMatchObject({ kind: 'started' })
    expect((await world.house.metrics.render()).body).toContain(`vestibule_insurer_paused{insurer="${object.id}"} 0`)
  })

  test('that is slow costs one person the limit of time, and the next nothing', async () => {
    const object = stranger(protocol)
    await world.insurer.setFaults({ slow: true })
    // the limit and what a busy machine adds: far from the half minute that the insurer takes
    expect(await took(async () => expect(await waitsInVain(object)).toEqual(unavailable('timeout')))).toBeLessThan(
      15_000,
    )
    const calls = [...world.insurer.calls.values()].reduce((sum, each) => sum + each, 0)
    expect(await world.start(object)).toEqual(unavailable('circuit-open'))
    expect([...world.insurer.calls.values()].reduce((sum, each) => sum + each, 0)).toBe(calls)
  })

  test('that goes down after it was seen well is told within a minute', async () => {
    const object = stranger(protocol)
    expect(await world.start(object)).toMatchObject({ kind: 'started' })
    await world.insurer.setFaults({ down: true })
    clock.advance(61)
    expect(await world.start(object)).toEqual(unavailable('unreachable'))
  })

  test('is asked in spite of the pause where staff want to know', async () => {
    const object = stranger(protocol)
    await world.insurer.setFaults({ slow: true })
    expect(await waitsInVain(object)).toEqual(unavailable('timeout'))
    await world.insurer.setFaults({ slow: false })
    expect(await connectorOf(protocol).refresh(world.context(), object)).toMatchObject({ kind: 'metadata' })
    expect(await world.start(object)).toMatchObject({ kind: 'started' })
  })
})

test('an OpenID provider that goes down while somebody signs in: told, and nothing is taken of it', async () => {
  const { url, pending } = await started(world, world.oidc)
  const response = await world.signIn(url, walter)
  await world.insurer.setFaults({ down: true })
  expect(await world.finish(world.oidc, pending, response)).toEqual(unavailable('unreachable'))
})

test('somebody who comes back is not turned away because others waited in vain; that it went well counts', async () => {
  const object = stranger('oidc')
  const { url, pending } = await started(world, object)
  const response = await world.signIn(url, walter)
  await world.insurer.setFaults({ slow: true })
  expect(await waitsInVain(object)).toEqual(unavailable('timeout'))
  expect(await world.start(object)).toEqual(unavailable('circuit-open'))
  await world.insurer.setFaults({ slow: false })
  expect(await world.finish(object, pending, response)).toMatchObject({ kind: 'identified' })
  expect(await world.start(object)).toMatchObject({ kind: 'started' })
})

test('a SAML answer needs nobody: it is judged while the insurer does not answer programs', async () => {
  const { url, pending } = await started(world, world.saml)
  const response = await world.signIn(url, walter)
  await world.insurer.setFaults({ down: true })
  expect(await world.finish(world.saml, pending, response)).toMatchObject({ kind: 'identified' })
})

test('a certificate that has ended signs nobody in, and nobody is sent there', async () => {
  await world.insurer.setFaults({ expiredCertificate: true })
  expect(await world.start(stranger('saml'))).toEqual(unavailable('certificate-expired'))
})

test('metadata that an operator wrote down is never fetched', async () => {
  const xml = await fetch(world.insurer.samlMetadata).then(answer => answer.text())
  const object = keystone({ id: 'keystone', metadata_file: xml })
  const before = world.insurer.calls.get('/saml/metadata')
  const { url, pending } = await started(world, object)
  expect(await world.finish(object, pending, await world.signIn(url, walter))).toMatchObject({ kind: 'identified' })
  expect(world.insurer.calls.get('/saml/metadata')).toBe(before)
})

test('what one instance fetched serves another while the insurer says nothing', async () => {
  // its keys changed a moment ago
  clock.advance(61)
  const { url, pending } = await started(world, world.saml)
  const response = await world.signIn(url, walter)
  await world.insurer.setFaults({ down: true })
  const asked = world.insurer.calls.get('/saml/metadata')
  const finished = await connectorOf('saml').finish(anotherProcess(), world.saml, pending, response)
  expect(finished).toMatchObject({ kind: 'identified' })
  expect(world.insurer.calls.get('/saml/metadata')).toBe(asked)
})

test('private addresses are reached only where the settings allow it', async () => {
  const settings = { ...world.house.settings, outbound: { ...world.house.settings.outbound, allow: [] } }
  for (const protocol of ['oidc', 'saml'] as const)
    expect(await connectorOf(protocol).refresh(anotherProcess({ settings }), stranger(protocol))).toEqual(
      unavailable('address-refused'),
    )
})
