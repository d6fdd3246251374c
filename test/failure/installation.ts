import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Agent as Connections, type Dispatcher } from 'undici'
import { stringify } from 'yaml'
import { buildHouse } from '../../src/house.ts'
import { applyObjects } from '../../src/operations/config.ts'
import type { House } from '../../src/operations/house.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { initKeys } from '../../src/operations/signing-keys.ts'
import { now, projectRoot } from '../../src/platform/index.ts'
import { loadSettings, settingsErrorText } from '../../src/settings/index.ts'
import { openTestDatabase, type TestDatabase } from '../driver/database.ts'
import { searchText } from '../driver/dump.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { findFreePort } from '../driver/ports.ts'
import { until } from '../driver/until.ts'
import { portalSecret } from '../driver/world.ts'

/** One instance as an operator runs it: a process of its own, the compiled program that `npm start` starts. */
export interface Instance {
  readonly process: ChildProcess
  readonly port: number
  readiness(): Promise<number>
  /** Status and milliseconds from the signal to its end. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ readonly code: number | null; readonly ms: number }>
}

/** Several processes on one database behind a balancer without sticky sessions. */
export interface Installation {
  readonly issuer: string
  readonly database: TestDatabase
  /** Parts without a server, to put people there and to look. */
  readonly house: House
  /** Each connection goes to the next instance that is in turn. */
  readonly dispatcher: Dispatcher
  /** @param more modules that are loaded before the program, and variables besides */
  start(more?: { readonly imports?: readonly string[]; readonly env?: NodeJS.ProcessEnv }): Promise<Instance>
  /** What the instances wrote so far, in pieces as they came. */
  readonly log: readonly string[]
  /** The balancer sends nobody there any more. */
  forget(instance: Instance): void
  close(): Promise<void>
}

const main = join(projectRoot, 'dist/src/main.js')
const { heapFlags, memoryEnvironment } = (await import(
  pathToFileURL(join(projectRoot, 'bin/lib/node24.mjs')).href
)) as { heapFlags: readonly string[]; memoryEnvironment: NodeJS.ProcessEnv }
const secretOf = (what: string): string => Buffer.alloc(32, `${what} of the processes `).toString('base64')

/** @param over groups of settings besides those that every process needs */
export async function openInstallation(over: Readonly<Record<string, object>>): Promise<Installation> {
  if (!existsSync(main)) throw new Error('the program is not compiled: run the tests by "npm test", or "npm run build"')
  const database = await openTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-processes-'))
  const port = await findFreePort()
  const issuer = `http://localhost:${port}`
  const settingsFile = join(folder, 'settings.yaml')
  const env = {
    VESTIBULE_CONFIG: settingsFile,
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    WRAPPING_KEY: testWrappingKeys[0].secret,
    PASSWORD_PEPPER: secretOf('pepper'),
    COOKIE_KEY: secretOf('cookies'),
    // nobody has an email here
    SMTP_URL: 'smtp://127.0.0.1:1',
  }
  const groups = {
    issuer,
    keys: {
      wrapping: [{ id: testWrappingKeys[0].id, secret: 'env:WRAPPING_KEY' }],
      pepper: 'env:PASSWORD_PEPPER',
      cookies: ['env:COOKIE_KEY'],
    },
    passwords: { memory_kib: 64, queue: 1000 },
    limits: { address_points: 100_000, anonymous_network_sends: 100_000, anonymous_prefix_sends: 100_000 },
    outbound: { allow: ['127.0.0.0/8', '::1/128'] },
    ...over,
    listen: { host: '127.0.0.1', port, ...over.listen },
  }
  writeFileSync(settingsFile, stringify(groups))
  const settings = loadSettings({ files: [settingsFile], env })
  if (Array.isArray(settings)) throw new Error(settingsErrorText(settings))
  const { house, close } = await buildHouse({ ...settings, log: { ...settings.log, level: 'silent' } })
  await initKeys(house, now())
  const read = readObjectFiles([join(projectRoot, 'test/driver/objects.yaml')], { PORTAL_SECRET: portalSecret })
  const applied = read.problems.length > 0 ? undefined : await applyObjects(house, read.objects, 'test')
  if (applied?.kind !== 'applied') throw new Error(JSON.stringify(applied ?? read.problems))

  const instances: Instance[] = []
  const inTurn: Instance[] = []
  const log: string[] = []
  let turn = 0
  const dispatcher = new Connections({
    connections: 64,
    pipelining: 0,
    connect: (_options, callback) => {
      turn += 1
      const socket = connect(inTurn[turn % inTurn.length]?.port ?? port, '127.0.0.1')
      socket.once('connect', () => callback(null, socket)).once('error', error => callback(error, null))
    },
  })
  return {
    issuer,
    database,
    house,
    dispatcher,
    log,
    async start({ imports = [], env: moreEnv = {} } = {}) {
      const [own, operations] = [await findFreePort(), await findFreePort()]
      const child = spawn(process.execPath, [...heapFlags, ...imports.flatMap(each => ['--import', each]), main], {
        cwd: projectRoot,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          TZ: 'UTC',
          ...memoryEnvironment,
          ...env,
          ...moreEnv,
          VESTIBULE_LISTEN_PORT: String(own),
          VESTIBULE_LISTEN_OPERATIONS_PORT: String(operations),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      // it does not outlive the test, whatever becomes of that
      const endWithUs = () => child.kill('SIGKILL')
      process.once('exit', endWithUs)
      const exited = once(child, 'exit').finally(() => process.removeListener('exit', endWithUs))
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', data => log.push(String(data)))
      const instance: Instance = {
        process: child,
        port: own,
        readiness: async () => (await fetch(`http://127.0.0.1:${operations}/health/ready`)).status,
        async end(signal) {
          const before = performance.now()
          if (child.exitCode === null && child.signalCode === null) child.kill(signal)
          await exited
          return { code: child.exitCode, ms: performance.now() - before }
        },
      }
      instances.push(instance)
      await until(async () => {
        if (child.exitCode !== null) return true
        return (await instance.readiness()) === 200
      }, 30_000)
      if (child.exitCode !== null) throw new Error(`the instance ended (${child.exitCode}): ${log.slice(-5).join('')}`)
      inTurn.push(instance)
      return instance
    },
    forget(instance) {
      inTurn.splice(inTurn.indexOf(instance), 1)
    },
    async close() {
      await Promise.all(instances.map(instance => instance.end('SIGKILL')))
      await dispatcher.destroy()
      await close()
      rmSync(folder, { recursive: true, force: true })
      try {
        searchText('the log of a process', log)
      } finally {
        await database.close()
      }
    },
  }
}
