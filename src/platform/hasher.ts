import argon2 from 'argon2'
import type { LegacyPassword } from '../core/legacy-passwords.ts'
import { verifyLegacy } from './legacy-hashes.ts'

/** Thrown where the hashing queue is full: the boundary answers 503 with Retry-After. */
export class HasherBusy extends Error {
  constructor() {
    super('password hashing queue is full')
  }
}

export interface HasherOptions {
  /** Kept outside the database (settings `keys.pepper`). */
  readonly pepper: Buffer
  readonly memoryKiB: number
  readonly iterations: number
  /** Hashes at once; one a core. */
  readonly concurrency: number
  /** Waiting hashes beyond which requests are refused. */
  readonly queueLength: number
}
export interface Hasher {
  /** @returns the argon2id hash in PHC form. @throws HasherBusy */
  hash(secret: string): Promise<string>
  /**
   * Compares in constant work: with `stored` undefined a decoy of the same cost is verified and the answer is false.
   * @throws HasherBusy
   */
  verify(stored: string | null | undefined, secret: string): Promise<boolean>
  /**
   * Checks the hash of another system in the same queue. @throws HasherBusy
   */
  verifyLegacy(stored: LegacyPassword, secret: string): Promise<boolean>
  /** Whether a stored hash was made with weaker parameters than today's. */
  needsRehash(stored: string): boolean
}

/** argon2id, m=19 MiB, t=2, p=1 by default (OWASP Password Storage), pepper as the `secret` input (RFC 9106 §3.1). */
export async function createHasher(options: HasherOptions): Promise<Hasher> {
  const parameters = {
    type: argon2.argon2id,
    memoryCost: options.memoryKiB,
    timeCost: options.iterations,
    parallelism: 1,
    secret: options.pepper,
  } as const
  let running = 0
  const waiting: (() => void)[] = []
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= options.concurrency) {
      if (waiting.length >= options.queueLength) throw new HasherBusy()
      await new Promise<void>(resolve => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
  const decoy = await argon2.hash('nobody has this password', parameters)
  return {
    hash: secret => inTurn(() => argon2.hash(secret, parameters)),
    verify: (stored, secret) =>
      inTurn(async () => {
        const same = await argon2.verify(stored ?? decoy, secret, { secret: options.pepper })
        return same && typeof stored === 'string'
      }),
    verifyLegacy: (stored, secret) => inTurn(() => verifyLegacy(stored, secret)),
    needsRehash: stored =>
      argon2.needsRehash(stored, { memoryCost: options.memoryKiB, timeCost: options.iterations, parallelism: 1 }),
  }
}
