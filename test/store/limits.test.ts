import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openPool } from '../../src/store/index.ts'
import { createLimits } from '../../src/store/limits.ts'
import { clock } from '../driver/clock.ts'
import { openTestDatabase, type TestDatabase } from '../driver/database.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await openTestDatabase()
})
afterEach(async () => {
  clock.reset()
  await database.close()
})
const rule = { points: 3, seconds: 600 }

describe('a limit', () => {
  test('of three lets exactly three of a hundred at once through, on two instances', async () => {
    const other = openPool({ url: database.url, max: 10, connectTimeoutMs: 10_000 }, () => {})
    try {
      const instances = [createLimits(database.pool, database.sealer), createLimits(other, database.sealer)] as const
      const charges = await Promise.all(
        Array.from({ length: 100 }, (_, index) => instances[index % 2 === 0 ? 0 : 1].charge('code', 'key', rule)),
      )
      expect(charges.filter(charge => charge.allowed)).toHaveLength(3)
      expect(charges.filter(charge => charge.allowed).map(charge => charge.remaining)).toEqual(
        expect.arrayContaining([2, 1, 0]),
      )
    } finally {
      await other.end()
    }
  })

  test('says when to come back, and lets through then', async () => {
    const limits = createLimits(database.pool, database.sealer)
    for (let count = 0; count < 3; count += 1) await limits.charge('code', 'key', rule)
    const refused = await limits.charge('code', 'key', rule)
    expect(refused).toMatchObject({ allowed: false, remaining: 0 })
    expect(refused.retryAfter).toBeGreaterThan(590)
    clock.advance(refused.retryAfter - 10)
    expect((await limits.charge('code', 'key', rule)).allowed).toBe(false)
    clock.advance(11)
    expect((await limits.charge('code', 'key', rule)).allowed).toBe(true)
  })

  test('stays closed for as long as its rule blocks', async () => {
    const limits = createLimits(database.pool, database.sealer)
    const blocking = { points: 1, seconds: 60, blockSeconds: 3600 }
    await limits.charge('code', 'key', blocking)
    expect(await limits.charge('code', 'key', blocking)).toMatchObject({ allowed: false, retryAfter: 3600 })
    clock.advance(3000)
    expect((await limits.charge('code', 'key', blocking)).allowed).toBe(false)
    clock.advance(601)
    expect((await limits.charge('code', 'key', blocking)).allowed).toBe(true)
  })

  test('counts each name and each key by itself, and can be given back', async () => {
    const limits = createLimits(database.pool, database.sealer)
    const one = { points: 1, seconds: 60 }
    for (const [name, key] of [
      ['a', 'x'],
      ['a', 'y'],
      ['b', 'x'],
    ] as const)
      expect((await limits.charge(name, key, one)).allowed).toBe(true)
    await limits.clear('a', 'x')
    expect((await limits.charge('a', 'x', one)).allowed).toBe(true)
    expect((await limits.charge('a', 'y', one)).allowed).toBe(false)
  })

  test('keeps no key in clear', async () => {
    await createLimits(database.pool, database.sealer).charge('send.phone', '+15550100199', rule)
    const { rows } = await database.pool.query('select key from limits')
    expect(rows).toEqual([{ key: expect.stringMatching(/^send\.phone:[\w-]{43}$/) }])
  })

  test('refuses by throwing where the store is down', async () => {
    const pool = openPool({ url: 'postgres://nobody@127.0.0.1:1/none', max: 1, connectTimeoutMs: 500 }, () => {})
    await expect(createLimits(pool, database.sealer).charge('code', 'key', rule)).rejects.toThrow()
    await pool.end()
  })
})
