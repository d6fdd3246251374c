/**
 * The composition root: builds one running instance from settings, and nothing else does. What a floor needs from a
 * higher one (rendering for oidc, job handlers for the worker) is passed in here.
 */
import type { RequestListener } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createGateways, startWorker, type WorkerOptions } from './delivery/index.ts'
import { commonLimits, createFlowEngine, validateFlows } from './flow-engine/index.ts'
import { flowLimits, flows } from './flows/index.ts'
import { type BuildOptions, buildHouse, type OpenHouse } from './house.ts'
import { createHttp, type HttpParts } from './http/index.ts'
import { type Listening, listen } from './http/listen.ts'
import { oidcPages } from './http/oidc-pages.ts'
import { createOperationsServer } from './http/operations-server.ts'
import { jobsOf } from './jobs.ts'
import { createOidc, type Oidc } from './oidc/index.ts'
import { openAuditWebhook } from './operations/audit-stream/index.ts'
import type { House } from './operations/house.ts'
import { createConsole, createOperatorApi, createSignInTest } from './operator/index.ts'
import type { Settings } from './settings/index.ts'
import { openPool } from './store/index.ts'
import type { KeyringWatch } from './store/keyring-watch.ts'

export interface App {
  readonly house: House
  readonly oidc: Oidc
  /** For the worker of this instance and for tests that drain its jobs. */
  readonly jobs: WorkerOptions
  readonly keyring: KeyringWatch
  /** Listens, and takes jobs. @returns the ports, where 0 was asked for */
  start(options?: { readonly takeJobs?: boolean }): Promise<{ port: number; operationsPort: number }>
  /**
   * Unready first, while the balancer takes notice (`listen.drain_seconds`); then no new connection, then what runs may
   * finish, then the pools.
   */
  stop(): Promise<void>
}

/** One instance: server, worker, operations port. Several of them share a database and nothing else. */
export async function createApp(settings: Settings, options: BuildOptions = {}): Promise<App> {
  const open = await buildHouse(settings, options)
  try {
    return await appOn(open, options)
  } catch (error) {
    await open.close()
    throw error
  }
}

async function appOn({ house, translators, keyring, close }: OpenHouse, options: BuildOptions): Promise<App> {
  const { log, metrics, settings } = house
  const limits = { ...commonLimits, ...flowLimits }
  validateFlows(flows, limits, translators.has)
  const oidc = await createOidc(house, oidcPages(house, translators))
  const engine = createFlowEngine({ house, flows, limits })
  const api = createOperatorApi({ house, oidc, translators })
  let listener: RequestListener | undefined
  const ownListener = () => listener as RequestListener
  const before: HttpParts['before'] = frame => [
    api.middleware,
    createSignInTest({ house, frame, translators, own: ownListener }),
    ...(settings.console.enabled
      ? [
          createConsole({
            house,
            oidc,
            frame,
            translators,
            dispatcher: api.dispatcher,
            own: ownListener,
          }),
        ]
      : []),
  ]
  const http = createHttp({ house, oidc, engine, flows, translators, before })
  listener = http.callback()
  const own = createGateways(settings)
  const jobPool = openPool({ url: settings.database.url, max: 4, connectTimeoutMs: 5000 }, error =>
    log.fault('database.idle', error),
  )
  const webhook = openAuditWebhook(house)
  const jobs = jobsOf({
    house,
    oidc,
    gateways: options.gateways ?? own,
    pool: jobPool,
    ...(webhook ? { webhook } : {}),
  })
  let isReady = false
  let outside: Listening | undefined
  const operations = createOperationsServer({ house, metrics, isReady: () => isReady })
  /** What was begun, in order; it ends in the opposite one. */
  const begun: (() => Promise<unknown>)[] = [
    close,
    () => jobPool.end(),
    () => own.close(),
    async () => webhook?.close(),
    () => oidc.close(),
  ]

  const app: App = {
    house,
    oidc,
    jobs,
    keyring,
    async start({ takeJobs = true } = {}) {
      const { host, port, operations_host, operations_port } = settings.listen
      const began = <T extends { close(): Promise<void> }>(part: T): T => {
        begun.push(() => part.close())
        return part
      }
      try {
        const inside: Listening = began(await listen(operations.callback(), operations_port, operations_host))
        if (takeJobs) {
          const worker = await startWorker(jobs)
          begun.push(() => worker.stop())
        }
        outside = began(await listen(http.callback(), port, host))
        isReady = true
        return { port: outside.port, operationsPort: inside.port }
      } catch (error) {
        await app.stop()
        throw error
      }
    },
    async stop() {
      isReady = false
      outside?.leave()
      const { drain_seconds } = settings.listen
      if (outside && begun.length > 0 && drain_seconds > 0) await wait(drain_seconds * 1000)
      for (const end of begun.splice(0).reverse()) await end()
    },
  }
  return app
}
