/**
 * The composition root: builds one running instance from settings, and nothing else does. What a floor needs from a
 * higher one (rendering for oidc, job handlers for the worker) is passed in here.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { viewTexts } from '../views/index.ts'
import {
  createDelivery,
  createGateways,
  createMessageHandler,
  deliveryTexts,
  type Gateways,
  messageJob,
  type SenderOrganization,
  startWorker,
  type Worker,
  type WorkerOptions,
} from './delivery/index.ts'
import { factorTexts } from './factors/index.ts'
import { commonLimits, createFlowEngine, validateFlows } from './flow-engine/index.ts'
import { flowLimits, flows, flowTexts } from './flows/index.ts'
import { createHttp, httpTexts } from './http/index.ts'
import { oidcPages } from './http/oidc-pages.ts'
import { createOperationsServer } from './http/operations-server.ts'
import { createOidc, type Oidc } from './oidc/index.ts'
import { sealAudit } from './operations/audit-seal.ts'
import type { House } from './operations/house.ts'
import { purge } from './operations/purge.ts'
import { logoutJob } from './operations/sessions.ts'
import { advanceKeys } from './operations/signing-keys.ts'
import { createHasher } from './platform/hasher.ts'
import {
  createLogger,
  createMetrics,
  createSealer,
  createTranslators,
  type Logger,
  now,
  type Random,
  systemRandom,
  type Translators,
} from './platform/index.ts'
import type { Settings } from './settings/index.ts'
import { stepTexts } from './steps/index.ts'
import { loadKeyring } from './store/data-keys.ts'
import { type Database, openDatabase, openPool, type Pool, type Transaction } from './store/index.ts'
import { createLimits } from './store/limits.ts'
import { migrateUp } from './store/migrate.ts'
import { findOrganization } from './store/organizations.ts'

export interface BuildOptions {
  readonly log?: Logger
  readonly random?: Random
  /** Gateways other than the settings name: the tests' own providers. */
  readonly gateways?: Gateways
}

/** A house with the connections that it holds; the command line works with this, without any server. */
export interface OpenHouse {
  readonly house: House
  readonly pool: Pool
  readonly translators: Translators
  close(): Promise<void>
}

const catalogs = [viewTexts, httpTexts, deliveryTexts, factorTexts, stepTexts, flowTexts]

