import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { createStorage, type RequestRules, type Storage } from '../../src/oidc/storage/transactions.ts'
import { openTestDatabase, type TestDatabase } from '../driver/database.ts'

/** A pool with one connection: whoever keeps it lent out is found at once. */
let database: TestDatabase
let other: TestDatabase
let storage: Storage
beforeAll(async () => {
  database = await openTestDatabase(1)
  other = await openTestDatabase(1)
  database.pool.on('error', () => {})
  storage = createStorage(database.db)
})
afterAll(async () => {
  await database.close()
  await other.close()
})

const rules = (over: Partial<RequestRules> = {}): RequestRules => ({
  isFault: () => false,
  needsTransaction: () => true,
  ...over,
})
const isAlive = async () => (await database.pool.query('select 1 as one')).rows[0].one === 1
const cut = async (pid: number) => {
  await other.pool.query('select pg_terminate_backend($1, 5000)', [pid])
}
const ownPid = async () =>
  storage.write(async db => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
    return rows[0]?.pid as number
  })

test('a connection that breaks before the commit is given back', async () => {
  await expect(storage.request(async () => cut(await ownPid()), rules())).rejects.toThrow()
  expect(await isAlive()).toBe(true)
})

test('a connection whose first statements fail is given back', async () => {
  const opened = async () => Promise.reject(new Error('no lock'))
  await expect(storage.request(async () => void (await ownPid()), rules({ opened }))).rejects.toThrow('no lock')
  expect(await isAlive()).toBe(true)
})

test('so is one whose request turned out to be a fault', async () => {
  await storage.request(async () => void (await ownPid()), rules({ isFault: () => true }))
  expect(await isAlive()).toBe(true)
})
