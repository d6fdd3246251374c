import type { Transaction } from './database.ts'

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
