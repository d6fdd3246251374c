import { expect, test } from '@jest/globals'
import { addSeconds, now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { openTestDatabase } from '../driver/database.ts'
import { seededRandom } from '../driver/random.ts'

test('each test database is its own, migrated, and opens what it sealed', async () => {
  const one = await openTestDatabase()
  const two = await openTestDatabase()
  expect(one.url).not.toBe(two.url)
  expect(await one.db.selectFrom('patients').selectAll().execute()).toEqual([])
  expect(two.sealer.open('test.value', one.sealer.seal('test.value', 'kept')).toString()).toBe('kept')
  await Promise.all([one.close(), two.close()])
})

test('the clock moves, ticks on and comes back', () => {
  const before = now()
  clock.advance(3600)
  expect(now().getTime()).toBeGreaterThanOrEqual(addSeconds(before, 3600).getTime())
  expect(new Date()).toBeInstanceOf(Date)
  expect(new Date(0).getTime()).toBe(0)
  clock.reset()
  expect(now().getTime()).toBeLessThan(addSeconds(before, 600).getTime())
})

test('a seed repeats its sequence', () => {
  const draw = () => {
    const random = seededRandom('one')
    return [random.bytes(5).toString('hex'), random.below(6), random.below(1_000_000)]
  }
  expect(draw()).toEqual(draw())
  expect(seededRandom('two').bytes(5)).not.toEqual(seededRandom('one').bytes(5))
})
