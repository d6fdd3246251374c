import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { sealAudit, verifyAudit } from '../../src/operations/audit-seal.ts'
import { advanceDataKeys, keptAfterSeconds, knownAfterSeconds, rotateDataKey } from '../../src/operations/data-keys.ts'
import { addSeconds, now } from '../../src/platform/index.ts'
import { findDataKeys } from '../../src/store/data-keys.ts'
import { resealBatch } from '../../src/store/resealing.ts'
import { sealedColumns } from '../../src/store/sealed-columns.ts'
import { seedAccount } from '../driver/people.ts'
import { until } from '../driver/until.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Data keys are changed while people sign in on two instances: nobody notices, and in the end the old key is gone. */
const [password, phone] = ['a sailmaker mends by lamplight', '+13125550171']
const people = Array.from({ length: 6 }, (_, index) => `theodora.marchbanks-${index}`)
let world: World
beforeAll(async () => {
  world = await openWorld({ instances: 2, settings: { passwords: { memory_kib: 64, queue: 1000 } } })
  for (const username of people)
    await seedAccount(world.app.house, { username, password, phone, email: `${username}@example.org` })
})
afterAll(() => world.close())

/** The time that the worker is told; people live in the true one, where their codes do not age by a minute at once. */
let at = now()
const later = (seconds: number) => {
  at = addSeconds(at, seconds)
}
const house = () => world.app.house
const states = async () =>
  (await findDataKeys(house().db)).filter(key => key.use === 'sealing').map(({ id, state }) => `${id} ${state}`)
const refresh = () => Promise.all(world.apps.map(app => app.keyring.refresh()))
/** Values by the number of the key that sealed them. */
async function valuesByKey(): Promise<Record<number, number>> {
  const counts: Record<number, number> = {}
  for (const [table, columns] of Object.entries(sealedColumns))
    for (const { column } of columns) {
      const { rows } = await sql<{ key: number; count: number }>`
        select get_byte(${sql.ref(column)}, 0) as key, count(*)::int as count from ${sql.table(table)}
        where ${sql.ref(column)} is not null group by 1`.execute(house().db)
      for (const { key, count } of rows) counts[key] = (counts[key] ?? 0) + count
    }
  return counts
}

/** People who sign in with password and code, again and again, on whichever instance comes. */
function load() {
  const statuses: number[] = []
  let [isOver, tokens] = [false, 0]
  const person = async (username: string) => {
    while (!isOver) {
      const [agent, portal] = [world.browser(), await world.portal()]
      const begun = await portal.begins()
      statuses.push((await agent.open(begun.url.href)).status)
      const answer = await agent.finish({ username, password })
      statuses.push(answer.status)
      if (answer.status !== 303) continue
      const got = await portal.tokens(begun, answer.url)
      if (got.id_token) tokens += 1
    }
  }
  const all = Promise.all(people.map(person))
  return {
    signedIn: () => tokens,
    async end() {
      isOver = true
      await all
      return statuses
    },
  }
}

test('a new key seals, everything is sealed anew, the old key goes; nobody sees an error', async () => {
  const session = world.browser()
  const portal = await world.portal()
  const begun = await portal.begins()
  await session.open(begun.url.href)
  await session.finish({ username: people[0] as string, password })
  const visitors = load()
  await until(async () => visitors.signedIn() >= 3, 45_000)

  expect(await rotateDataKey(house(), at, 'cli:test')).toBe(true)
  expect(await rotateDataKey(house(), at, 'cli:test')).toBe(false)
  await refresh()
  await advanceDataKeys(house(), at)
  expect(await states()).toEqual(['3 next', '1 active'])
  later(knownAfterSeconds)
  await Promise.all(world.apps.map(app => advanceDataKeys(app.house, at)))
  expect(await states()).toEqual(['3 active', '1 retired'])
  // one of them may not have heard of it yet: what it seals with the old key is found later
  await world.apps[1]?.keyring.refresh()
  const before = visitors.signedIn()
  await until(async () => visitors.signedIn() > before + 6, 45_000)
  await refresh()

  later(knownAfterSeconds)
  // an instance that dies in the middle: the others go on after its last batch
  const dying = new AbortController()
  const first = advanceDataKeys(house(), at, dying.signal)
  dying.abort()
  await Promise.all([first, ...world.apps.map(app => advanceDataKeys(app.house, at))])
  later(keptAfterSeconds)
  // rows that visitors held while their table's turn was come in another pass; the passes are an hour apart in a true
  // house and follow each other here, so how many it takes is the visitors' doing
  await until(async () => {
    await Promise.all(world.apps.map(app => advanceDataKeys(app.house, at)))
    later(keptAfterSeconds)
    return (await states()).length === 1
  }, 60_000)
  expect(await states()).toEqual(['3 active'])
  expect(Object.keys(await valuesByKey())).toEqual(['3'])
  await refresh()
  const after = visitors.signedIn()
  await until(async () => visitors.signedIn() > after + 6, 45_000)
  const statuses = await visitors.end()
  expect([...new Set(statuses)].filter(status => ![200, 303].includes(status))).toEqual([])
}, 120_000)

test('everything opens that was sealed before, the audit chain included', async () => {
  await sealAudit(house())
  const verdict = await verifyAudit(house())
  expect(verdict.firstBad).toBeUndefined()
  expect(verdict.checked).toBeGreaterThan(50)
  expect(await resealBatch(house().db, house().sealer, 3, now())).toBeUndefined()
})

test('what no key opens is not passed over: the key that may have sealed it stays', async () => {
  const { db, random, settings, log, sealer } = house()
  expect(await rotateDataKey({ db, random, settings, log, sealer }, at, 'cli:test')).toBe(true)
  const planted = Buffer.concat([Buffer.from([3]), Buffer.alloc(40)])
  await db.updateTable('account_contacts').set({ value_sealed: planted }).where('kind', '=', 'phone').execute()
  for (const seconds of [knownAfterSeconds, knownAfterSeconds, keptAfterSeconds, keptAfterSeconds]) {
    later(seconds)
    await advanceDataKeys(house(), at)
    await refresh()
  }
  expect(await states()).toEqual(['4 active', '3 retired'])
  expect(world.log.some(line => line.includes('keys.unreadable'))).toBe(true)
})

test('a key that another instance made a moment ago is looked for when it is met', async () => {
  const [one, other] = world.apps as [World['app'], World['app']]
  expect(await rotateDataKey(house(), at, 'cli:test')).toBe(true)
  later(knownAfterSeconds)
  await advanceDataKeys(house(), at)
  await one.keyring.refresh()
  const sealed = one.house.sealer.seal('test.value', 'of today')
  expect(sealed[0]).toBe(5)
  const open = async () => other.house.sealer.open('test.value', sealed).toString() === 'of today'
  // the instance asks by itself at the first miss
  await until(open, 4000)
})
