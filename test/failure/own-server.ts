import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type EmbeddedPostgres,
  removeData,
  resolveDataFolder,
  startEmbeddedPostgres,
} from '../../src/demo/embedded-postgres.ts'
import { findSharedTemporaryFolder } from '../../src/demo/postgres-binaries.ts'
import { createTemplate } from '../driver/global-setup.ts'
import { serverVariable } from '../driver/names.ts'
import { findFreePort } from '../driver/ports.ts'

export interface OwnServer {
  /** Ends every connection and the server, as an operator's restart does. */
  stop(): Promise<void>
  start(): Promise<void>
  /** A copy of the data of the stopped server, as a backup is. */
  backUp(): Promise<void>
  /** Puts that copy in place of what is there now; the server must be stopped. */
  restore(): Promise<void>
  /** Stops it for good; other tests of this file get the run's server again. */
  remove(): Promise<void>
}

/** Owner and rights included: Postgres looks at both. */
const copy = async (from: string, to: string): Promise<void> => {
  await promisify(execFile)('cp', ['-a', from, to])
}

/** A Postgres that this test alone uses, so that it may be taken away. Databases opened from now on are on it. */
export async function openOwnServer(): Promise<OwnServer> {
  const folder = mkdtempSync(join(findSharedTemporaryFolder(), 'vestibule-failure-'))
  const dataDir = join(folder, 'data')
  const port = await findFreePort()
  const backup = join(folder, 'backup')
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
    backUp: () => copy(resolveDataFolder(dataDir), backup),
    async restore() {
      await removeData(dataDir)
      await copy(backup, resolveDataFolder(dataDir))
    },
    async remove() {
      process.env[serverVariable] = before
      await server.stop()
      await removeData(dataDir)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
