import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Migrator } from 'kysely/migration'
import { migrations } from '../../migrations/index.ts'
import { createApp } from '../../src/app.ts'
import { openDatabase, openPool } from '../../src/store/database.ts'

import { hasDeparted, type Journey, stepOf } from '../contracts/journey.ts'
import { journeyGroups } from '../contracts/journeys.ts'
import { openEmptyDatabase } from '../driver/database.ts'
import { testSettings } from '../driver/settings.ts'
import { openWorld, type World } from '../driver/world.ts'

/**
 * While versions change, the old one runs on the schema of the new one. Two halves: what a migration may do to what is
 * there, and that this version bears what a later one may do. What this does not show is in docs/decisions/two-versions.md.
 */

interface Column {
  readonly type: string
  readonly isNullable: boolean
  readonly hasDefault: boolean
}
interface Schema {
  readonly columns: ReadonlyMap<string, Column>
  /** Rules that a row must keep, by table and name: checks, keys, unique indexes, triggers. */
  readonly rules: ReadonlyMap<string, Rule>
}
interface Rule {
  readonly text: string
  /** What it speaks of, as `table.column`; a trigger speaks of everything. */
  readonly columns: readonly string[]
}

/** Migrations that break one of the rules, each with the reason why no running version minds. */
const exceptions: Readonly<Record<string, string>> = {
  '2026-11-22T0900-factors': 'before the first release: no version without it ever ran',
}

const schemaOf = async (pool: {
  query(text: string): Promise<{ rows: Record<string, string>[] }>
}): Promise<Schema> => {
  const columns = await pool.query(`
    select table_name || '.' || column_name as name, data_type as type, is_nullable as nullable,
      (column_default is not null or is_generated = 'ALWAYS')::text as filled
    from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'`)
  const rules = await pool.query(`
    select conrelid::regclass || '.' || conname as name, pg_get_constraintdef(oid) as rule,
        (select string_agg(conrelid::regclass || '.' || attname, ' ') from pg_attribute
          where attrelid = conrelid and attnum = any(conkey)) as columns
      from pg_constraint where connamespace = 'public'::regnamespace and contype in ('c', 'f', 'u', 'p', 'x')
    union all
    select indrelid::regclass || '.' || indexrelid::regclass, pg_get_indexdef(indexrelid),
        (select string_agg(indrelid::regclass || '.' || attname, ' ') from pg_attribute
          where attrelid = indrelid and attnum = any(indkey))
      from pg_index where indisunique and indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    union all
    select tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid), null from pg_trigger where not tgisinternal and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`)
  return {
    columns: new Map(
      columns.rows.map(row => [
        row.name as string,
        { type: row.type as string, isNullable: row.nullable === 'YES', hasDefault: row.filled === 'true' },
      ]),
    ),
    rules: new Map(
      rules.rows.map(row => [row.name as string, { text: row.rule as string, columns: row.columns?.split(' ') ?? [] }]),
    ),
  }
}

/** What the version before would meet: a statement that fails, or a row that is refused. */
function breaches(before: Schema, after: Schema): string[] {
  const tables = (schema: Schema) => new Set([...schema.columns.keys()].map(name => name.split('.')[0] as string))
  const known = tables(before)
  const found: string[] = []
  for (const [name, old] of before.columns) {
    const now = after.columns.get(name)
    if (!now) found.push(`${name} is gone`)
    else if (now.type !== old.type) found.push(`${name} is ${now.type} now`)
    else if (old.isNullable && !now.isNullable) found.push(`${name} must be filled now`)
    else if (old.hasDefault && !now.hasDefault) found.push(`${name} has no default any more`)
  }
  for (const [name, { isNullable, hasDefault }] of after.columns)
    if (!before.columns.has(name) && known.has(name.split('.')[0] as string) && !isNullable && !hasDefault)
      found.push(`${name} is new, and the version before does not fill it`)
  for (const [name, { text, columns }] of after.rules) {
    const old = before.rules.get(name)?.text
    const isOfNewColumns = columns.length > 0 && columns.every(column => !before.columns.has(column))
    if (!known.has(name.split('.')[0] as string) || old === text || isOfNewColumns) continue
    if (old === undefined || !isWider(old, text)) found.push(`${name}: not known to the version before: ${text}`)
  }
  return found
}

