const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  // Postgres: admin shutdown, crash shutdown, cannot connect now, too many connections, database dropped
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '53300',
  '53400',
  '3D000',
])

/**
 * Whether an error says that the database cannot be reached just now, or that no connection came free in time: 503,
 * not 500. node-postgres gives its own connection errors no code, only words.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  // read as data: an error may have been made in another realm, where `instanceof` says no
  const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: unknown }
  if (Array.isArray(errors) && errors.some(isDatabaseAway)) return true
  if (typeof code === 'string' && (awayCodes.has(code) || code.startsWith('08'))) return true
  return (
    typeof message === 'string' &&
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed/.test(
      message,
    )
  )
}
