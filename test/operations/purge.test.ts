import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { recordAudit } from '../../src/operations/audit.ts'
import { sealAudit, verifyAudit } from '../../src/operations/audit-seal.ts'
import { auditKeepDays, purge } from '../../src/operations/purge.ts'
import { addSeconds, days, newId, now } from '../../src/platform/index.ts'
import { createLimits } from '../../src/store/limits.ts'
import { deleteExpired, keptTables, purgeBatch, purgeRules } from '../../src/store/purge.ts'
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

const replays = (count: number, expiresAt: Date) =>
  database.pool.query(
    'insert into replays select sha256((random()::text || n)::bytea), $2 from generate_series(1, $1) n',
    [count, expiresAt],
  )
const rowsOf = async (table: string) =>
  Number((await database.pool.query(`select count(*) from ${table}`)).rows[0].count)

test('every table with a life end has a rule, or a reason to be kept', async () => {
  const { rows } = await database.pool.query<{ table_name: string }>(
    "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'expires_at'",
  )
  const known = [...purgeRules.map(rule => rule.table), ...Object.keys(keptTables)]
  expect(known.sort()).toEqual(rows.map(row => row.table_name).sort())
})

test('every rule has an index to go by', async () => {
  const { rows } = await database.pool.query<{ tablename: string }>(
    "select distinct tablename from pg_indexes where indexdef like '%(expires_at)%'",
  )
  const indexed = rows.map(row => row.tablename)
  expect(purgeRules.map(rule => rule.table).filter(table => !indexed.includes(table))).toEqual([])
})

test('removes what has ended, in batches, and nothing else', async () => {
  await replays(purgeBatch + 200, addSeconds(now(), -days(3)))
  await replays(7, addSeconds(now(), days(3)))
  expect(await deleteExpired(database.db, 'replays', now())).toBe(purgeBatch)
  const counts = await purge(database)
  expect(counts.replays).toBe(200)
  expect(await rowsOf('replays')).toBe(7)
  expect(Object.keys(counts)).toEqual(expect.arrayContaining(purgeRules.map(rule => rule.table)))
})

test('leaves rows that somebody works on for the next time', async () => {
  await replays(3, addSeconds(now(), -days(3)))
  const other = await database.pool.connect()
  try {
    await other.query('begin')
    await other.query('select * from replays limit 1 for update')
    expect((await purge(database)).replays).toBe(2)
    await other.query('rollback')
  } finally {
    other.release()
  }
  expect((await purge(database)).replays).toBe(1)
})

test('several instances at once remove each row once', async () => {
  await replays(2500, addSeconds(now(), -days(3)))
  const all = await Promise.all([1, 2, 3].map(() => purge(database)))
  expect(all.reduce((sum, counts) => sum + (counts.replays ?? 0), 0)).toBe(2500)
})

test('stops between two batches when it is told to', async () => {
  await replays(purgeBatch + 1, addSeconds(now(), -days(3)))
  const stopping = new AbortController()
  const running = purge(database, stopping.signal)
  stopping.abort()
  expect((await running).replays).toBeUndefined()
  expect((await purge(database)).replays).toBe(purgeBatch + 1)
})

test('removes budgets whose window has ended', async () => {
  const limits = createLimits(database.pool, database.sealer)
  await limits.charge('short', 'k', { points: 1, seconds: 60 })
  await limits.charge('long', 'k', { points: 1, seconds: 3600 })
  clock.advance(61)
  expect((await purge(database)).limits).toBe(1)
  expect(await rowsOf('limits')).toBe(1)
})

test('wipes the body of a message that was left behind', async () => {
  await database.pool.query(
    `insert into messages (id, channel, template, envelope_sealed, target_index, state, due_at, expires_at, created_at)
     values ($1, 'sms', 'one-time-code', 'x', 'y', 'queued', $2, $2, $2)`,
    [newId(), addSeconds(now(), -600)],
  )
  expect((await purge(database))['messages.body']).toBe(1)
  const { rows } = await database.pool.query('select state, envelope_sealed from messages')
  expect(rows).toEqual([{ state: 'expired', envelope_sealed: null }])
})

test('keeps the audit for six years', async () => {
  const record = () =>
    database.db
      .transaction()
      .execute(tx => recordAudit(tx, database, { type: 'x', outcome: 'success', correlationId: 'test' }))
  await record()
  await sealAudit(database)
  clock.advance(days(auditKeepDays - 1))
  await record()
  await sealAudit(database)
  expect((await purge(database)).audit_events).toBe(0)
  clock.advance(days(2))
  expect((await purge(database)).audit_events).toBe(1)
  expect(await verifyAudit(database)).toMatchObject({ checked: 1, unsealedTail: 0 })
})
