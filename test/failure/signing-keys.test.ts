import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { decodeProtectedHeader } from 'jose'
import { enableNonRepudiationChecks } from 'openid-client'
import { advanceKeys, rotateKeys } from '../../src/operations/signing-keys.ts'
import { days, now } from '../../src/platform/index.ts'
import { findSigningKeys } from '../../src/store/signing-keys.ts'
import { clock } from '../driver/clock.ts'
import { seedAccount } from '../driver/people.ts'
import type { Portal } from '../driver/portal.ts'
import { until } from '../driver/until.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Signing keys change while people sign in on two instances, at portals that verify every signature with cached keys. */
const password = 'the heron waits below the weir'
const people = Array.from({ length: 4 }, (_, index) => `eulalia.winterbourne-${index}`)
let world: World
beforeAll(async () => {
  world = await openWorld({ instances: 2, settings: { passwords: { memory_kib: 64, queue: 1000 } } })
  for (const username of people) await seedAccount(world.app.house, { username, password })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

/** Each at a portal of their own, whose keys stay in its cache as openid-client keeps them. */
async function openLoad() {
  /** Ids of the keys that signed what was verified, oldest first. */
  const signers: string[] = []
  let [isOver, isPaused, paused] = [false, false, 0]
  const signIn = async (portal: Portal, username: string) => {
    const [agent, begun] = [world.browser(), await portal.begins()]
    await agent.open(begun.url.href)
    const end = await agent.finish({ username, password })
    // verifies the signature: a key that is not known, or not there, is an error here
    const { id_token } = await portal.tokens(begun, end.url)
    signers.push(decodeProtectedHeader(id_token as string).kid as string)
  }
  const all = Promise.all(
    people.map(async username => {
      const portal = await world.portal()
      enableNonRepudiationChecks(portal.config)
      while (!isOver) {
        if (!isPaused) await signIn(portal, username)
        else {
          paused += 1
          await until(async () => !isPaused, 30_000)
          paused -= 1
        }
      }
    }),
  )
  return {
    signers,
    /** So many more sign in. */
    async goesOn(count = 8) {
      const since = signers.length
      await Promise.race([until(async () => signers.length >= since + count, 30_000), all])
    },
    /** Time passes while nobody is in the middle: a code would not live that long. */
    async sleeps(seconds: number) {
      isPaused = true
      await Promise.race([until(async () => paused === people.length, 30_000), all])
      clock.advance(seconds)
      isPaused = false
    },
    async end() {
      isOver = true
      await all
    },
  }
}
const states = async () =>
  Object.fromEntries((await findSigningKeys(world.app.house.db)).map(({ kid, state }) => [kid, state]))

test('published, in use, retired: no signature fails', async () => {
  const load = await openLoad()
  await load.goesOn()
  const [old] = load.signers as [string]
  await rotateKeys(world.app.house, now(), { now: false, actor: 'test' })
  await load.goesOn()
  expect(new Set(load.signers)).toEqual(new Set([old]))

  await load.sleeps(days(1) + 1)
  await load.goesOn()
  await advanceKeys(world.app.house)
  // one instance knows before the other: for a while both keys sign
  await world.app.oidc.refreshKeys()
  const both = load.signers.length
  await until(async () => new Set(load.signers.slice(both)).size === 2, 30_000)
  await world.apps[1]?.oidc.refreshKeys()
  await load.goesOn()
  const [fresh] = load.signers.slice(-1) as [string]
  expect(fresh).not.toBe(old)
  expect(await states()).toMatchObject({ [old]: 'retiring', [fresh]: 'active' })

  await load.sleeps(days(3))
  await advanceKeys(world.app.house)
  expect(await states()).toMatchObject({ [old]: 'retired', [fresh]: 'active' })
  await load.goesOn()
  for (const app of world.apps) await app.oidc.refreshKeys()
  const after = load.signers.length
  await load.goesOn()
  await load.end()
  expect(new Set(load.signers.slice(after))).toEqual(new Set([fresh]))
}, 120_000)
