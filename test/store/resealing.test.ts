import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { now, systemRandom } from '../../src/platform/index.ts'
import { createDataKey, findKeyringChange, updateDataKeyState } from '../../src/store/data-keys.ts'
import {
  createResealing,
  findResealingEnd,
  findTablesNotUnder,
  resealBatch,
  updateResealingAgain,
} from '../../src/store/resealing.ts'
import { sealedColumns } from '../../src/store/sealed-columns.ts'
import { openTestDatabase, type TestDatabase } from '../driver/database.ts'
import { testWrappingKeys } from '../driver/names.ts'

const messages = 6000
let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  const { db, sealer, pool } = database
  await pool.query(
    `insert into messages (id, channel, template, envelope_sealed, target_index, state, due_at, expires_at, created_at)
     select gen_random_uuid(), 'sms', 'one-time-code', $1, 'y', 'queued', $2, $2, $2 from generate_series(1, ${messages})`,
    [sealer.seal('message.envelope', JSON.stringify({ text: 'x'.repeat(400) })), now()],
  )
  await db.transaction().execute(async tx => {
    await createDataKey(tx, { id: 3, use: 'sealing', state: 'next' }, testWrappingKeys, systemRandom, now())
    await updateDataKeyState(tx, { id: 1, from: 'active', to: 'retired' }, now())
    await updateDataKeyState(tx, { id: 3, from: 'next', to: 'active' }, now())
  })
  const changed = await findKeyringChange(db, testWrappingKeys, database.keyring)
  if (!changed) throw new Error('the new key was not found')
  database.sealer.renew(changed)
  await createResealing(db, 3)
})
afterAll(() => database.close())

const batch = () => resealBatch(database.db, database.sealer, 3, now())
const old = async () =>
  (await database.pool.query('select from messages where get_byte(envelope_sealed, 0) = 1')).rowCount ?? 0
const nextBlock = async () =>
  Number(
    (await database.pool.query("select next_block from reseal_progress where table_name = 'messages'")).rows[0]
      .next_block,
  )

test('every sealed column of the schema is listed', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and column_name like '%\\_sealed'`,
  )
  const listed = Object.entries(sealedColumns).flatMap(([table, columns]) =>
    columns.map(({ column }) => `${table}.${column}`),
  )
  expect(listed.sort()).toEqual(rows.map(({ name }) => name).sort())
})

test('goes on where it stopped, in small batches that take tables apart', async () => {
  while ((await nextBlock()) === 0) await batch()
  const [first, left] = [await nextBlock(), await old()]
  expect(messages - left).toBeGreaterThan(0)
  expect(messages - left).toBeLessThan(600)
  const other = await database.pool.connect()
  try {
    // another instance is at work on this table, and dies: nothing of its batch stays, the next one does it
    await other.query('begin')
    await other.query("update reseal_progress set next_block = next_block + 8 where table_name = 'messages'")
    expect((await batch())?.table).not.toBe('messages')
    await other.query('rollback')
    expect([await nextBlock(), await old()]).toEqual([first, left])
  } finally {
    other.release()
  }
  expect(await findResealingEnd(database.db, 3)).toBeUndefined()
})

test('waits for nobody: rows that are held are found in another pass', async () => {
  const other = await database.pool.connect()
  try {
    await other.query('begin')
    await other.query(
      'select from messages where get_byte(envelope_sealed, 0) = 1 order by ctid desc limit 5 for update',
    )
    const instance = async () => {
      while (await batch());
    }
    await Promise.all([instance(), instance(), instance()])
    // an instance sees a table in other hands as done
    await instance()
    expect(await findResealingEnd(database.db, 3)).toEqual(expect.any(Date))
    expect(await old()).toBe(5)
    await other.query('commit')
  } finally {
    other.release()
  }
  const left = await findTablesNotUnder(database.db, 3)
  expect(left).toEqual(['messages'])
  await updateResealingAgain(database.db, 3, left)
  while (await batch());
  expect(await findTablesNotUnder(database.db, 3)).toEqual([])
  const row = await database.db.selectFrom('messages').select('envelope_sealed').limit(1).executeTakeFirstOrThrow()
  expect(database.sealer.openJson('message.envelope', row.envelope_sealed as Buffer)).toEqual({ text: 'x'.repeat(400) })
})

test('a batch goes straight to its rows', async () => {
  const plan = await sql<{ 'QUERY PLAN': string }>`
    explain update messages as old set envelope_sealed = coalesce(fresh.v0, old.envelope_sealed)
    from unnest(array['(0,1)', '(0,2)']::tid[], array['x', 'y']::bytea[]) as fresh (place, v0)
    where old.ctid = fresh.place`.execute(database.db)
  expect(plan.rows.map(row => row['QUERY PLAN']).join('\n')).toMatch(/Tid Scan/)
})
