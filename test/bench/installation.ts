import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import pg from 'pg'
import { stringify } from 'yaml'
import { startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts'
import { findSharedTemporaryFolder } from '../../src/demo/postgres-binaries.ts'
import { buildHouse, migrate } from '../../src/house.ts'
import { applyObjects } from '../../src/operations/config.ts'
import type { House } from '../../src/operations/house.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { initKeys } from '../../src/operations/signing-keys.ts'
import { loadSettings, settingsErrorText } from '../../src/settings/index.ts'
import { databaseUrl } from '../driver/names.ts'
import { findFreePort } from '../driver/ports.ts'
import { type Child, compiled, startChild } from './processes.ts'

/** Postgres as a real installation has it (durable), an empty database on it, and settings in files and environment. */
export interface Installation {
  readonly issuer: string
  readonly postgresPid: number
  /** What its programs are started with. */
  readonly env: Readonly<Record<string, string>>
  /** Parts without a server, in this process: to put people and objects there. */
  readonly house: House
  /** Starts `npm start`'s program. @returns it, once it is ready, and how long that took */
  start(): Promise<{ app: Child; readyMs: number }>
  createDatabase(name: string): Promise<string>
  close(): Promise<void>
}

const secretOf = (what: string): string => Buffer.alloc(32, `${what} of the benchmark `).toString('base64')

/**
 * @param objects YAML of the organisations and clients
 * @param secrets what objects and settings name by `env:`
 * @param more groups of settings besides those of every benchmark
 */
export async function openInstallation(
  objects: string,
  secrets: Record<string, string>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Installation> {
  const folder = mkdtempSync(join(findSharedTemporaryFolder(), 'vestibule-bench-'))
  // Postgres does not run as root and must be able to walk there; its own folder inside is private
  chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    port: await findFreePort(),
    durable: true,
    ...(process.env.BENCH_LOG ? { log: (line: string) => process.stderr.write(`${line}\n`) } : {}),
  })
  const createDatabase = async (name: string): Promise<string> => {
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    await client.query(`create database ${name}`)
    await client.end()
    return databaseUrl(postgres.url, name)
  }
  const [port, operationsPort] = [await findFreePort(), await findFreePort()]
  const settingsFile = join(folder, 'settings.yaml')
  const env = {
    VESTIBULE_CONFIG: settingsFile,
    DATABASE_URL: await createDatabase('vestibule'),
    WRAPPING_KEY: secretOf('wrapping'),
    PASSWORD_PEPPER: secretOf('pepper'),
    COOKIE_KEY: secretOf('cookies'),
    ...secrets,
  }
  writeFileSync(
    settingsFile,
    stringify({
      issuer: `http://localhost:${port}`,
      // production would want https and real gateways; nothing else differs
      environment: 'development',
      listen: { host: '127.0.0.1', port, operations_port: operationsPort, drain_seconds: 0 },
      keys: {
        wrapping: [{ id: 'bench', secret: 'env:WRAPPING_KEY' }],
        pepper: 'env:PASSWORD_PEPPER',
        cookies: ['env:COOKIE_KEY'],
      },
      limits: { address_points: 1_000_000 },
      // all registrations come from here; a shorter period, so that hundreds fit into a minute
      matching: { network_tries: 1_000_000, answer_ms: 100 },
      ...more,
    }),
  )
  const settings = loadSettings({ files: [settingsFile], env })
  if (Array.isArray(settings)) throw new Error(settingsErrorText(settings))
  await migrate(settings)
  const { house, close } = await buildHouse(settings)
  await initKeys(house, new Date())
  const objectsFile = join(folder, 'objects.yaml')
  writeFileSync(objectsFile, objects)
  const read = readObjectFiles([objectsFile], secrets)
  const applied = read.problems.length > 0 ? undefined : await applyObjects(house, read.objects, 'bench')
  if (applied?.kind !== 'applied') throw new Error(JSON.stringify(applied ?? read.problems))
  const apps: Child[] = []
  return {
    issuer: settings.issuer,
    postgresPid: postgres.pid,
    env,
    house,
    createDatabase,
    async start() {
      const started = performance.now()
      const app = existsSync(join(compiled, 'src/main.js'))
        ? startChild('src/main.js', [], env)
        : startChild('src/cli/main.js', ['serve'], env)
      apps.push(app)
      await becomesReady(`http://127.0.0.1:${operationsPort}/health/ready`, app)
      return { app, readyMs: performance.now() - started }
    },
    async close() {
      for (const app of apps) await app.stop()
      await close()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function becomesReady(url: string, app: Child): Promise<void> {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; ) {
    if (app.process.exitCode !== null) throw new Error(`the application ended (${app.process.exitCode})`)
    const status = await new Promise<number>(done =>
      get(url, answer => done(answer.resume().statusCode ?? 0)).once('error', () => done(0)),
    )
    if (status === 200) return
    await new Promise(done => setTimeout(done, 10))
  }
  throw new Error('the application did not become ready')
}
