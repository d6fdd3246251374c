import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Sealer } from '../platform/index.ts'
import type { Transaction } from './database.ts'

/** One named budget; `points` per `seconds`, then refused for the rest of the window (or `blockSeconds`). */
export interface LimitRule {
  readonly points: number
  readonly seconds: number
  readonly blockSeconds?: number
  /** What one charge takes; 1 where left out. */
  readonly cost?: number
  /** A silent limit does not stop a step: the step does the same work and answers as for a wrong secret. */
  readonly silent?: boolean
}
export interface LimitCharge {
  readonly allowed: boolean
  /** Seconds until the next try can succeed. */
  readonly retryAfter: number
  readonly remaining: number
}
/**
 * Budgets counted in Postgres in one statement each, before anything is compared. Where the store is down it throws:
 * the caller refuses.
 */
export interface Limits {
  /**
   * `key` is personal (a number, a username): it is stored as a keyed hash only.
   * @param tx charges as part of a transaction: what is rolled back was not used up
   */
  charge(name: string, key: string, rule: LimitRule, tx?: Transaction): Promise<LimitCharge>
  /** Gives a budget back after a success, where the rule says so. */
  clear(name: string, key: string): Promise<void>
}

/**
 * Limits on rate-limiter-flexible: one upsert counts and answers, on the process's clock (the library sends
 * `Date.now()` with every statement, see docs/decisions/limits-library.md). No in-memory block and no insurance: either
 * would give each instance a budget of its own, or a fresh one while the store is down.
 * @throws Error where the store cannot be reached: the caller refuses.
 */
export function createLimits(pool: pg.Pool, sealer: Pick<Sealer, 'index'>): Limits {
  const limiters = new Map<string, RateLimiterPostgres>()
  const optionsOf = (name: string, rule: LimitRule) => ({
    tableName: 'limits',
    tableCreated: true,
    // the purge job does it
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points: rule.points,
    duration: rule.seconds,
    blockDuration: rule.blockSeconds ?? 0,
  })
  const limiterFor = (name: string, rule: LimitRule): RateLimiterPostgres => {
    const id = `${name} ${rule.points} ${rule.seconds} ${rule.blockSeconds ?? 0}`
    let limiter = limiters.get(id)
    if (!limiter) {
      limiter = new RateLimiterPostgres({ storeClient: pool, storeType: 'pool', ...optionsOf(name, rule) })
      limiters.set(id, limiter)
    }
    return limiter
  }
  const hashed = (name: string, key: string): string => sealer.index(`limit.${name}`, key).toString('base64url')

  return {
    async charge(name, key, rule, tx) {
      const limiter = tx
        ? new RateLimiterPostgres({ storeClient: clientOf(tx), storeType: 'client', ...optionsOf(name, rule) })
        : limiterFor(name, rule)
      try {
        const left = await limiter.consume(hashed(name, key), rule.cost ?? 1)
        return { allowed: true, retryAfter: 0, remaining: left.remainingPoints }
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return { allowed: false, retryAfter: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)), remaining: 0 }
      }
    },
    async clear(name, key) {
      await limiterFor(name, { points: 1, seconds: 1 }).delete(hashed(name, key))
    },
  }
}

/** What the library asks of a connection: one statement at a time. */
const clientOf = (tx: Transaction) => ({
  query: ({ text, values }: { readonly text: string; readonly values: readonly unknown[] }) =>
    tx.executeQuery(CompiledQuery.raw(text, [...values])),
})
