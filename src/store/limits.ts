/** One named budget; `points` per `seconds`, then refused for the rest of the window (or `blockSeconds`). */
export interface LimitRule {
  readonly points: number
  readonly seconds: number
  readonly blockSeconds?: number
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
  /** `key` is personal (a number, a username): it is stored as a keyed hash only. */
  charge(name: string, key: string, rule: LimitRule): Promise<LimitCharge>
  /** Gives a budget back after a success, where the rule says so. */
  clear(name: string, key: string): Promise<void>
}
