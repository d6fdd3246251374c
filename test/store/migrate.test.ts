import { expect, test } from '@jest/globals'
import { createIndexOnline } from '../../migrations/online.ts'
import { systemRandom } from '../../src/platform/index.ts'
import { loadKeyring } from '../../src/store/data-keys.ts'
import { openDatabase, openPool } from '../../src/store/database.ts'
import { migrateUp, migrationStatus } from '../../src/store/migrate.ts'
import { openEmptyDatabase } from '../driver/database.ts'
import { testWrappingKeys } from '../driver/names.ts'

test('four instances that start at once on an empty database migrate it once and share one keyring', async () => {
  const empty = await openEmptyDatabase()
  const instances = Array.from({ length: 4 }, () => {
    const pool = openPool({ url: empty.url, max: 3, connectTimeoutMs: 5000 }, () => {})
    return { pool, db: openDatabase(pool) }
  })
  const reports = await Promise.all(instances.map(({ db, pool }) => migrateUp(db, pool)))
  expect(reports.filter(({ applied }) => applied.length > 0)).toHaveLength(1)

  const keyrings = await Promise.all(instances.map(({ db }) => loadKeyring(db, testWrappingKeys, systemRandom)))
  for (const keyring of keyrings) expect(keyring).toEqual(keyrings[0])

  const { db, pool } = instances[0]!
  for (const { appliedAt } of await migrationStatus(db)) expect(appliedAt).toBeInstanceOf(Date)
  expect((await pool.query('select count(*)::int as jobs from graphile_worker.jobs')).rows).toEqual([{ jobs: 0 }])

  const other = [{ id: 'test', secret: Buffer.alloc(32, 7).toString('base64') }]
  await expect(loadKeyring(db, other, systemRandom)).rejects.toThrow('not the one that wrapped data key')
  await expect(loadKeyring(db, [{ ...other[0]!, id: 'new' }], systemRandom)).rejects.toThrow('keys.wrapping lacks')

  // rotation: the new key comes first, the old one stays until every instance was restarted, then it can go
  const next = { id: 'next', secret: Buffer.alloc(32, 9).toString('base64') }
  const rotated = await Promise.all(
    instances.map(each => loadKeyring(each.db, [next, ...testWrappingKeys], systemRandom)),
  )
  for (const keyring of rotated) expect(keyring).toEqual(keyrings[0])
  expect(await loadKeyring(db, [next], systemRandom)).toEqual(keyrings[0])

  await Promise.all(instances.map(each => each.db.destroy()))
  await empty.drop()
})

test('an index that is made online is whole in the end, whatever an earlier attempt left behind', async () => {
  const empty = await openEmptyDatabase()
  const pool = openPool({ url: empty.url, max: 2, connectTimeoutMs: 5000 }, () => {})
  const db = openDatabase(pool)
  const isWhole = async () =>
    (await pool.query("select indisvalid from pg_index where indexrelid = to_regclass('things_number')")).rows
  await pool.query('create table things as select n % 2 as number from generate_series(1, 10) n')
  await expect(pool.query('create unique index concurrently things_number on things (number)')).rejects.toThrow()
  expect(await isWhole()).toEqual([{ indisvalid: false }])
  for (let time = 0; time < 2; time += 1) {
    await createIndexOnline(db as never, 'things_number', 'things (number)')
    expect(await isWhole()).toEqual([{ indisvalid: true }])
  }
  await db.destroy()
  await empty.drop()
})
