import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { Agent as Connections, type Dispatcher } from 'undici'
import { type App, createApp } from '../../src/app.ts'
import { drainJobs } from '../../src/delivery/index.ts'
import type { InboxMessage } from '../../src/demo/inbox/mailbox.ts'
import { startInbox } from '../../src/demo/inbox/server.ts'
import { buildHouse } from '../../src/house.ts'
import { applyObjects } from '../../src/operations/config.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { initKeys } from '../../src/operations/signing-keys.ts'
import { createLogger, projectRoot } from '../../src/platform/index.ts'
import type { Settings } from '../../src/settings/index.ts'
import { Agent, type AgentOptions } from './agent.ts'
import { notes, notesField } from './canaries.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'
import { searchText } from './dump.ts'
import { openPortal, type Portal } from './portal.ts'
import { findFreePort } from './ports.ts'
import { testSettings } from './settings.ts'
import { until } from './until.ts'

export interface World {
  readonly issuer: string
  readonly database: TestDatabase
  readonly apps: readonly App[]
  readonly app: App
  /** Spreads connections over the instances, as a load balancer without sticky sessions does. */
  readonly dispatcher: Dispatcher
  /** Every connection to one instance, by its number. */
  only(instance: number): Dispatcher
  readonly inbox: TestInbox
  /** Health and metrics of each instance. */
  readonly operationsPorts: readonly number[]
  /** Lines that the instances logged, at every level. */
  readonly log: readonly string[]
  browser(options?: AgentOptions): Agent
  /** `at`: it asks one instance only. */
  portal(clientId?: string, at?: Dispatcher): Promise<Portal>
  /**
   * Ends the installation. @throws Error where its database, logs or metrics hold anything personal or secret that the
   * tests used: no test needs to ask for that by itself
   */
  close(): Promise<void>
}
export interface TestInbox {
  /** Does every job that is due, then returns what was sent, newest first. */
  messages(to?: string): Promise<readonly InboxMessage[]>
  /** The newest code sent to a phone or address. */
  latestCode(to: string): Promise<string>
}
export interface WorldOptions {
  readonly instances?: number
  readonly settings?: Partial<{ [G in keyof Settings]: unknown }>
  /** YAML of objects besides the two organisations and the portal. */
  readonly objects?: string
  readonly takeJobs?: boolean
}

export const portalSecret = 'a secret that only the portal under test knows'
export const portalRedirect = 'http://127.0.0.1:9/callback'

const objectsFile = join(projectRoot, 'test/driver/objects.yaml')

/** One installation on a database of its own: real instances, real inbox, real objects. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const database = await openTestDatabase()
  const [port, inboxPort, smtpPort] = [await findFreePort(), await findFreePort(), await findFreePort()]
  const inbox = await startInbox({ port: inboxPort, smtpPort, describe: async () => ({}) })
  const lines: string[] = []
  const log = createLogger({ level: 'debug', destination: collecting(lines) })
  const apps: App[] = []
  const ports: number[] = []
  const operationsPorts: number[] = []
  for (let index = 0; index < (options.instances ?? 1); index += 1) {
    const settings = testSettings({
      databaseUrl: database.url,
      port,
      inbox: { port: inboxPort, smtpPort },
      ...(options.settings ? { over: options.settings } : {}),
    })
    const first = index === 0
    if (first) await seed(settings, options.objects)
    const app = await createApp({ ...settings, listen: { ...settings.listen, port: first ? port : 0 } }, { log })
    const started = await app.start({ takeJobs: options.takeJobs ?? false })
    ports.push(started.port)
    operationsPorts.push(started.operationsPort)
    apps.push(app)
  }
  const issuer = `http://localhost:${port}`
  let turn = 0
  const dispatchers: Connections[] = []
  /** The issuer's name leads where `next` says; anything else is what it says. */
  const leading = (next: () => number | undefined) => {
    const dispatcher = new Connections({
      connections: 64,
      pipelining: 0,
      connect: ({ port: wanted }, callback) => {
        const socket = connect(Number(wanted) === port ? (next() ?? port) : Number(wanted), '127.0.0.1')
        socket.once('connect', () => callback(null, socket)).once('error', error => callback(error, null))
      },
    })
    dispatchers.push(dispatcher)
    return dispatcher
  }
  const dispatcher = leading(() => {
    turn += 1
    return ports[turn % ports.length]
  })
  const [app] = apps as [App]
  const messages: TestInbox['messages'] = async to => {
    await drainJobs(app.jobs)
    const found = inbox.mailbox.find(to ? { to } : {})
    for (const message of found) {
      notes(message.channel === 'email' ? 'email' : 'phone', message.to)
      for (const code of message.codes) notesField('one-time code', code)
    }
    return found
  }
  return {
    issuer,
    database,
    apps,
    app,
    dispatcher,
    only: instance => leading(() => ports[instance]),
    operationsPorts,
    log: lines,
    inbox: {
      messages,
      async latestCode(to) {
        const find = async () => (await messages(to)).flatMap(message => message.codes)[0]
        // an instance that takes jobs may have this one in hand
        if (options.takeJobs) await until(async () => (await find()) !== undefined, 20_000)
        const code = await find()
        if (!code) throw new Error('no code was sent there')
        return code
      },
    },
    browser: agentOptions =>
      new Agent({ dispatcher, stopAt: url => url.origin === 'http://127.0.0.1:9', ...agentOptions }),
    portal: (clientId = 'northside-portal', at = dispatcher) =>
      openPortal({ issuer, clientId, secret: portalSecret, redirectUri: portalRedirect, dispatcher: at }),
    async close() {
      await Promise.all(apps.map(each => each.stop()))
      await Promise.all(dispatchers.map(each => each.close()))
      await inbox.close()
      const metrics = await Promise.all(apps.map(({ house }) => house.metrics.render()))
      try {
        searchText('the log', lines)
        searchText(
          'the metrics',
          metrics.map(({ body }) => body),
        )
      } finally {
        await database.close()
      }
    },
  }

  async function seed(settings: Settings, more: string | undefined): Promise<void> {
    const { house, close } = await buildHouse(settings)
    await initKeys(house, new Date())
    const folder = mkdtempSync(join(tmpdir(), 'vestibule-objects-'))
    const moreFile = join(folder, 'more.yaml')
    writeFileSync(moreFile, more ?? '')
    const read = readObjectFiles(more ? [objectsFile, moreFile] : [objectsFile], { PORTAL_SECRET: portalSecret })
    rmSync(folder, { recursive: true })
    if (read.problems.length > 0) throw new Error(JSON.stringify(read.problems))
    const applied = await applyObjects(house, read.objects, 'test')
    if (applied.kind !== 'applied') throw new Error(JSON.stringify(applied.problems))
    await close()
  }
}

const collecting = (lines: string[]): Writable =>
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).split('\n').filter(Boolean))
      done()
    },
  })
