import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  findRunAs,
  findSharedTemporaryFolder,
  isReachableByOthers,
  isRoot,
  preparePostgresBinaries,
  type RunAs,
} from './postgres-binaries.ts'

export interface EmbeddedPostgresOptions {
  /** Where the data lies; made where missing. See `resolveDataFolder` for the one exception. */
  readonly dataDir: string
  readonly port: number
  /** False gives up safety against power cuts for speed (no fsync): for tests. */
  readonly durable: boolean
  /** Gets each line of the server's log. */
  readonly log?: (line: string) => void
}

export interface EmbeddedPostgres {
  /** Connection string of the server's own database, `postgres`. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Ends every connection and the server; resolves when the process is gone. May be called twice. */
  stop(): Promise<void>
}

/**
 * The folder that really holds the data. Postgres does not run as root, so for root it must lie where `nobody` can
 * walk: where `dataDir` is inside a private folder, a folder in the temporary directory named after it is used instead.
 */
export function resolveDataFolder(dataDir: string): string {
  const wanted = resolve(dataDir)
  if (!isRoot() || isReachableByOthers(dirname(wanted))) return wanted
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16)
  return join(findSharedTemporaryFolder(), `vestibule-data-${name}`)
}

/** Removes a data folder, wherever `resolveDataFolder` put it. The server must be stopped. */
export const removeData = (dataDir: string): Promise<void> =>
  rm(resolveDataFolder(dataDir), { recursive: true, force: true })

/**
 * Starts a Postgres of our own on 127.0.0.1 (no unix socket, no password: for demo and tests, refused in production)
 * and resolves when it takes connections. However this process ends, the server ends with it: see `watchOver`.
 * @throws Error with the server's last words where it does not start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('embedded Postgres is for demo and tests: set DATABASE_URL')
  // made first: under a strict umask it comes out private, and is judged as it is
  await mkdir(dirname(resolve(options.dataDir)), { recursive: true })
  const folder = resolveDataFolder(options.dataDir)
  const runAs = findRunAs()
  const binaries = await preparePostgresBinaries()
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(binaries, folder, runAs)
  await clearStaleLock(folder)

  const server = spawn(join(binaries, 'bin', 'postgres'), serverArguments(folder, options), {
    ...runAs,
    ...quiet,
    // a group of its own: Ctrl-C in a terminal reaches us alone, and we stop the server last
    detached: true,
  })
  const watchdog = watchOver(server)
  const exited = new Promise<void>(done => server.once('exit', () => done()))
  try {
    await becomesReady(server, options.log)
  } catch (error) {
    server.kill('SIGKILL')
    watchdog.kill('SIGKILL')
    throw error
  }
  const interrupt = () => server.kill('SIGINT')
  process.once('exit', interrupt)
  return {
    url: `postgres://vestibule@127.0.0.1:${options.port}/postgres`,
    port: options.port,
    pid: server.pid as number,
    async stop() {
      // SIGINT is Postgres's "fast" shutdown: it rolls back what is open and writes what is committed
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGINT')
      await exited
      process.removeListener('exit', interrupt)
    },
  }
}

const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' }
const quiet = { cwd: '/', env: environment, stdio: ['ignore', 'ignore', 'pipe'] as ['ignore', 'ignore', 'pipe'] }

/** A new cluster, made aside and moved into place whole: a start that was killed half-way leaves nothing half-made. */
async function initialise(binaries: string, folder: string, runAs: RunAs): Promise<void> {
  const fresh = `${folder}.new-${process.pid}`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  await chmod(fresh, 0o700)
  if (runAs.uid !== undefined) await chown(fresh, runAs.uid, runAs.gid as number)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const program = spawn(
    join(binaries, 'bin', 'initdb'),
    ['-D', fresh, '-U', 'vestibule', '--auth=trust', '--no-sync', '--no-instructions', ...locale],
    { ...runAs, ...quiet },
  )
  let words = ''
  program.stderr?.on('data', chunk => {
    words += chunk
  })
  const code = await new Promise((done, fail) => program.once('error', fail).once('close', done))
  if (code !== 0) {
    await rm(fresh, { recursive: true, force: true })
    throw new Error(`initdb failed (${code}): ${words.trim()}`)
  }
  await rm(folder, { recursive: true, force: true })
  await rename(fresh, folder)
}

function serverArguments(folder: string, { port, durable }: EmbeddedPostgresOptions): string[] {
  const careless = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'wal_level=minimal',
    'max_wal_senders=0',
  ]
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=64MB',
    'jit=off',
    'timezone=UTC',
    // a failing statement may hold personal data: it stays out of the log
    'log_min_error_statement=panic',
    ...(durable ? [] : careless),
  ]
  return ['-D', folder, '-p', String(port), ...settings.flatMap(setting => ['-c', setting])]
}

/**
 * A shell that reads a pipe from this process and stops the server when the pipe closes, that is, when this process is
 * gone for whatever reason, kill -9 included. It ends with the server.
 */
function watchOver(server: ChildProcess): ChildProcess {
  const script = 'read _; kill -INT "$1" 2>/dev/null; exit 0'
  const watchdog = spawn('sh', ['-c', script, 'sh', String(server.pid)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.on('error', () => server.kill('SIGINT'))
  server.once('exit', () => watchdog.kill('SIGKILL'))
  return watchdog
}

async function becomesReady(server: ChildProcess, log?: (line: string) => void): Promise<void> {
  const last: string[] = []
  await new Promise<void>((ready, fail) => {
    let rest = ''
    server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() as string
      for (const line of lines) {
        log?.(line)
        last.push(line)
        if (last.length > 20) last.shift()
        if (line.includes('database system is ready to accept connections')) ready()
      }
    })
    server.once('error', fail)
    server.once('exit', code => fail(new Error(`Postgres did not start (${code}):\n${last.join('\n')}`)))
  })
}

/**
 * Deals with a `postmaster.pid` left behind. A number in it that names somebody else's process by now (after a restart
 * of the machine or container) would keep Postgres from starting, so the file goes; a server that is really still
 * there gets a moment to end, as it does after its parent was killed, and is then respected.
 * @throws Error where another process uses this data folder
 */
async function clearStaleLock(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  for (const deadline = Date.now() + 10_000; existsSync(file); await wait(50)) {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    if (!commandLine(pid).includes(folder)) return rm(file, { force: true })
    if (Date.now() > deadline) throw new Error(`the data in ${folder} is in use by process ${pid}: stop that first`)
  }
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
