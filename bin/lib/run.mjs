import { spawn } from 'node:child_process'

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program in our place: its output is ours, signals that reach us reach it, and it does not outlive us.
 * @returns its exit status; 128 + n where signal n ended it
 */
export function run(program, parameters, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, parameters, { stdio: 'inherit', ...options })
    const forward = signal => child.kill(signal)
    for (const signal of passedOn) process.on(signal, forward)
    // npm starts us through a shell; where npm is killed the shell may not tell us, but we get another parent
    const parent = process.ppid
    const watch = process.env.npm_lifecycle_event
      ? setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500)
      : undefined
    watch?.unref()
    child.once('error', fail)
    child.once('exit', (code, signal) => {
      clearInterval(watch)
      for (const each of passedOn) process.removeListener(each, forward)
      done(code ?? 128 + (signalNumbers[signal] ?? 1))
    })
  })
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGABRT: 6, SIGSEGV: 11, SIGTERM: 15 }

/**
 * Runs a program and keeps its words to itself, unless it fails.
 * @throws Error with everything that it said
 */
export async function runQuietly(program, parameters, options = {}) {
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (words += chunk))
  const code = await new Promise((done, fail) => child.once('error', fail).once('close', done))
  if (code !== 0) throw new Error(`${[program, ...parameters].join(' ')} failed (${code}):\n${words.trim()}`)
}

export const say = words => process.stderr.write(`${words}\n`)
