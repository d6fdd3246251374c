import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'

/** Who somebody is at an insurer, for ever (OIDC Core §5.7; SAML: insurer, entity id and NameID). */
export interface UpstreamName {
  readonly issuer: string
  readonly subject: string
}
/** An upstream identity that signs in to an account. */
export interface AccountUpstream {
  readonly id: string
  readonly accountId: string
  readonly insurer: string
  readonly basis: string
  readonly createdAt: Date
  readonly lastUsedAt?: Date
}

const identityPurpose = 'account_upstreams.identity'
/** A line break stands in no issuer: two names never make one key. */
export const identityIndex = (sealer: Sealer, { issuer, subject }: UpstreamName): Buffer =>
  sealer.index(purposes.upstreamIdentity, `${issuer}\n${subject}`)

const columns = ['id', 'account_id', 'insurer_id', 'basis', 'created_at', 'last_used_at'] as const
const upstreamOf = (row: {
  readonly id: string
  readonly account_id: string
  readonly insurer_id: string
  readonly basis: string
  readonly created_at: Date
  readonly last_used_at: Date | null
}): AccountUpstream => ({
  id: row.id,
  accountId: row.account_id,
  insurer: row.insurer_id,
  basis: row.basis,
  createdAt: row.created_at,
  ...(row.last_used_at ? { lastUsedAt: row.last_used_at } : {}),
})

/**
 * Ties an upstream identity to an account. The unique index decides every race: one identity, one account.
 * @returns false where it is tied already, to whomever
 */
export async function createAccountUpstream(
  tx: Transaction,
  sealer: Sealer,
  link: {
    readonly id: string
    readonly accountId: string
    readonly insurer: string
    readonly name: UpstreamName
    readonly basis: string
  },
  at: Date,
): Promise<boolean> {
  const created = await tx
    .insertInto('account_upstreams')
    .values({
      id: link.id,
      account_id: link.accountId,
      insurer_id: link.insurer,
      identity_index: identityIndex(sealer, link.name),
      identity_sealed: sealer.sealJson(identityPurpose, { issuer: link.name.issuer, subject: link.name.subject }),
      basis: link.basis,
      last_used_at: at,
      created_at: at,
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return created.numInsertedOrUpdatedRows === 1n
}

/** Whose account an identity signs in to. */
export async function findUpstreamAccount(
  read: Reader,
  sealer: Sealer,
  name: UpstreamName,
): Promise<AccountUpstream | undefined> {
  const row = await read
    .selectFrom('account_upstreams')
    .select(columns)
    .where('identity_index', '=', identityIndex(sealer, name))
    .executeTakeFirst()
  return row && upstreamOf(row)
}

export async function findAccountUpstreams(read: Reader, accountId: string): Promise<readonly AccountUpstream[]> {
  const rows = await read
    .selectFrom('account_upstreams')
    .select(columns)
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(upstreamOf)
}

/** The same, held until the transaction ends, so that two who each take one away wait for one another. */
export async function findAccountUpstreamsLocked(
  tx: Transaction,
  accountId: string,
): Promise<readonly AccountUpstream[]> {
  const rows = await tx
    .selectFrom('account_upstreams')
    .select(columns)
    .where('account_id', '=', accountId)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(upstreamOf)
}

/** @returns false where it was taken away meanwhile: it signs nobody in any more */
export async function updateUpstreamUse(
  tx: Transaction,
  sealer: Sealer,
  use: { readonly accountId: string; readonly name: UpstreamName },
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('account_upstreams')
    .set({ last_used_at: at })
    .where('account_id', '=', use.accountId)
    .where('identity_index', '=', identityIndex(sealer, use.name))
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

export async function deleteAccountUpstream(tx: Transaction, accountId: string, id: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('account_upstreams')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}
