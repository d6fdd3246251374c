import { afterEach, beforeEach, expect, test } from '@jest/globals'
import request from 'supertest'
import { createOperationsServer } from '../../src/http/operations-server.ts'
import { createMetrics } from '../../src/platform/index.ts'
import { openDatabase, openPool } from '../../src/store/index.ts'
import { openEmptyDatabase, openTestDatabase, type TestDatabase } from '../driver/database.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await openTestDatabase()
})
afterEach(() => database.close())

const metrics = createMetrics({ processMetrics: false })
const serverOn = (db: TestDatabase['db'], isReady = true) =>
  createOperationsServer({ house: { db }, metrics, isReady: () => isReady }).callback()

test('ready with a migrated database', async () => {
  const answer = await request(serverOn(database.db)).get('/health/ready')
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({ status: 'ok', checks: { instance: 'ok', database: 'ok', migrations: 'ok' } })
})

test('not ready while it starts or stops', async () => {
  const answer = await request(serverOn(database.db, false)).get('/health/ready')
  expect(answer.status).toBe(503)
  expect(answer.body.checks.instance).toBe('starting-or-stopping')
})

test('not ready on an empty database', async () => {
  const empty = await openEmptyDatabase()
  const db = openDatabase(openPool({ url: empty.url, max: 2, connectTimeoutMs: 5000 }, () => {}))
  const answer = await request(serverOn(db)).get('/health/ready')
  expect(answer.body.checks).toEqual({ instance: 'ok', database: 'ok', migrations: 'failed' })
  await db.destroy()
  await empty.drop()
})

test('live, and telling metrics, without any database', async () => {
  const db = openDatabase(
    openPool({ url: 'postgres://nobody@127.0.0.1:1/none', max: 1, connectTimeoutMs: 500 }, () => {}),
  )
  const server = serverOn(db)
  expect((await request(server).get('/health/live')).status).toBe(200)
  expect((await request(server).get('/health/ready')).status).toBe(503)
  metrics.request('GET', '/authorize', 303, 0.01)
  const answer = await request(server).get('/metrics')
  expect(answer.text).toContain(
    'vestibule_http_request_duration_seconds_count{method="GET",route="/authorize",status="3xx"} 1',
  )
  await db.destroy()
})

test('nothing else', async () => {
  expect((await request(serverOn(database.db)).get('/')).status).toBe(404)
  expect((await request(serverOn(database.db)).post('/health/live')).status).toBe(405)
})
