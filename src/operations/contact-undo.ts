import { normalizeUsername } from '../core/names.ts'
import type { UndoableKind } from '../delivery/index.ts'
import { addSeconds, days, hours } from '../platform/index.ts'
import { type ContactsImage, findContactsImageLocked, replaceContacts } from '../store/account-contacts.ts'
import { deleteFactorsSince } from '../store/account-factors.ts'
import { findLiveAccountUndo, updateAccountUndosVoided, updateAccountUndoUsed } from '../store/account-undos.ts'
import { findAccount, isUsernameTaken, updateUsername } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { deleteKnownDevices } from '../store/known-devices.ts'
import { updateVerificationsSuperseded } from '../store/verifications.ts'
import { type AccountChange, afterAccountChange } from './account-changes.ts'
import { reopenAccount } from './account-closing.ts'
import { tellEveryContact } from './contacts.ts'
import type { House } from './house.ts'
import { linkTo } from './recovery.ts'
import { enqueueTo, tellOfUndoable } from './undo-notices.ts'

const purpose = 'contacts'

/** Tells everybody of a change of contacts, before it is made; for a while it can be undone. */
export const tellOfContactChange = (
  tx: Transaction,
  house: House,
  {
    notice,
    before,
    ...told
  }: AccountChange & { readonly notice: Exclude<UndoableKind, 'account-closed'>; readonly before: ContactsImage },
  at: Date,
): Promise<void> => {
  const expiresAt = addSeconds(at, hours(house.settings.account.undo_hours))
  return tellOfUndoable(tx, house, told, { purpose, notice, before, expiresAt }, at)
}

/**
 * Puts back what reached an account before a change. Everything that was changed after it goes too, and every passkey, app,
 * question and code that was added: a thief who changes twice, or leaves a way in, has won nothing. Every session ends, and no browser is known any more.
 * @returns false where the link is spent, too old or of another purpose: nothing was written
 */
export async function undoContactChange(
  tx: Transaction,
  house: House,
  { token, journey, organization }: { readonly token: string } & Pick<AccountChange, 'journey' | 'organization'>,
  at: Date,
): Promise<boolean> {
  const { sealer } = house
  const undo = await findLiveAccountUndo(tx, sealer, { purpose, token }, at)
  // the account before its undo: two links of one account wait for each other here
  const now = undo && (await findContactsImageLocked(tx, sealer, undo.accountId))
  const account = undo && (await findAccount(tx, sealer, undo.accountId))
  if (!undo || !now || !account) return false
  const before = await updateAccountUndoUsed<ContactsImage>(tx, sealer, { id: undo.id, purpose }, at)
  if (!before) return false
  const { accountId } = undo
  const told = { accountId, language: account.language, organization }
  // whoever changed them may have closed the account too, so that nobody looks
  if (account.status === 'closed') await reopenAccount(tx, house, { accountId, organization, journey }, at)
  const message = {
    template: 'notice',
    notice: 'contacts-restored',
    at,
    link: linkTo(house.settings.issuer, '/recover', organization),
  } as const
  // also whoever is no contact any more: a thief learns nothing that they do not see
  const after = new Set(before.contacts.map(({ value }) => value))
  for (const contact of now.contacts.filter(({ value, verifiedAt }) => verifiedAt && !after.has(value)))
    await enqueueTo(
      tx,
      house,
      told,
      contact,
      { template: 'notice', notice: 'contacts-restored', at },
      addSeconds(at, days(3)),
    )
  await replaceContacts(tx, sealer, accountId, before)
  const removed = await deleteFactorsSince(tx, accountId, undo.createdAt)
  await restoreUsername(tx, house, accountId, { before, now: now.username }, at)
  await updateAccountUndosVoided(tx, { accountId, purpose, since: undo.createdAt }, at)
  await updateVerificationsSuperseded(tx, accountId, at)
  await deleteKnownDevices(tx, accountId)
  await tellEveryContact(tx, house, told, message, at)
  const details = { by: 'link', ...(removed.length > 0 ? { removed } : {}) }
  await afterAccountChange(tx, house, { ...told, journey }, { type: 'account.contacts-restored', details }, at)
  return true
}

/** A username that is an address must be one of their own: a thief's goes with the thief's address. */
async function restoreUsername(
  tx: Transaction,
  house: House,
  accountId: string,
  { before, now }: { readonly before: ContactsImage; readonly now: string },
  at: Date,
): Promise<void> {
  const username = normalizeUsername(now)
  const isTheirs = before.contacts.some(({ value }) => value === username)
  if (!username.includes('@') || isTheirs || normalizeUsername(before.username) === username) return
  if (await isUsernameTaken(tx, house.sealer, before.username)) return
  await updateUsername(tx, house.sealer, accountId, before.username, at, ['active', 'locked', 'closed'])
}
