import type { Sealer } from '../platform/index.ts'
import { type Reader, send, type Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/** A factor that the person enrolled besides the password; `kind` is a factor's kind in factors/index.ts. */
export interface AccountFactor {
  readonly id: string
  readonly kind: string
  /** The own contact that it sends to, where it sends. */
  readonly contactId?: string
  /** What pages may say about it: the id of a security question. */
  readonly detail?: string
  readonly createdAt: Date
  readonly lastUsedAt?: Date
}
export interface NewAccountFactor {
  readonly id: string
  readonly accountId: string
  readonly kind: string
  readonly contactId?: string
  readonly detail?: string
  /** Time step that its first code was of. */
  readonly lastStep?: number
}
/** Such as an authenticator app, or an answer. */
export interface NewSecretFactor extends NewAccountFactor {
  /** Left out where the secret stands in a table of its own, or is the person's alone. */
  readonly data?: string
  readonly name?: string
}

export const namePurpose = 'account_factors.name'
const dataPurpose = 'account_factors.data'

export async function createAccountFactor(tx: Transaction, factor: NewAccountFactor, at: Date): Promise<void> {
  await tx
    .insertInto('account_factors')
    .values({ ...rowOf(factor), created_at: at })
    .execute()
}

/** Such as an authenticator app: the factor and its secret. */
export async function createSecretFactor(
  tx: Transaction,
  sealer: Sealer,
  factor: NewSecretFactor,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('account_factors')
    .values({
      ...rowOf(factor),
      data_sealed: factor.data ? sealer.seal(dataPurpose, factor.data) : null,
      name_sealed: factor.name ? sealer.seal(namePurpose, factor.name) : null,
      created_at: at,
    })
    .execute()
}

const rowOf = (factor: NewAccountFactor) => ({
  id: factor.id,
  account_id: factor.accountId,
  kind: factor.kind,
  contact_id: factor.contactId ?? null,
  detail: factor.detail ?? null,
  last_step: factor.lastStep ?? null,
})

const factorsOfAccount = prepared((db, { accountId }: { accountId: string }) =>
  db
    .selectFrom('account_factors')
    .select(['id', 'kind', 'contact_id', 'detail', 'created_at', 'last_used_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id'),
)

export async function findAccountFactors(read: Reader, accountId: string): Promise<readonly AccountFactor[]> {
  const rows = await factorsOfAccount.rows(read, { accountId })
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    ...(row.contact_id ? { contactId: row.contact_id } : {}),
    ...(row.detail ? { detail: row.detail } : {}),
    createdAt: row.created_at,
    ...(row.last_used_at ? { lastUsedAt: row.last_used_at } : {}),
  }))
}

/** The same, and nobody else may take one away until this transaction is over. */
export function findAccountFactorsLocked(
  tx: Transaction,
  accountId: string,
): Promise<readonly Pick<AccountFactor, 'id' | 'kind'>[]> {
  return tx
    .selectFrom('account_factors')
    .select(['id', 'kind'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Every factor of one kind with its secret, oldest first. */
export async function findFactorSecrets(
  read: Reader,
  sealer: Sealer,
  accountId: string,
  kind: string,
): Promise<readonly { readonly id: string; readonly data: string }[]> {
  const rows = await read
    .selectFrom('account_factors')
    .select(['id', 'data_sealed'])
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('data_sealed', 'is not', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.flatMap(row =>
    row.data_sealed ? [{ id: row.id, data: sealer.open(dataPurpose, row.data_sealed).toString('utf8') }] : [],
  )
}

export async function updateFactorUse(tx: Transaction, accountId: string, kind: string, at: Date): Promise<void> {
  await send(
    tx,
    tx
      .updateTable('account_factors')
      .set({ last_used_at: at })
      .where('account_id', '=', accountId)
      .where('kind', '=', kind),
  )
}

/**
 * Spends a time step of an authenticator app (RFC 6238 §5.2).
 * @returns false where this or a later one was used before, or the app was removed: of 50 uses of one code one succeeds
 */
export async function updateFactorStep(tx: Transaction, id: string, step: number): Promise<boolean> {
  const updated = await tx
    .updateTable('account_factors')
    .set({ last_step: step })
    .where('id', '=', id)
    .where(eb => eb.or([eb('last_step', 'is', null), eb('last_step', '<', step)]))
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** What the person calls them, by id; few kinds have a name. */
export async function findFactorNames(
  read: Reader,
  sealer: Sealer,
  accountId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await read
    .selectFrom('account_factors')
    .select(['id', 'name_sealed'])
    .where('account_id', '=', accountId)
    .where('name_sealed', 'is not', null)
    .execute()
  return new Map(
    rows.flatMap(row =>
      row.name_sealed ? [[row.id, sealer.open(namePurpose, row.name_sealed).toString('utf8')] as const] : [],
    ),
  )
}

/** @returns false where it is gone */
export async function updateFactorName(
  tx: Transaction,
  sealer: Sealer,
  accountId: string,
  factor: { readonly id: string; readonly name: string },
): Promise<boolean> {
  const { id, name } = factor
  const updated = await tx
    .updateTable('account_factors')
    .set({ name_sealed: sealer.seal(namePurpose, name) })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** @returns false where it was gone before */
export async function deleteAccountFactor(tx: Transaction, accountId: string, id: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('account_factors')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** Of a kind that there is one of: a new security question or set of codes takes the place of the old one. */
export async function deleteAccountFactors(tx: Transaction, accountId: string, kind: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('account_factors')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}

/**
 * Removes what was enrolled since then beside contacts: passkeys, apps, a question, recovery codes.
 * @returns their kinds
 */
export async function deleteFactorsSince(tx: Transaction, accountId: string, since: Date): Promise<readonly string[]> {
  const gone = await tx
    .deleteFrom('account_factors')
    .where('account_id', '=', accountId)
    .where('contact_id', 'is', null)
    .where('created_at', '>=', since)
    .returning('kind')
    .execute()
  return gone.map(({ kind }) => kind)
}
