import { normalizeUsername } from '../core/names.ts'
import type { Message, UndoableKind } from '../delivery/index.ts'
import { addSeconds, days, hours, newId, newToken } from '../platform/index.ts'
import { type ContactsImage, findContactsImageLocked, isSettled, replaceContacts } from '../store/account-contacts.ts'
import {
  createAccountUndo,
  findLiveAccountUndo,
  updateAccountUndosVoided,
  updateAccountUndoUsed,
} from '../store/account-undos.ts'
import { findAccount, isUsernameTaken, updateUsername } from '../store/accounts.ts'
import { findContactsOnFile } from '../store/contacts-on-file.ts'
import type { Transaction } from '../store/index.ts'
import { deleteKnownDevices } from '../store/known-devices.ts'
import { updateVerificationsSuperseded } from '../store/verifications.ts'
import { type AccountChange, afterAccountChange } from './account-changes.ts'
import { type Told, tellEveryContact } from './contacts.ts'
import type { House } from './house.ts'
import { linkTo } from './recovery.ts'

const purpose = 'contacts'

/**
 * Tells everybody of a change of contacts, before it is made. The link that undoes it goes to whoever stood there long
 * enough: neither a contact that a thief has just added, nor a phone of record that a family shares, may undo what its
 * owner puts right.
 */
export async function tellOfContactChange(
  tx: Transaction,
  house: House,
  {
    notice,
    before,
    ...told
  }: AccountChange & { readonly notice: Exclude<UndoableKind, 'account-closed'>; readonly before: ContactsImage },
  at: Date,
): Promise<void> {
  const { accountId, organization } = told
  const token = newToken(house.random)
  const expiresAt = addSeconds(at, hours(house.settings.account.undo_hours))
  await createAccountUndo(tx, house.sealer, { id: newId(), accountId, purpose, token, before, expiresAt }, at)
  const link = linkTo(house.settings.issuer, `/undo/${token}`, organization)
  const contacts = await findContactsOnFile(tx, house.sealer, accountId, at)
  const mayUndo = new Set(contacts.filter(each => isSettled(each, at) && !each.shared).map(({ value }) => value))
  const each = new Map(contacts.map(({ value, kind }) => [value, kind]))
  for (const [value, kind] of each) {
    const message: Message = mayUndo.has(value)
      ? { template: 'undo', notice, until: expiresAt, link }
      : { template: 'notice', notice, at }
    await enqueue(tx, house, told, { kind, value }, message, mayUndo.has(value) ? expiresAt : addSeconds(at, days(3)))
  }
}

const enqueue = (
  tx: Transaction,
  house: House,
  { language, organization, accountId }: Told,
  { kind, value }: { readonly kind: 'phone' | 'email'; readonly value: string },
  message: Message,
  expiresAt: Date,
): Promise<string> =>
  house.delivery.enqueue(tx, {
    channel: kind === 'phone' ? 'sms' : 'email',
    to: value,
    language,
    organization,
    accountId,
    message,
    expiresAt,
  })

/**
 * Puts back what reached an account before a change. Everything that was changed after it goes too: a thief who changes
 * twice has won nothing. Every session ends, and no browser is known any more.
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
  const message = {
    template: 'notice',
    notice: 'contacts-restored',
    at,
    link: linkTo(house.settings.issuer, '/recover', organization),
  } as const
  // also whoever is no contact any more: a thief learns nothing that they do not see
  const after = new Set(before.contacts.map(({ value }) => value))
  for (const contact of now.contacts.filter(({ value, verifiedAt }) => verifiedAt && !after.has(value)))
    await enqueue(
      tx,
      house,
      told,
      contact,
      { template: 'notice', notice: 'contacts-restored', at },
      addSeconds(at, days(3)),
    )
  await replaceContacts(tx, sealer, accountId, before)
  await restoreUsername(tx, house, accountId, { before, now: now.username }, at)
  await updateAccountUndosVoided(tx, { accountId, purpose, since: undo.createdAt }, at)
  await updateVerificationsSuperseded(tx, accountId, at)
  await deleteKnownDevices(tx, accountId)
  await tellEveryContact(tx, house, told, message, at)
  const details = { by: 'link' }
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
