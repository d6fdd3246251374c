import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type EmbeddedPostgres, removeData, startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts'
import { findSharedTemporaryFolder } from '../../src/demo/postgres-binaries.ts'
import { createTemplate } from '../driver/global-setup.ts'
import { serverVariable } from '../driver/names.ts'
import { findFreePort } from '../driver/ports.ts'

export interface OwnServer {
  /** Ends every connection and the server, as an operator's restart does. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops it for good; other tests of this file get the run's server again. */
  remove(): Promise<void>
}

/** A Postgres that this test alone uses, so that it may be taken away. Databases opened from now on are on it. */
export async function openOwnServer(): Promise<OwnServer> {
  const folder = mkdtempSync(join(findSharedTemporaryFolder(), 'vestibule-failure-'))
  const dataDir = join(folder, 'data')
  const port = await findFreePort()
  const before = process.env[serverVariable]
  const start = () => startEmbeddedPostgres({ dataDir, port, durable: true })
  let server: EmbeddedPostgres = await start()
  await createTemplate(server.url)
  process.env[serverVariable] = server.url
  return {
    stop: () => server.stop(),
    async start() {
      server = await start()
    },
    async remove() {
      process.env[serverVariable] = before
      await server.stop()
      await removeData(dataDir)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
