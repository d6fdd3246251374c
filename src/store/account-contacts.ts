import { sql } from 'kysely'
import { contactPurpose, purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'
import type { AccountsTable } from './tables.ts'

/** An account's own contact: set by the person. Verified or not, it identifies nobody by itself. */
export interface AccountContact {
  readonly id: string
  readonly kind: 'phone' | 'email'
  /** E.164 number or normalised address */
  readonly value: string
  readonly verifiedAt?: Date
  readonly primary: boolean
  /** Until then it is too new for a recovery to rest on. */
  readonly settlesAt?: Date
}
export interface NewAccountContact {
  readonly id: string
  readonly accountId: string
  readonly kind: 'phone' | 'email'
  readonly value: string
  readonly verifiedAt?: Date
  readonly primary: boolean
  readonly settlesAt?: Date
}

/** Whether a recovery may rest on a contact: one that was just added may be a thief's (docs/decisions/account-changes.md). */
export const isSettled = ({ settlesAt }: { readonly settlesAt?: Date }, at: Date): boolean =>
  settlesAt === undefined || settlesAt <= at

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
      settles_at: contact.settlesAt ?? null,
      created_at: at,
    })
    .execute()
}

const contactsOfAccount = prepared((db, { accountId }: { accountId: string }) =>
  db
    .selectFrom('account_contacts')
    .select(['id', 'kind', 'value_sealed', 'verified_at', 'primary', 'settles_at'])
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
    ...(row.settles_at ? { settlesAt: row.settles_at } : {}),
  }))
}

/** At most one of a kind is what tokens show and mails go to first. */
export async function updatePrimaryContact(
  tx: Transaction,
  contact: { readonly accountId: string; readonly kind: 'phone' | 'email'; readonly id: string },
): Promise<void> {
  await tx
    .updateTable('account_contacts')
    .set({ primary: sql<boolean>`id = ${contact.id}` })
    .where('account_id', '=', contact.accountId)
    .where('kind', '=', contact.kind)
    .execute()
}

/** What is enrolled for it goes with it. @returns false where it was gone before */
export async function deleteAccountContact(tx: Transaction, accountId: string, id: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('account_contacts')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** What is enrolled for one phone is enrolled for another. */
export async function updateFactorsContact(
  tx: Transaction,
  { accountId, from, to }: { readonly accountId: string; readonly from: string; readonly to: string },
): Promise<void> {
  await tx
    .updateTable('account_factors')
    .set({ contact_id: to })
    .where('account_id', '=', accountId)
    .where('contact_id', '=', from)
    .execute()
}

/** What reaches an account, as a whole: contacts, and what is enrolled for one of them. */
export interface ContactsImage {
  readonly status: AccountsTable['status']
  readonly username: string
  readonly securityOption?: string
  readonly contacts: readonly {
    readonly id: string
    readonly kind: 'phone' | 'email'
    readonly value: string
    readonly verifiedAt: string | null
    readonly primary: boolean
    readonly settlesAt: string | null
    readonly createdAt: string
  }[]
  readonly factors: readonly {
    readonly id: string
    readonly kind: string
    readonly contactId: string
    readonly createdAt: string
  }[]
}

/**
 * Holds an account until the transaction ends, so that two changes of it wait for each other, and reads what reaches it.
 * @returns undefined where there is no such account
 */
export async function findContactsImageLocked(
  tx: Transaction,
  sealer: Sealer,
  accountId: string,
): Promise<ContactsImage | undefined> {
  const account = await tx
    .selectFrom('accounts')
    .select(['status', 'username_sealed', 'security_option'])
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  if (!account) return undefined
  const contacts = await tx
    .selectFrom('account_contacts')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('primary', 'desc')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const factors = await tx
    .selectFrom('account_factors')
    .select(['id', 'kind', 'contact_id', 'created_at'])
    .where('account_id', '=', accountId)
    .where('contact_id', 'is not', null)
    .execute()
  return {
    status: account.status,
    username: sealer.open('account.username', account.username_sealed).toString('utf8'),
    ...(account.security_option ? { securityOption: account.security_option } : {}),
    contacts: contacts.map(row => ({
      id: row.id,
      kind: row.kind,
      value: sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
      verifiedAt: row.verified_at?.toISOString() ?? null,
      primary: row.primary,
      settlesAt: row.settles_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
    })),
    factors: factors.map(row => ({
      id: row.id,
      kind: row.kind,
      contactId: row.contact_id as string,
      createdAt: row.created_at.toISOString(),
    })),
  }
}

/** Puts back what reached an account: nothing that came later stays. */
export async function replaceContacts(
  tx: Transaction,
  sealer: Sealer,
  accountId: string,
  image: ContactsImage,
): Promise<void> {
  await tx.deleteFrom('account_contacts').where('account_id', '=', accountId).execute()
  const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))
  for (const contact of image.contacts)
    await tx
      .insertInto('account_contacts')
      .values({
        id: contact.id,
        account_id: accountId,
        kind: contact.kind,
        value_sealed: sealer.seal(purposes.contactValue, contact.value),
        value_index: sealer.index(contactPurpose(contact.kind), contact.value),
        verified_at: dateOf(contact.verifiedAt),
        primary: contact.primary,
        settles_at: dateOf(contact.settlesAt),
        created_at: new Date(contact.createdAt),
      })
      .execute()
  for (const factor of image.factors)
    await tx
      .insertInto('account_factors')
      .values({
        id: factor.id,
        account_id: accountId,
        kind: factor.kind,
        contact_id: factor.contactId,
        created_at: new Date(factor.createdAt),
      })
      .execute()
  await tx
    .updateTable('accounts')
    .set({ security_option: image.securityOption ?? null })
    .where('id', '=', accountId)
    .execute()
}
