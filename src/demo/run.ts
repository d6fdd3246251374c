import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { createApp } from '../app.ts'
import { migrate } from '../house.ts'
import { createLogger } from '../platform/index.ts'
import type { Settings } from '../settings/index.ts'
import { describeDemo, renderTable } from './describe.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { startInbox } from './inbox/server.ts'
import { startInsurerProcess } from './insurer/process.ts'
import type { DemoOptions } from './options.ts'
import { type Places, placesFrom } from './places.ts'
import { seed } from './seed.ts'
import { demoSettings } from './settings.ts'
import { startSites } from './sites.ts'
import { loadState, logFile, postgresFolder, resetDemo } from './state.ts'

export interface Demo {
  /** What `/demo.json` answers, ready for a terminal. */
  table(): Promise<string>
  /** Everything in reverse order; resolves when nothing is left. */
  stop(): Promise<void>
}

/**
 * The whole product in one process, a Postgres and an insurer beside it. Where a part does not start, those before it are stopped.
 * @throws Error with a sentence that says what to do
 */
export async function startDemo(options: DemoOptions, onStep: (words: string) => void): Promise<Demo> {
  const places = placesFrom(options.portBase)
  const closers: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  }
  try {
    await refuseTakenPorts(places)
    if (options.reset) await resetDemo(options.dataDir)
    await mkdir(options.dataDir, { recursive: true })
    const state = await loadState(options.dataDir)

    onStep('Starting Postgres …')
    const postgres = await startEmbeddedPostgres({
      dataDir: postgresFolder(options.dataDir),
      port: places.ports.postgres,
      durable: true,
    })
    closers.push(() => postgres.stop())
    const settings = demoSettings(places, await createDatabase(postgres.url, 'vestibule'))
    const log = createLogger({
      level: settings.log.level,
      destination: createWriteStream(logFile(options.dataDir), { flags: 'a', mode: 0o600 }),
    })

    onStep('Preparing the database …')
    await migrate(settings)
    const seeded = await seed({ settings, log, state, ...options })
    closers.push(() => seeded.close())

    onStep('Starting Vestibule, the inbox, the portals and the insurer …')
    const describe = async () => describeDemo(places, state, await seeded.openCodes())
    const inbox = await startInbox({
      port: places.ports.inbox,
      smtpPort: places.ports.smtp,
      describe,
      readLetter: seeded.readLetter,
    })
    closers.push(() => inbox.close())
    for (const site of await startSites(places, state)) closers.push(() => site.close())
    const insurer = await startInsurerProcess({ port: places.ports.insurer, vestibule: places.urls.issuer })
    closers.push(() => insurer.close())
    await startVestibule(settings, log, closers)
    await becomesReady(places)
    return { table: async () => renderTable(places, await describe()), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startVestibule(
  settings: Settings,
  log: ReturnType<typeof createLogger>,
  closers: (() => Promise<unknown>)[],
): Promise<void> {
  const app = await createApp(settings, { log })
  closers.push(() => app.stop())
  await app.start()
}

/** @returns the address of the database, made where it is missing */
async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function refuseTakenPorts({ ports }: Places): Promise<void> {
  const taken = (await Promise.all(Object.values(ports).map(async port => ((await isFree(port)) ? [] : [port])))).flat()
  if (taken.length === 0) return
  const which = taken.length === 1 ? `Port ${taken[0]} is` : `Ports ${taken.join(', ')} are`
  throw new Error(`${which} in use by another program: stop it, or choose other ports with --port-base`)
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(done => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })

async function becomesReady({ urls }: Places): Promise<void> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; await wait(50)) {
    const answer = await fetch(`${urls.operations}/health/ready`).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`Vestibule did not become ready: see ${urls.operations}/health/ready`)
}