/** A list of allowed words that has all words of the one before. */
function isWider(before: string, after: string): boolean {
  const wordsOf = (rule: string) => new Set([...rule.matchAll(/'([^']*)'/g)].map(([, word]) => word))
  const shape = (rule: string) => rule.replace(/'[^']*'(::text)?(, )?/g, '')
  const now = wordsOf(after)
  return shape(before) === shape(after) && [...wordsOf(before)].every(word => now.has(word))
}

test('every migration leaves the version before it working', async () => {
  const empty = await openEmptyDatabase()
  const pool = openPool({ url: empty.url, max: 3, connectTimeoutMs: 5000 }, () => {})
  const db = openDatabase(pool)
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
    const found: Record<string, string[]> = {}
    let before = await schemaOf(pool)
    for (;;) {
      const { results, error } = await migrator.migrateUp({ disableTransactions: true })
      if (error) throw error
      const [done] = results ?? []
      if (!done) break
      const after = await schemaOf(pool)
      const broken = breaches(before, after)
      if (broken.length > 0) found[done.migrationName] = broken
      before = after
    }
    for (const name of Object.keys(exceptions)) delete found[name]
    expect(found).toEqual({})

    // the rules themselves, by planted breaches
    await pool.query(`
      alter table accounts drop column notices;
      alter table flows add column planted text not null;
      alter table messages alter column account_id set not null;
      alter table sessions add check (device_label <> '');
      alter table data_keys drop constraint data_keys_state_check;
      alter table data_keys add constraint data_keys_state_check check (state in ('active', 'retired'));
      create unique index planted on passkeys (account_id)`)
    expect(
      breaches(before, await schemaOf(pool))
        .map(each => each.split(/[ :]/)[0])
        .sort(),
    ).toEqual([
      'accounts.notices',
      'data_keys.data_keys_state_check',
      'flows.planted',
      'messages.account_id',
      'passkeys.planted',
      'sessions.sessions_device_label_check',
    ])
  } finally {
    await db.destroy()
    await empty.drop()
  }
})

describe('a later version has migrated', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld({ instances: 2, settings: { passwords: { memory_kib: 64, queue: 1000 } } })
  })
  afterAll(async () => {
    await world.close()
  })

  async function walk(journey: Journey): Promise<number> {
    const { agent, answer } = await journey.begin(world)
    for (let count = 1; count <= 20; count += 1) {
      const step = agent.current && stepOf(agent.current, journey.first)
      if (!step) return agent.current?.status ?? 0
      const { fields, action } = await answer(step)
      const reply = await agent.submit(fields, action)
      if (hasDeparted(reply)) return reply.status
      if (reply.status >= 400) throw new Error(`${step} was refused (${reply.status}): ${reply.page.text}`)
    }
    throw new Error('no end')
  }
  const all = Object.entries<Journey>({ ...journeyGroups.entry, ...journeyGroups.registration }).filter(
    ([, { flow }], index, list) => list.findIndex(([, other]) => other.flow === flow) === index,
  )

  test('instances that run go on with their journeys, and new ones of this version start', async () => {
    // statements are known to the connections before the tables change under them
    const [, signIn] = all.find(([, journey]) => journey.flow === 'sign-in') as [string, Journey]
    for (let count = 0; count < 4; count += 1) await walk(signIn)
    const { pool } = world.database
    const { rows } = await pool.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'",
    )
    for (const { name } of rows)
      await pool.query(`alter table ${name} add column later_a text, add column later_b integer not null default 7`)
    await pool.query("insert into kysely_migration (name, timestamp) values ('2999-01-01T0000-later', '2999')")

    for (const [name, journey] of all) expect([name, await walk(journey)]).toEqual([name, expect.any(Number)])
    const ready = await fetch(`http://127.0.0.1:${world.operationsPorts[0]}/health/ready`)
    expect(ready.status).toBe(200)
    const app = await createApp(
      testSettings({ databaseUrl: world.database.url, port: 0, over: { issuer: world.issuer } }),
    )
    const { operationsPort } = await app.start({ takeJobs: false })
    expect((await fetch(`http://127.0.0.1:${operationsPort}/health/ready`)).status).toBe(200)
    await app.stop()
  }, 120_000)
})