/** Opens the database, unwraps the keys and makes the parts that operations use. Changes nothing. */
export async function buildHouse(settings: Settings, options: BuildOptions = {}): Promise<OpenHouse> {
  const log = options.log ?? createLogger({ level: settings.log.level })
  const random = options.random ?? systemRandom
  const { database } = settings
  const pool = openPool({ url: database.url, max: database.pool, connectTimeoutMs: database.wait_ms }, error =>
    log.fault('database.idle', error),
  )
  const db = openDatabase(pool)
  try {
    const sealer = createSealer(await loadKeyring(db, settings.keys.wrapping, random))
    const translators = createTranslators(catalogs, { onTrouble: id => log.error('texts.missing', { part: id }) })
    const { passwords } = settings
    const house: House = {
      settings,
      db,
      sealer,
      random,
      hasher: await createHasher({
        pepper: Buffer.from(settings.keys.pepper, 'base64'),
        memoryKiB: passwords.memory_kib,
        iterations: passwords.iterations,
        concurrency: passwords.concurrency,
        queueLength: passwords.queue,
      }),
      delivery: createDelivery({ sealer, settings, translators, organizations: senderOf }),
      limits: createLimits(pool, sealer),
      log,
      metrics: createMetrics({ processMetrics: settings.environment !== 'test' }),
    }
    return { house, pool, translators, close: () => db.destroy() }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** What a message shows of the organisation that it is sent for. */
async function senderOf(tx: Transaction, id: string): Promise<SenderOrganization | undefined> {
  const organization = await findOrganization(tx, id)
  if (!organization) return undefined
  const { accent } = organization.branding
  return { timeZone: organization.timeZone, ...(accent ? { accent } : {}) }
}

export interface App {
  readonly house: House
  readonly oidc: Oidc
  /** For the worker of this instance and for tests that drain its jobs. */
  readonly jobs: WorkerOptions
  /** Listens, and takes jobs. @returns the ports, where 0 was asked for */
  start(options?: { readonly takeJobs?: boolean }): Promise<{ port: number; operationsPort: number }>
  /** Unready first, then no new connection, then what runs may finish, then the pools. */
  stop(): Promise<void>
}

/** One instance: server, worker, operations port. Several of them share a database and nothing else. */
export async function createApp(settings: Settings, options: BuildOptions = {}): Promise<App> {
  const { house, translators, close } = await buildHouse(settings, options)
  const { log, metrics } = house
  validateFlows(flows, { ...commonLimits, ...flowLimits }, translators.has)
  const oidc = await createOidc(house, oidcPages(house, translators))
  const http = createHttp({
    house,
    oidc,
    engine: createFlowEngine({ house, flows, limits: { ...commonLimits, ...flowLimits } }),
    flowNames: new Set(flows.map(flow => flow.name)),
    translators,
  })
  const gateways = options.gateways ?? createGateways(settings)
  const jobPool = openPool({ url: settings.database.url, max: 4, connectTimeoutMs: 5000 }, error =>
    log.fault('database.idle', error),
  )
  const jobs = jobsOf({ house, oidc, gateways, jobPool })
  let isReady = false
  const operations = createOperationsServer({ house, metrics, isReady: () => isReady })
  const servers: Server[] = []
  let worker: Worker | undefined

  return {
    house,
    oidc,
    jobs,
    async start({ takeJobs = true } = {}) {
      const [server, operationsServer] = [createServer(http.callback()), createServer(operations.callback())]
      servers.push(server, operationsServer)
      const port = await listening(server, settings.listen.port, settings.listen.host)
      const operationsPort = await listening(
        operationsServer,
        settings.listen.operations_port,
        settings.listen.operations_host,
      )
      if (takeJobs) worker = await startWorker(jobs)
      isReady = true
      return { port, operationsPort }
    },
    async stop() {
      isReady = false
      const [server, operationsServer] = servers
      if (server) await closed(server)
      await worker?.stop()
      await oidc.close()
      if (operationsServer) await closed(operationsServer)
      await jobPool.end()
      await close()
    },
  }
}

function jobsOf({
  house,
  oidc,
  gateways,
  jobPool,
}: {
  house: House
  oidc: Oidc
  gateways: Gateways
  jobPool: Pool
}): WorkerOptions {
  const { db, sealer, log, metrics, settings } = house
  return {
    db,
    pool: jobPool,
    log,
    metrics,
    handlers: {
      [messageJob]: createMessageHandler({
        db,
        sealer,
        gateways,
        log,
        metrics,
        timeoutMs: settings.delivery.timeout_ms,
      }),
      [logoutJob]: ({ id }) => oidc.deliverLogout(id),
    },
    periodic: [
      { name: 'seal-audit', everySeconds: 3, run: () => sealAudit(house) },
      { name: 'end-sessions', everySeconds: 60, run: () => oidc.endExpiredSessions() },
      { name: 'purge', everySeconds: 300, run: signal => purge(house, signal) },
      { name: 'advance-keys', everySeconds: 600, run: () => advanceKeys(house, now()) },
      { name: 'refresh-keys', everySeconds: 15, run: () => oidc.refreshKeys() },
    ],
  }
}

const listening = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })

/** Lets answers finish; idle keep-alive connections are closed at once, so that nothing is reset. */
const closed = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })

/** Brings the schema up to date; several instances may do it at once. */
export async function migrate(settings: Settings): Promise<void> {
  const pool = openPool({ url: settings.database.url, max: 2, connectTimeoutMs: 10_000 }, () => {})
  const db: Database = openDatabase(pool)
  try {
    await migrateUp(db, pool)
  } finally {
    await db.destroy()
  }
}
