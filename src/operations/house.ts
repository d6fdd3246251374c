import type { Texts } from '../core/index.ts'
import type { Delivery } from '../delivery/index.ts'
import type { Hasher } from '../platform/hasher.ts'
import type { Logger, Metrics, Random, Sealer } from '../platform/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Database } from '../store/index.ts'
import type { Limits } from '../store/limits.ts'
import type { MatchIndex } from './match-indexes/index.ts'

/**
 * What an operation or a step may use of the running instance. Built once by `app.ts`; tests build it on a real
 * database with a movable clock and seeded randomness.
 */
export interface House {
  readonly settings: Settings
  readonly db: Database
  readonly sealer: Sealer
  readonly random: Random
  /** argon2id behind a bounded queue */
  readonly hasher: Hasher
  /** enqueues texts, calls and mails in the caller's transaction */
  readonly delivery: Delivery
  readonly limits: Limits
  readonly log: Logger
  readonly metrics: Metrics
  /** Texts of hosted pages, which an organisation may word otherwise; none where left out. */
  readonly texts?: Texts
  /** Where matching finds its candidates, where it is another than the registry alone. */
  readonly matchIndex?: MatchIndex
}
