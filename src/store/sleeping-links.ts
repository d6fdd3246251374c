import { sql } from 'kysely'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/** A link that gives no access until an older factor or a contact of its record is proven. */
export interface SleepingLink {
  readonly id: string
  readonly organizationId: string
  readonly since: Date
}

export async function findSleepingLinks(read: Reader, accountId: string): Promise<readonly SleepingLink[]> {
  const rows = await read
    .selectFrom('account_links')
    .select(['id', 'organization_id', 'asleep_since'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('asleep_since', 'is not', null)
    .orderBy('organization_id')
    .orderBy('id')
    .execute()
  return rows.flatMap(row =>
    row.asleep_since ? [{ id: row.id, organizationId: row.organization_id, since: row.asleep_since }] : [],
  )
}

/** Puts every link of an account to sleep but those to the organisations named. @returns to which organisations */
export async function updateLinksAsleep(
  tx: Transaction,
  asleep: {
    readonly accountId: string
    readonly except: readonly string[]
    readonly reason: 'contact-of-record' | 'staff'
  },
  at: Date,
): Promise<readonly string[]> {
  const rows = await tx
    .updateTable('account_links')
    // one that slept before sleeps since then: what was enrolled meanwhile is still no older factor
    .set({ asleep_since: sql<Date>`coalesce(asleep_since, ${at})`, asleep_reason: asleep.reason })
    .where('account_id', '=', asleep.accountId)
    .where('organization_id', 'not in', [...asleep.except])
    .where('ended_at', 'is', null)
    .returning('organization_id')
    .execute()
  return [...new Set(rows.map(row => row.organization_id))]
}

/** Wakes links to one organisation, where a contact of its record was proven. @returns how many */
export async function updateLinksAwake(tx: Transaction, accountId: string, organizations: readonly string[]) {
  if (organizations.length === 0) return 0
  const updated = await tx
    .updateTable('account_links')
    .set({ asleep_since: null, asleep_reason: null })
    .where('account_id', '=', accountId)
    .where('organization_id', 'in', [...organizations])
    .where('asleep_since', 'is not', null)
    .executeTakeFirst()
  return Number(updated.numUpdatedRows)
}

/**
 * Wakes links that fell asleep after a factor of these kinds was enrolled; where one of them came later it cannot be told
 * which was used, and nothing wakes.
 * @param phone where the code went: codes go to every own phone once they go to one, so that it must be older too
 * @returns how many
 */
export async function updateLinksAwakeByFactor(
  tx: Transaction,
  sealer: Sealer,
  {
    accountId,
    kinds,
    phone,
  }: { readonly accountId: string; readonly kinds: readonly string[]; readonly phone?: string },
): Promise<number> {
  const phoneIndex = phone === undefined ? null : sealer.index(purposes.contactPhone, phone)
  return awakenedByFactor.count(tx, { accountId, kinds: [...kinds], phoneIndex })
}

interface Awakening {
  readonly accountId: string
  readonly kinds: string[]
  readonly phoneIndex: Buffer | null
}
const awakenedByFactor = prepared((db, { accountId, kinds, phoneIndex }: Awakening) =>
  db
    .updateTable('account_links')
    .set({ asleep_since: null, asleep_reason: null })
    .where('account_id', '=', accountId)
    .where('asleep_since', 'is not', null)
    .where(
      // a number that was changed since is no older factor either
      sql<boolean>`(
        select max(greatest(factor.created_at, contact.created_at, contact.verified_at)) < account_links.asleep_since
        from account_factors factor left join account_contacts contact on contact.id = factor.contact_id
        where factor.account_id = account_links.account_id and factor.kind = any(${kinds}::text[]))`,
    )
    .where(
      sql<boolean>`(${phoneIndex}::bytea is null or (
        select max(greatest(own.created_at, own.verified_at)) < account_links.asleep_since from account_contacts own
        where own.account_id = account_links.account_id and own.verified_at is not null
          and own.value_index = ${phoneIndex}::bytea))`,
    ),
)
