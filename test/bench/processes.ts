import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { projectRoot } from '../../src/platform/index.ts'

/** Folder of what was compiled for this run: the product as it ships, and the benchmark beside it. */
export const compiled = fileURLToPath(new URL('../../', import.meta.url))

const { heapFlags, memoryEnvironment } = (await import(
  pathToFileURL(join(projectRoot, 'bin/lib/node24.mjs')).href
)) as {
  heapFlags: readonly string[]
  memoryEnvironment: NodeJS.ProcessEnv
}

export interface Child {
  readonly pid: number
  readonly process: ChildProcess
  /** The next message that it sends; rejects where it ends instead. */
  message<T>(): Promise<T>
  stop(): Promise<void>
}

/**
 * Starts a compiled program under this Node with the shipped heap flags. Its log goes nowhere but where asked, its complaints to ours;
 * it does not outlive us.
 */
export function startChild(
  program: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  { output }: { readonly output?: 'pipe' } = {},
): Child {
  const extra = process.env.BENCH_NODE_FLAGS?.split(' ') ?? []
  const child = spawn(process.execPath, [...heapFlags, ...extra, join(compiled, program), ...args], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...memoryEnvironment, ...env },
    stdio: ['ignore', output ?? (process.env.BENCH_LOG ? 'inherit' : 'ignore'), 'inherit', 'ipc'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  const exited = once(child, 'exit')
  child.once('exit', () => process.removeListener('exit', end))
  return {
    pid: child.pid as number,
    process: child,
    message: <T>() =>
      Promise.race([
        once(child, 'message').then(([message]) => message as T),
        exited.then(([code]) => Promise.reject(new Error(`${program} ended (${code}) before it answered`))),
      ]),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGCONT')
        child.kill('SIGTERM')
      }
      await exited
    },
  }
}

export const pause = (child: Child): void => void child.process.kill('SIGSTOP')
export const resume = (child: Child): void => void child.process.kill('SIGCONT')

export const atOnce = 4
/** A few at a time, as a server has them. */
export async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count
  const worker = async () => {
    while (left > 0) {
      left -= 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
