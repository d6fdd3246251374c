import { sql } from 'kysely'
import type { Database, Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/** How many tries in a row are compared, and how long the pause is that follows. */
export interface FailureRule {
  readonly failures: number
  readonly seconds: number
}
export interface FailureCharge {
  /** false: this try must not be compared. */
  readonly allowed: boolean
  /** All tries that were compared since the last success. */
  readonly total: number
  readonly pausedUntil?: Date
  /** This very try began the pause. */
  readonly beganPause: boolean
}

/** A budget without tries is forgotten after this long, so that made-up usernames do not stay. */
const keptSeconds = 30 * 86_400

/**
 * Counts one try *before* it is compared, in one statement that is the same for everybody: parallel guesses never
 * exceed the budget. Tries during a pause are refused and do not lengthen it; after it the count starts afresh.
 */
export async function chargeFailure(
  db: Database | Transaction,
  keyHash: Buffer,
  rule: FailureRule,
  at: Date,
): Promise<FailureCharge> {
  const until = new Date(at.getTime() + rule.seconds * 1000)
  const expires = new Date(at.getTime() + Math.max(keptSeconds, rule.seconds) * 1000)
  const paused = rule.failures <= 1 ? until : null
  const row = await countedTry.first(db, { keyHash, most: rule.failures, paused, until, expires, at })
  if (!row) throw new Error('a try was not counted')
  return {
    allowed: row.failures <= rule.failures,
    total: row.total,
    beganPause: row.paused_until?.getTime() === until.getTime() && row.failures === rule.failures,
    ...(row.paused_until ? { pausedUntil: row.paused_until } : {}),
  }
}

const countedTry = prepared(
  (
    db,
    {
      keyHash,
      most,
      paused,
      until,
      expires,
      at,
    }: {
      keyHash: Buffer
      most: number
      paused: Date | null
      until: Date
      expires: Date
      at: Date
    },
  ) =>
    db
      .insertInto('failure_budgets')
      .values({ key_hash: keyHash, failures: 1, total: 1, paused_until: paused, expires_at: expires, updated_at: at })
      .onConflict(conflict =>
        conflict.column('key_hash').doUpdateSet({
          failures: sql<number>`case when failure_budgets.paused_until <= ${at} then 1 else failure_budgets.failures + 1 end`,
          total: sql<number>`case when failure_budgets.paused_until > ${at} then failure_budgets.total else failure_budgets.total + 1 end`,
          paused_until: sql<Date | null>`case
          when failure_budgets.paused_until > ${at} then failure_budgets.paused_until
          when failure_budgets.paused_until is not null then case when ${most}::bigint <= 1 then ${until}::timestamptz end
          when failure_budgets.failures + 1 >= ${most}::bigint then ${until}::timestamptz
        end`,
          expires_at: expires,
          updated_at: at,
        }),
      )
      .returning(['failures', 'total', 'paused_until']),
)

/** After a success, or by staff. */
export async function deleteFailureBudget(db: Database | Transaction, keyHash: Buffer): Promise<void> {
  await deletedBudget.send(db, { keyHash })
}

const deletedBudget = prepared((db, { keyHash }: { keyHash: Buffer }) =>
  db.deleteFrom('failure_budgets').where('key_hash', '=', keyHash),
)

/** Whether a pause holds, for staff who look why somebody cannot get in. */
export async function findPause(read: Reader, keyHash: Buffer, at: Date): Promise<Date | undefined> {
  const row = await read
    .selectFrom('failure_budgets')
    .select('paused_until')
    .where('key_hash', '=', keyHash)
    .where('paused_until', '>', at)
    .executeTakeFirst()
  return row?.paused_until ?? undefined
}
