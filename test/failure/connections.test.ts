import { afterAll, beforeAll, expect, test } from '@jest/globals'
import pg from 'pg'
import { seedAccount } from '../driver/people.ts'
import { until } from '../driver/until.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Connections that break at the worst moment, as a failover does it: nothing is half done, nothing hangs. */
const password = 'the ferry bell rings twice at dusk'
let world: World
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 64, queue: 1000 } } })
})
afterAll(() => world.close())

test('every connection is cut while forty people sign in, again and again', async () => {
  const people = Array.from({ length: 40 }, (_, index) => `ambrosine.littlefield-${index}`)
  for (const username of people) await seedAccount(world.app.house, { username, password })
  const portal = await world.portal()
  const other = new pg.Client({ connectionString: world.database.url })
  await other.connect()
  const own = world.database.pool
  own.on('error', () => {})
  let isOver = false
  const cutting = (async () => {
    for (let cut = 0; cut < 12 && !isOver; cut += 1) {
      const busy = async () =>
        (
          await other.query(
            "select from pg_stat_activity where state <> 'idle' and datname = current_database() and pid <> pg_backend_pid()",
          )
        ).rowCount !== 0
      await until(async () => isOver || (await busy()), 5000).catch(() => undefined)
      await other.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
    }
  })()
  const outcomes = await Promise.all(
    people.map(async username => {
      const agent = world.browser()
      const begun = await portal.begins()
      const statuses: number[] = []
      // as a person would: reload, try again
      for (let turn = 0; turn < 60; turn += 1) {
        const page = await agent.open(begun.url.href)
        statuses.push(page.status)
        if (page.status === 303) return { statuses, end: page.url, begun }
        if (page.status !== 200) continue
        const end = await agent.finish({ username, password })
        statuses.push(end.status)
        if (end.status === 303) return { statuses, end: end.url, begun }
      }
      return { statuses, end: undefined, begun }
    }),
  )
  isOver = true
  await cutting
  await other.end()
  const seen = new Set(outcomes.flatMap(({ statuses }) => statuses))
  // pages, redirects, "not just now"; an interaction that was cut off may be over. Never a fault
  for (const status of seen) expect([200, 303, 400, 410, 422, 503]).toContain(status)
  expect(seen).toContain(503)
  for (const { end, begun } of outcomes) {
    expect(end).toBeDefined()
    if (end) expect((await portal.tokens(begun, end)).access_token).toBeTruthy()
  }
  const stuck = await own.query(
    "select from pg_stat_activity where datname = current_database() and state like '%transaction%'",
  )
  expect(stuck.rowCount).toBe(0)
})
