import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import type { Transaction } from './database.ts'

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
  const { rows } = await sql<{ is_new: boolean; has_others: boolean }>`
    with here as (
      insert into account_places (account_id, network_hash, expires_at, created_at)
      values (${accountId}, ${hash}, ${expiresAt}, ${at})
      on conflict (account_id, network_hash) do update set expires_at = excluded.expires_at
      returning created_at
    )
    select here.created_at = ${at}::timestamptz as is_new, exists (
      select 1 from account_places others
      where others.account_id = ${accountId} and others.network_hash <> ${hash} and others.expires_at > ${at}
    ) as has_others from here`.execute(tx)
  return { isNew: rows[0]?.is_new ?? false, hasOthers: rows[0]?.has_others ?? false }
}
