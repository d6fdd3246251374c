import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type World } from '../driver/world.ts'
import { raceAccessCode, raceOneTimeCode } from './exactly-once.ts'

/** Authorization codes, refresh tokens and client assertions: test/oidc/exactly-once.test.ts. */
const rounds = Array.from({ length: 3 }, (_, index) => index + 1)
let world: World
beforeAll(async () => {
  // the race is about what comes after hashing, so hashing is light
  world = await openWorld({
    instances: 2,
    settings: { passwords: { memory_kib: 64, queue: 1000 } },
  })
})
afterAll(() => world.close())

describe('of fifty simultaneous uses on two instances one succeeds', () => {
  test.each(rounds)(
    'of an access code, by fifty browsers at their last step (%i)',
    async () => {
      expect(await raceAccessCode(world)).toEqual({ successes: 1, refusals: ['403'] })
    },
    120_000,
  )
  test.each(rounds)('of a one-time code (%i)', async () => {
    const { successes, refusals } = await raceOneTimeCode(world)
    expect(successes).toBe(1)
    // wrong or paused (tries are counted before any is compared), or over (so is the request of the portal)
    for (const refusal of refusals) expect(['400', '403', '410', '422']).toContain(refusal)
  })
})
