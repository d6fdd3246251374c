/**
 * One Postgres for the whole run, with a migrated template database that each test database is cloned from. Where this
 * fails the run fails: there are no tests without a database.
 */
import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts'
import { makeSharedTemporaryFolder } from '../../src/demo/postgres-binaries.ts'
import { systemRandom } from '../../src/platform/random.ts'
import { loadKeyring } from '../../src/store/data-keys.ts'
import { openDatabase, openPool } from '../../src/store/database.ts'
import { migrateUp } from '../../src/store/migrate.ts'
import { databaseUrl, serverVariable, templateName, testWrappingKeys } from './names.ts'
import { findFreePort } from './ports.ts'

declare global {
  var vestibuleTestServer: { postgres: EmbeddedPostgres; folder: string } | undefined
}

export default async function setup(): Promise<void> {
  const folder = makeSharedTemporaryFolder('vestibule-test-')
  const postgres = await startOnFreePort(join(folder, 'data'))
  globalThis.vestibuleTestServer = { postgres, folder }
  process.env[serverVariable] = postgres.url
  try {
    await createTemplate(postgres.url)
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/** A port that was free may be taken a moment later, by another run on this machine. */
async function startOnFreePort(dataDir: string, tries = 3): Promise<EmbeddedPostgres> {
  try {
    return await startEmbeddedPostgres({ dataDir, port: await findFreePort(), durable: false })
  } catch (error) {
    if (tries <= 1) throw error
    return startOnFreePort(dataDir, tries - 1)
  }
}

/** Makes the migrated template on a server: the run's own, or one that a test stops and starts. */
export async function createTemplate(serverUrl: string): Promise<void> {
  const server = openPool({ url: serverUrl, max: 1, connectTimeoutMs: 5000 }, () => {})
  await server.query(`create database ${templateName}`)
  await server.end()
  const pool = openPool({ url: databaseUrl(serverUrl, templateName), max: 3, connectTimeoutMs: 5000 }, () => {})
  const db = openDatabase(pool)
  await migrateUp(db, pool)
  await loadKeyring(db, testWrappingKeys, systemRandom)
  await db.destroy()
}
