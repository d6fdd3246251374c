import { type Reader, send, type Transaction } from './database.ts'

/** A factor that the person enrolled besides the password; `kind` is a factor's kind in factors/index.ts. */
export interface AccountFactor {
  readonly id: string
  readonly kind: string
  /** The own contact that it sends to, where it sends. */
  readonly contactId?: string
  readonly lastUsedAt?: Date
}

export async function createAccountFactor(
  tx: Transaction,
  factor: { readonly id: string; readonly accountId: string; readonly kind: string; readonly contactId?: string },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('account_factors')
    .values({
      id: factor.id,
      account_id: factor.accountId,
      kind: factor.kind,
      contact_id: factor.contactId ?? null,
      created_at: at,
    })
    .execute()
}

export async function findAccountFactors(read: Reader, accountId: string): Promise<readonly AccountFactor[]> {
  const rows = await read
    .selectFrom('account_factors')
    .select(['id', 'kind', 'contact_id', 'last_used_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    ...(row.contact_id ? { contactId: row.contact_id } : {}),
    ...(row.last_used_at ? { lastUsedAt: row.last_used_at } : {}),
  }))
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
