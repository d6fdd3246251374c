import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { createSealer, type Keyring, type RenewableSealer, systemRandom } from '../../src/platform/index.ts'
import { loadKeyring } from '../../src/store/data-keys.ts'
import { type Database, openDatabase, openPool } from '../../src/store/database.ts'
import { searchDatabase } from './dump.ts'
import { databaseUrl, serverVariable, templateName, testWrappingKeys } from './names.ts'
import { openSealed } from './sealed.ts'

export interface TestDatabase {
  /** Connection string, for instances that open pools of their own. */
  readonly url: string
  readonly pool: pg.Pool
  readonly db: Database
  readonly keyring: Keyring
  readonly sealer: RenewableSealer
  /**
   * Opens what is sealed there, closes the pool, searches for secrets that the tests used, and drops the database,
   * whoever is still connected.
   */
  close(): Promise<void>
}

/**
 * A fresh, migrated database of the test's own, cloned from the template that global setup made.
 * @param max most connections of its pool
 */
export async function openTestDatabase(max = 10): Promise<TestDatabase> {
  const server = process.env[serverVariable]
  if (!server) throw new Error('no test server: run the tests through jest, whose global setup starts it')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name} template ${templateName} strategy file_copy`)
  const url = databaseUrl(server, name)
  const pool = openPool({ url, max, connectTimeoutMs: 5000 }, () => {})
  const db = openDatabase(pool)
  const keyring = await loadKeyring(db, testWrappingKeys, systemRandom)
  return {
    url,
    pool,
    db,
    keyring,
    sealer: createSealer(keyring),
    async close() {
      try {
        await openSealed(db).finally(() => db.destroy())
        await searchDatabase(url)
      } finally {
        await onServer(server, `drop database if exists ${name} with (force)`)
      }
    },
  }
}

/** An empty database of the test's own, without a schema: for tests of migration. */
export async function openEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env[serverVariable] as string
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  return {
    url: databaseUrl(server, name),
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
