/**
 * Password hashes of other systems, as their exports write them. Read into one form; never made here. A plain password
 * is none of them.
 */
export type LegacyPassword =
  | { readonly scheme: 'bcrypt'; readonly encoded: string; readonly cost: number }
  | {
      readonly scheme: 'pbkdf2'
      readonly digest: 'sha1' | 'sha256' | 'sha512'
      readonly iterations: number
      /** base64 */
      readonly salt: string
      readonly hash: string
    }
  | { readonly scheme: 'argon2'; readonly encoded: string }

export type LegacyProblem = 'password-plain' | 'password-scheme' | 'password-encoding' | 'password-cost'

/** One check may keep one core busy this long at most: some seconds for the dearest. */
const dearest = { bcrypt: 14, iterations: 2_000_000, memoryKiB: 262_144, passes: 10, lanes: 16 }

/** What the check of a hash costs: equal words, equal work. */
export function legacyCost(password: LegacyPassword): string {
  if (password.scheme === 'bcrypt') return `bcrypt:${password.cost}`
  if (password.scheme === 'pbkdf2')
    return `pbkdf2:${password.digest}:${password.iterations}:${Buffer.from(password.hash, 'base64').length}`
  const [, variant, version, parameters] = password.encoded.split('$')
  return `argon2:${variant}:${version}:${parameters}`
}

/** A hash that costs as much to check, and that nothing fits. @returns undefined where the words are none of ours */
export function legacyDecoy(cost: string): LegacyPassword | undefined {
  const [scheme, ...parts] = cost.split(':')
  if (scheme === 'bcrypt')
    return {
      scheme,
      cost: Number(parts[0]),
      encoded: `$2b$${String(parts[0]).padStart(2, '0')}$${'.'.repeat(22)}${'.'.repeat(31)}`,
    }
  if (scheme === 'pbkdf2')
    return {
      scheme,
      digest: parts[0] as 'sha256',
      iterations: Number(parts[1]),
      salt: Buffer.alloc(16).toString('base64'),
      hash: Buffer.alloc(Number(parts[2])).toString('base64'),
    }
  if (scheme === 'argon2')
    return { scheme, encoded: `$${parts[0]}$${parts[1]}$${parts[2]}$${'A'.repeat(22)}$${'A'.repeat(43)}` }
  return undefined
}

/** Reads `{scheme, hash}`, or Keycloak's `{scheme: "keycloak", credentialData, secretData}`. */
export function readLegacyPassword(given: unknown): LegacyPassword | LegacyProblem {
  if (typeof given !== 'object' || given === null) return 'password-plain'
  const { scheme, hash, credentialData, secretData } = given as Record<string, unknown>
  if (scheme === 'keycloak') return fromKeycloak(opened(credentialData), opened(secretData))
  if (scheme === 'plain' || scheme === 'plaintext') return 'password-plain'
  if (typeof hash !== 'string') return 'password-encoding'
  if (scheme === 'bcrypt') return fromBcrypt(hash)
  if (scheme === 'pbkdf2') return fromPhcPbkdf2(hash) ?? fromDjango(hash) ?? 'password-encoding'
  return scheme === 'argon2' ? fromArgon2(hash) : 'password-scheme'
}

function fromBcrypt(hash: string): LegacyPassword | LegacyProblem {
  const cost = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash)?.[1]
  if (!cost) return 'password-encoding'
  return Number(cost) < 4 || Number(cost) > dearest.bcrypt
    ? 'password-cost'
    : { scheme: 'bcrypt', encoded: hash, cost: Number(cost) }
}

function fromArgon2(encoded: string): LegacyPassword | LegacyProblem {
  const match = /^\$argon2(?:id|i|d)\$v=19\$((?:[mtp]=\d{1,7},?){3})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}$/.exec(
    encoded,
  )
  if (!match) return 'password-encoding'
  const number = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(match[1] ?? '')?.[1] ?? 0)
  const [memory, passes, lanes] = [number('m'), number('t'), number('p')]
  if (memory === 0 || passes === 0 || lanes === 0) return 'password-encoding'
  return memory > dearest.memoryKiB || passes > dearest.passes || lanes > dearest.lanes || memory < 8 * lanes
    ? 'password-cost'
    : { scheme: 'argon2', encoded }
}

function pbkdf2(digest: string, iterations: number, salt: Buffer, hash: Buffer): LegacyPassword | LegacyProblem {
  if (digest !== 'sha1' && digest !== 'sha256' && digest !== 'sha512') return 'password-scheme'
  if (salt.length < 8 || salt.length > 128 || hash.length < 16 || hash.length > 128) return 'password-encoding'
  if (!Number.isInteger(iterations) || iterations < 1 || iterations > dearest.iterations) return 'password-cost'
  return { scheme: 'pbkdf2', digest, iterations, salt: salt.toString('base64'), hash: hash.toString('base64') }
}

/** `$pbkdf2-sha256$i=600000$salt$hash`, and passlib's, which leaves out `i=` and writes `.` for `+`. */
function fromPhcPbkdf2(text: string): LegacyPassword | LegacyProblem | undefined {
  const match =
    /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,8})(?:,l=\d+)?\$([A-Za-z0-9+/.]+={0,2})\$([A-Za-z0-9+/.]+={0,2})$/.exec(
      text,
    )
  if (!match) return undefined
  const bytes = (part = '') => Buffer.from(part.replaceAll('.', '+'), 'base64')
  return pbkdf2(match[1] ?? 'sha1', Number(match[2]), bytes(match[3]), bytes(match[4]))
}

/** `pbkdf2_sha256$600000$salt$hash`: the salt is text, not base64. */
function fromDjango(text: string): LegacyPassword | LegacyProblem | undefined {
  const match = /^pbkdf2_(sha1|sha256|sha512)\$(\d{1,8})\$([^$]+)\$([A-Za-z0-9+/]+={0,2})$/.exec(text)
  return match
    ? pbkdf2(match[1] ?? '', Number(match[2]), Buffer.from(match[3] ?? ''), Buffer.from(match[4] ?? '', 'base64'))
    : undefined
}

type Fields = Readonly<Record<string, unknown>>
/** Keycloak's export holds JSON inside strings. */
function opened(part: unknown): Fields {
  try {
    const value: unknown = typeof part === 'string' ? JSON.parse(part) : part
    return typeof value === 'object' && value !== null ? (value as Fields) : {}
  } catch {
    return {}
  }
}

function fromKeycloak(credential: Fields, secret: Fields): LegacyPassword | LegacyProblem {
  const { algorithm, hashIterations } = credential
  if (typeof secret.value !== 'string' || typeof secret.salt !== 'string' || typeof algorithm !== 'string')
    return 'password-encoding'
  const [salt, hash] = [Buffer.from(secret.salt, 'base64'), Buffer.from(secret.value, 'base64')]
  if (algorithm !== 'argon2')
    return pbkdf2(
      algorithm === 'pbkdf2' ? 'sha1' : algorithm.replace(/^pbkdf2-/, ''),
      Number(hashIterations),
      salt,
      hash,
    )
  const extra = opened(credential.additionalParameters)
  const one = (name: string) => String([extra[name]].flat()[0] ?? '')
  const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  const parameters = `m=${one('memory')},t=${Number(hashIterations)},p=${one('parallelism')}`
  return fromArgon2(`$argon2${one('type') || 'id'}$v=19$${parameters}$${bare(salt)}$${bare(hash)}`)
}
