import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { ContactOnFile } from './contacts-on-file.ts'
import type { Reader, Transaction } from './database.ts'

/** An imported contact that its person has just proven. @returns false where it is not there any more */
export async function updateContactVerified(
  tx: Transaction,
  contact: { readonly id: string; readonly accountId: string },
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('account_contacts')
    .set({ verified_at: at })
    .where('id', '=', contact.id)
    .where('account_id', '=', contact.accountId)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Contacts that were imported and that nobody proved: they must not count for anything later. */
export async function deleteUnverifiedContacts(tx: Transaction, accountId: string): Promise<void> {
  await tx.deleteFrom('account_contacts').where('account_id', '=', accountId).where('verified_at', 'is', null).execute()
}

/**
 * Contacts that another system knew of an account whose first sign-in has yet to be finished. Nobody proved them here:
 * messages go there, and a link in one proves the mailbox, but they are no second proof.
 */
export async function findImportedContacts(
  read: Reader,
  sealer: Sealer,
  accountId: string,
): Promise<readonly ContactOnFile[]> {
  const rows = await read
    .selectFrom('account_contacts as contacts')
    .innerJoin('accounts', 'accounts.id', 'contacts.account_id')
    .select(['contacts.id', 'contacts.kind', 'contacts.value_sealed'])
    .where('contacts.account_id', '=', accountId)
    .where('contacts.verified_at', 'is', null)
    .where('accounts.upgrade_due', '=', true)
    .orderBy('contacts.created_at')
    .execute()
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    value: sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
    shared: false,
  }))
}
