import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import type { Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/**
 * Counts a sign-in from a place, in one statement.
 * @param place roughly where it came from (`placeOf` of core/networks); kept as a keyed hash only
 * @returns whether this account was never seen there, and whether it is known from anywhere else
 */
export async function createOrUpdatePlace(
  tx: Transaction,
  sealer: Sealer,
  { accountId, place, expiresAt }: { readonly accountId: string; readonly place: string; readonly expiresAt: Date },
  at: Date,
): Promise<{ readonly isNew: boolean; readonly hasOthers: boolean }> {
  const hash = sealer.index('account.place', `${accountId}|${place}`)
  const row = await counted.first(tx, { accountId, hash, expiresAt, at })
  return { isNew: row?.is_new ?? false, hasOthers: Boolean(row?.has_others) }
}

interface Place {
  readonly accountId: string
  readonly hash: Buffer
  readonly expiresAt: Date
  readonly at: Date
}
const counted = prepared((db, { accountId, hash, expiresAt, at }: Place) =>
  db
    .with('here', part =>
      part
        .insertInto('account_places')
        .values({ account_id: accountId, network_hash: hash, expires_at: expiresAt, created_at: at })
        .onConflict(clash =>
          clash
            .columns(['account_id', 'network_hash'])
            .doUpdateSet(eb => ({ expires_at: eb.ref('excluded.expires_at') })),
        )
        .returning('created_at'),
    )
    .selectFrom('here')
    .select(eb => [
      sql<boolean>`here.created_at = ${at}::timestamptz`.as('is_new'),
      eb
        .exists(
          eb
            .selectFrom('account_places as others')
            .select('others.account_id')
            .where('others.account_id', '=', accountId)
            .where('others.network_hash', '<>', hash)
            .where('others.expires_at', '>', at),
        )
        .as('has_others'),
    ]),
)
