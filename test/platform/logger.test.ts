import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Writable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { createLogger, describeError, type LogFields, withCorrelation } from '../../src/platform/index.ts'

function capture() {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, log: createLogger({ level: 'debug', destination }), last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

describe('a log line', () => {
  test('has its event, its fields and the correlation id of what is running', () => {
    const { log, last } = capture()
    withCorrelation('abc-1', () => log.info('http.request', { route: '/flow/:id', status: 303, ok: true }))
    expect(last()).toMatchObject({
      level: 'info',
      event: 'http.request',
      route: '/flow/:id',
      status: 303,
      ok: true,
      correlation: 'abc-1',
    })
  })

  test('drops names that are not on the list and values of another shape', () => {
    const { lines, log, last } = capture()
    log.info('x', { phone: '+15550100123', reason: 'Wilhelmina Featherstone', client: 'a@b.example' } as LogFields)
    expect(last()).toMatchObject({ reason: '(dropped)', client: '(dropped)' })
    expect(lines.join()).not.toMatch(/5550100123|Featherstone|@b/)
  })

  test('keeps of an error its name, code and frames, never a message', () => {
    const { lines, log, last } = capture()
    const cause = Object.assign(new Error('Key (email)=(w@f.example) exists'), { code: '23505', constraint: 'one_key' })
    log.fault('http.fault', new TypeError('no such patient Featherstone\nborn 1941', { cause }), { route: '/x' })
    expect(last().error).toMatchObject({ name: 'TypeError', cause: { code: '23505', constraint: 'one_key' } })
    expect(last().error.stack[0]).toMatch(/logger\.test\.ts:\d+/)
    expect(lines.join()).not.toMatch(/Featherstone|1941|w@f/)
  })

  test('a logger with fixed fields adds them to each line', () => {
    const { log, last } = capture()
    log.with({ job: 'purge' }).warn('job.slow', { durationMs: 12 })
    expect(last()).toMatchObject({ job: 'purge', durationMs: 12, level: 'warn' })
  })
})

test('what was thrown need not be an error', () => {
  expect(describeError('Featherstone')).toEqual({ name: 'thrown string', stack: [] })
})

describe('standard output', () => {
  /** What a process of its own leaves behind that does so and ends. */
  const program = (work: string): string[] => [
    '--no-warnings',
    '--input-type=module',
    '-e',
    `import { createLogger } from '${new URL('../../src/platform/logger.ts', import.meta.url)}'
      const log = createLogger({ level: 'info' })
      ${work}`,
  ]
  const leftBy = (work: string): string[] => {
    const { stdout } = spawnSync(process.execPath, program(work))
    return String(stdout)
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line).event)
  }

  test('has everything up to the last error, whatever ends the process', () => {
    expect(leftBy(`log.info('one'); log.error('two'); process.kill(process.pid, 'SIGKILL')`)).toEqual(['one', 'two'])
    expect(leftBy(`log.fault('one', new Error()); process.kill(process.pid, 'SIGKILL')`)).toEqual(['one'])
  })

  test('has all of it where the process ends by itself, or by a fault', () => {
    expect(leftBy(`log.info('one'); log.warn('two')`)).toEqual(['one', 'two'])
    expect(leftBy(`log.info('one'); throw new Error('a fault')`)).toEqual(['one'])
    expect(leftBy(`log.info('one'); process.exit(3)`)).toEqual(['one'])
  })

  test('gets lines while the process runs', async () => {
    const child = spawn(process.execPath, program(`log.info('one'); setInterval(() => {}, 1000)`))
    const [line] = await once(child.stdout, 'data')
    child.kill('SIGKILL')
    expect(JSON.parse(String(line)).event).toBe('one')
  })
})
