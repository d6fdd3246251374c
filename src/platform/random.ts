import { randomBytes, randomInt } from 'node:crypto'
import { v7 } from 'uuid'

/** Source of randomness; tests pass a seeded one where an outcome must repeat. */
export interface Random {
  bytes(count: number): Buffer
  /** Uniform integer, 0 ≤ n < `below`. */
  below(below: number): number
}

export const systemRandom: Random = { bytes: randomBytes, below: limit => randomInt(limit) }

/** A fresh time-ordered key (RFC 9562 §5.7, UUID version 7). */
export const newId = (): string => v7()

/** A bearer value for links and cookies: 128 bits or more, base64url. */
export const newToken = (random: Random, bytes = 16): string => random.bytes(bytes).toString('base64url')

/** A one-time code of `digits` decimal digits, leading zeros kept. */
export const newDigits = (random: Random, digits = 6): string =>
  Array.from({ length: digits }, () => random.below(10)).join('')

const referenceAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A short reference code for error pages, such as `QF7-2KM`; it names an audit row and carries no meaning. */
export const newReference = (random: Random): string => {
  const pick = () => Array.from({ length: 3 }, () => referenceAlphabet[random.below(32)]).join('')
  return `${pick()}-${pick()}`
}
