/** Counts beside the chain: once each, whoever seals, with codes as reasons and nothing that somebody wrote. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type AuditEntry, recordAudit } from '../../src/operations/audit.ts'
import { sealAudit, sealAuditBatch } from '../../src/operations/audit-seal.ts'
import { countMessages } from '../../src/operations/event-counts.ts'
import { purge } from '../../src/operations/purge.ts'
import { addSeconds, days, newId, now } from '../../src/platform/index.ts'
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

const record = (entry: Partial<AuditEntry>, count = 1) =>
  database.db.transaction().execute(async tx => {
    for (let index = 0; index < count; index += 1)
      await recordAudit(tx, database, {
        type: 'account.signed-in',
        outcome: 'success',
        organizationId: 'northside',
        correlationId: 'test',
        ...entry,
      })
  })
/** Of all organisations together where none is named. */
const counted = async (unit: string, organization = '*') =>
  (
    await database.pool.query(
      `select type, outcome, reason, sum(count)::int as count from event_counts
       where unit = $1 and organization_id = $2 group by 1, 2, 3 order by 1, 2, 3`,
      [unit, organization],
    )
  ).rows

test('counts what is sealed, once each, however many instances seal', async () => {
  await record({}, 60)
  await record({ organizationId: 'southside' }, 5)
  await database.db
    .transaction()
    .execute(tx => recordAudit(tx, database, { type: 'account.signed-in', outcome: 'success', correlationId: 'test' }))
  await Promise.all(Array.from({ length: 8 }, () => sealAudit(database, 10)))
  await sealAudit(database, 10)
  const signedIn = { type: 'account.signed-in', outcome: 'success', reason: '' }
  for (const unit of ['hour', 'day']) {
    expect(await counted(unit)).toEqual([{ ...signedIn, count: 66 }])
    expect(await counted(unit, 'northside')).toEqual([{ ...signedIn, count: 60 }])
    expect(await counted(unit, 'southside')).toEqual([{ ...signedIn, count: 5 }])
  }
})

test('an event that is not sealed is not counted, and a batch that fails counts nothing', async () => {
  await record({}, 3)
  expect(await counted('day')).toEqual([])
  await sealAuditBatch(database)
  await record({}, 3)
  await database.pool.query("update audit_seal set mac = '\\x00'")
  await expect(sealAuditBatch(database)).rejects.toThrow()
  expect(await counted('day')).toMatchObject([{ count: 3 }])
})

test('a reason is a code of ours; what somebody wrote, or what nobody can open, is none', async () => {
  const refused = { type: 'flow.sign-in.password.retry', outcome: 'refused' } as const
  await record({ ...refused, details: { problem: 'sign-in-failed', ip: '203.0.113.9' } }, 2)
  await record({ ...refused, details: { problem: 'Mr Quackenbush asked' } })
  await record({ type: 'account.locked', outcome: 'failure', details: { reason: 'stolen' } })
  await record({ type: 'federation.refused', outcome: 'refused', details: { reason: 'expired' } })
  await record({ type: 'flow.sign-in.confirm.advance', details: { completes: true } })
  await sealAudit(database)
  expect((await counted('hour')).map(({ type, reason, count }) => [type, reason, count])).toEqual([
    ['account.locked', '', 1],
    ['federation.refused', 'expired', 1],
    ['flow.sign-in.confirm.advance', 'completes', 1],
    ['flow.sign-in.password.retry', '', 1],
    ['flow.sign-in.password.retry', 'sign-in-failed', 2],
  ])
})

test('messages are counted when they have ended, once each', async () => {
  const message = (state: string, failure: string | null) =>
    database.pool.query(
      `insert into messages (id, channel, template, organization_id, target_index, state, failure, due_at, expires_at, created_at)
       values ($1, 'sms', 'one-time-code', 'northside', '\\x00', $2, $3, $4, $4, $4)`,
      [newId(), state, failure, now()],
    )
  for (let index = 0; index < 12; index += 1) await message('sent', 'slow')
  await message('failed', 'number-refused')
  await message('queued', null)
  await Promise.all([1, 2, 3].map(() => countMessages(database, 5)))
  await countMessages(database)
  await countMessages(database)
  const row = { type: 'message.sms' }
  expect(await counted('day')).toEqual([
    { ...row, outcome: 'failed', reason: 'number-refused', count: 1 },
    { ...row, outcome: 'sent', reason: '', count: 12 },
  ])
  await database.pool.query("update messages set state = 'expired', failure = 'late' where state = 'queued'")
  await countMessages(database)
  expect(await counted('day')).toContainEqual({ ...row, outcome: 'expired', reason: 'late', count: 1 })
})

test('hours are kept for two weeks, days for as long as the settings say', async () => {
  const settings = { audit: { counts_days: 40 } } as never
  const begun = now()
  for (const ago of [60, 20, 0]) {
    clock.reset()
    clock.advance(-days(ago))
    await record({})
    await sealAudit(database)
  }
  expect(now().getTime()).toBeGreaterThanOrEqual(addSeconds(begun, -1).getTime())
  expect((await purge({ ...database, settings })).event_counts).toBe(6)
  expect(await counted('hour')).toMatchObject([{ count: 1 }])
  expect(await counted('day')).toMatchObject([{ count: 2 }])
  // what was counted is not counted again where there is more of the same hour
  await record({}, 2)
  await sealAudit(database)
  expect(await counted('hour')).toMatchObject([{ count: 3 }])
})
