import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { decodeProtectedHeader } from 'jose'
import { fetch } from 'undici'
import { advanceKeys, findKeyChangeDue, initKeys, rotateKeys } from '../../src/operations/signing-keys.ts'
import { now } from '../../src/platform/index.ts'
import { findSigningKeys } from '../../src/store/signing-keys.ts'
import { clock } from '../driver/clock.ts'
import { relyingParty } from './relying-party.ts'
import { callback, issuer, type OidcWorld, openOidcWorld } from './world.ts'

let world: OidcWorld
let account: string
beforeAll(async () => {
  world = await openOidcWorld('keys', { instances: 2 })
  account = await world.test.seedAccount({ username: 'rosalinda.q' })
  await world.register({
    id: 'app',
    name: { en: 'App' },
    redirect_uris: [callback],
    auth: { method: 'none' },
    first_party: true,
  })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const day = 86_400
const published = async () =>
  ((await (await fetch(`${issuer}/jwks`, { dispatcher: world.dispatcher })).json()) as { keys: { kid: string }[] }).keys
    .map(key => key.kid)
    .sort()
const signer = async () => {
  const portal = await relyingParty(world, 'app')
  const begun = await portal.authorize()
  const tokens = await begun.redeem(await world.finish(world.agent(), begun.url, { account }))
  return decodeProtectedHeader(tokens.id_token as string).kid
}
const states = async () =>
  (await findSigningKeys(world.house.db))
    .filter(key => key.algorithm === 'RS256')
    .map(key => key.state)
    .sort()

test('keys are made once, and asking again changes nothing', async () => {
  expect(await initKeys(world.house, now())).toEqual([])
  expect(await advanceKeys(world.house)).toEqual([])
})

test('a key is published a day before it signs, and verifies until nothing of it can live', async () => {
  const before = await signer()
  clock.advance(89 * day + 60)
  expect((await advanceKeys(world.house)).map(change => change.to)).toEqual(['next', 'next'])
  expect(await published()).toHaveLength(4)
  expect(await signer()).toBe(before)

  clock.advance(day)
  await advanceKeys(world.house)
  expect(await states()).toEqual(['active', 'retiring'])
  expect(await world.oidc.refreshKeys()).toBe(true)
  expect(await world.oidc.refreshKeys()).toBe(false)
  const after = await signer()
  expect(after).not.toBe(before)
  expect(await published()).toContain(before)

  clock.advance(2 * day)
  await advanceKeys(world.house)
  expect(await states()).toEqual(['active', 'retired'])
  expect(await published()).not.toContain(before)
  expect(await published()).toContain(after)
})

test('a leaked key can be replaced at once', async () => {
  const before = await signer()
  await rotateKeys(world.house, now(), { now: true, actor: 'test' })
  await world.oidc.refreshKeys()
  expect(await signer()).not.toBe(before)
  expect(await published()).not.toContain(before)
})

test('an early rotation signs a day later by itself, whenever the next one was due', async () => {
  const before = await signer()
  const made = await rotateKeys(world.house, now(), { now: false, actor: 'cli:someone' })
  expect(made.map(change => change.to)).toEqual(['next', 'next'])
  expect(await rotateKeys(world.house, now(), { now: false, actor: 'cli:someone' })).toEqual([])
  clock.advance(day - 60)
  expect(await advanceKeys(world.house)).toEqual([])
  clock.advance(61)
  expect(await findKeyChangeDue(world.house)).toEqual(expect.any(Date))
  expect((await advanceKeys(world.house)).map(change => change.to).sort()).toEqual([
    'active',
    'active',
    'retiring',
    'retiring',
  ])
  expect(await findKeyChangeDue(world.house)).toBeUndefined()
  expect(await advanceKeys(world.house)).toEqual([])
  await world.oidc.refreshKeys()
  expect(await signer()).not.toBe(before)
  const audited = await world.house.db
    .selectFrom('audit_events')
    .select('actor')
    .where('type', '=', 'signing-key.next')
    .where('actor', 'like', 'cli:%')
    .execute()
  expect(audited).toEqual([{ actor: 'cli:someone' }, { actor: 'cli:someone' }])
})

test('of many instances that advance keys at once one does', async () => {
  clock.advance(89 * day + 60)
  const changes = await Promise.all(Array.from({ length: 5 }, () => advanceKeys(world.house)))
  expect(changes.map(each => each.length).sort()).toEqual([0, 0, 0, 0, 2])
})
