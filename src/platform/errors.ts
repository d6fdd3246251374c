export interface ErrorDescription {
  readonly name: string
  /** Node's, Postgres's or our own error code */
  readonly code?: string
  /** Postgres: what was violated, by name */
  readonly constraint?: string
  /** frames only: `at function (file:line:column)` */
  readonly stack: readonly string[]
  readonly cause?: ErrorDescription
}

const word = /^[\w.:/-]{1,120}$/
const wordOf = (holder: object, property: string): string | undefined => {
  const value = (holder as Record<string, unknown>)[property]
  return typeof value === 'string' && word.test(value) ? value : undefined
}

/**
 * What may be logged of an error: name, code and stack frames, and the same of its causes. The message is left out,
 * and with it the first line of the stack: Postgres, zod and HTTP clients put the values they choked on into it
 * (docs/decisions/logs-without-messages.md).
 */
export function describeError(error: unknown, depth = 3): ErrorDescription {
  if (!(error instanceof Error) && !(typeof error === 'object' && error !== null && 'stack' in error))
    return { name: `thrown ${typeof error}`, stack: [] }
  const frames = String((error as Error).stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    // a frame that names something else than code and a place may be part of a message of several lines
    .filter(line => /\((?:[^()]*:\d+:\d+|<anonymous>|native)\)$|at (?:async )?[^\s()]+:\d+:\d+$/.test(line))
    .map(line => line.trim())
    .slice(0, 20)
  const code = wordOf(error, 'code')
  const constraint = wordOf(error, 'constraint')
  const cause = (error as Error).cause
  return {
    name: wordOf(error, 'name') ?? 'Error',
    ...(code && { code }),
    ...(constraint && { constraint }),
    stack: frames,
    ...(cause !== undefined && depth > 0 && { cause: describeError(cause, depth - 1) }),
  }
}
