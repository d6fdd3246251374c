import { contactPurpose, purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/** An account's own contact: set by the person. Verified or not, it identifies nobody by itself. */
export interface AccountContact {
  readonly id: string
  readonly kind: 'phone' | 'email'
  /** E.164 number or normalised address */
  readonly value: string
  readonly verifiedAt?: Date
  readonly primary: boolean
}
export interface NewAccountContact {
  readonly id: string
  readonly accountId: string
  readonly kind: 'phone' | 'email'
  readonly value: string
  readonly verifiedAt?: Date
  readonly primary: boolean
}

export async function createAccountContact(
  tx: Transaction,
  sealer: Sealer,
  contact: NewAccountContact,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('account_contacts')
    .values({
      id: contact.id,
      account_id: contact.accountId,
      kind: contact.kind,
      value_sealed: sealer.seal(purposes.contactValue, contact.value),
      value_index: sealer.index(contactPurpose(contact.kind), contact.value),
      verified_at: contact.verifiedAt ?? null,
      primary: contact.primary,
      created_at: at,
    })
    .execute()
}

const contactsOfAccount = prepared((db, { accountId }: { accountId: string }) =>
  db
    .selectFrom('account_contacts')
    .select(['id', 'kind', 'value_sealed', 'verified_at', 'primary'])
    .where('account_id', '=', accountId)
    .orderBy('primary', 'desc')
    .orderBy('created_at')
    .orderBy('id'),
)

/** Oldest first; the primary of each kind before others. */
export async function findAccountContacts(
  read: Reader,
  sealer: Sealer,
  accountId: string,
): Promise<readonly AccountContact[]> {
  const rows = await contactsOfAccount.rows(read, { accountId })
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    value: sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
    ...(row.verified_at ? { verifiedAt: row.verified_at } : {}),
    primary: row.primary,
  }))
}
