import { type DestinationStream, pino } from 'pino'
import { correlationId } from './correlation.ts'
import { describeError } from './errors.ts'
import { traceId } from './tracing.ts'

/**
 * Every field that a log line may have, and the shape of its value. There is no way to log anything else: a name that
 * is not here is dropped, and so is a value of another shape, since free text is where personal data hides.
 */
const fieldShapes = {
  /** names from our own code: a flow, a step, an outcome, a limit, a job, a template, a reason of a closed list */
  flow: 'word',
  step: 'word',
  outcome: 'word',
  limit: 'word',
  job: 'word',
  template: 'word',
  channel: 'word',
  gateway: 'word',
  reason: 'word',
  part: 'word',
  table: 'word',
  model: 'word',
  setting: 'word',
  signal: 'word',
  /** the pattern of a route, never the address that was asked for */
  route: 'word',
  method: 'word',
  /** ids of our own making: random, or chosen by the operator */
  correlation: 'word',
  reference: 'word',
  client: 'word',
  organization: 'word',
  insurer: 'word',
  account: 'word',
  operator: 'word',
  message: 'word',
  audit: 'word',
  kid: 'word',
  address: 'word',
  hash: 'word',
  version: 'word',
  status: 'number',
  port: 'number',
  count: 'number',
  attempts: 'number',
  position: 'number',
  durationMs: 'number',
  delaySeconds: 'number',
  ok: 'flag',
} as const satisfies Record<string, 'word' | 'number' | 'flag'>

type Shape = { word: string; number: number; flag: boolean }
export type LogFields = { readonly [N in keyof typeof fieldShapes]?: Shape[(typeof fieldShapes)[N]] }

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
export interface Logger {
  /** `event` is a constant of the code, such as `http.request`: never built from input. */
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  /** A thrown fault, reduced to what cannot carry personal data (see `describeError`). */
  fault(event: string, error: unknown, fields?: LogFields): void
  /** A logger whose lines all have these fields. */
  with(fields: LogFields): Logger
}

// No '@', no spaces, no quotes, no '+': neither an address, a name nor an E.164 number has this shape.
const word = /^[A-Za-z0-9_.:/()*~-]{1,160}$/
const fits = (shape: 'word' | 'number' | 'flag', value: unknown): boolean =>
  shape === 'word'
    ? typeof value === 'string' && word.test(value)
    : shape === 'number'
      ? typeof value === 'number' && Number.isFinite(value)
      : typeof value === 'boolean'

function allowed(fields: LogFields | undefined): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields ?? {})) {
    const shape = Object.hasOwn(fieldShapes, name) ? fieldShapes[name as keyof typeof fieldShapes] : undefined
    if (shape && value !== undefined) kept[name] = fits(shape, value) ? value : '(dropped)'
  }
  return kept
}

const flushEveryMs = 100
let standardOutput: ReturnType<typeof pino.destination> | undefined

/** Lines leave together, some times a second: one by one each would cost a call of the kernel. Errors leave at once. */
function output(): ReturnType<typeof pino.destination> {
  if (standardOutput) return standardOutput
  const lines = pino.destination({ dest: 1, sync: true, minLength: 8192, periodicFlush: flushEveryMs })
  process.once('exit', () => lines.flushSync())
  standardOutput = lines
  return lines
}

/** What is at work: the request or job, and the trace that it belongs to. */
function running(): Record<string, string> {
  const [correlation, trace] = [correlationId(), traceId()]
  return { ...(correlation && { correlation }), ...(trace && { trace }) }
}

/** JSON lines on standard output (or `destination`), each `{time, level, event, …fields, correlation, trace}`. */
export function createLogger(options: { level: LogLevel; destination?: DestinationStream }): Logger {
  const base = {
    level: options.level,
    base: null,
    messageKey: 'event',
    timestamp: () => `,"time":"${new Date(Date.now()).toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const { destination = output() } = options
  const sink = pino(base, destination)
  const flush = (): void => (destination === standardOutput ? standardOutput.flushSync() : undefined)

  const build = (always: Record<string, unknown>): Logger => {
    const line = (level: 'debug' | 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
      if (!sink.isLevelEnabled(level)) return
      sink[level]({ ...running(), ...always, ...allowed(fields) }, event)
      if (level === 'error') flush()
    }
    return {
      debug: line('debug'),
      info: line('info'),
      warn: line('warn'),
      error: line('error'),
      fault(event, error, fields) {
        if (!sink.isLevelEnabled('error')) return
        sink.error({ ...running(), ...always, ...allowed(fields), error: describeError(error) }, event)
        flush()
      },
      with: fields => build({ ...always, ...allowed(fields) }),
    }
  }
  return build({})
}
