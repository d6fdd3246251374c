import type { Message, UndoableKind } from '../delivery/index.ts'
import { addSeconds, days, newId, newToken } from '../platform/index.ts'
import { isSettled } from '../store/account-contacts.ts'
import { createAccountUndo, type UndoPurpose } from '../store/account-undos.ts'
import { findContactsOnFile } from '../store/contacts-on-file.ts'
import type { Transaction } from '../store/index.ts'
import type { Told } from './contacts.ts'
import type { House } from './house.ts'
import { linkTo } from './recovery.ts'

/** A change that can be undone: what it finds, and until when. */
export interface Undoable {
  readonly purpose: UndoPurpose
  readonly notice: UndoableKind
  readonly before: object
  readonly expiresAt: Date
}
/** First part of the address that the link of a purpose leads to. */
const paths: Readonly<Record<UndoPurpose, string>> = { contacts: '/undo', closing: '/reopen' }

/**
 * Tells everybody of a change before it is made. The link that undoes it goes to whoever stood there long enough: neither
 * a contact that a thief has just added, nor a phone of record that a family shares, may undo what its owner puts right.
 */
export async function tellOfUndoable(
  tx: Transaction,
  house: House,
  told: Told,
  { purpose, notice, before, expiresAt }: Undoable,
  at: Date,
): Promise<void> {
  const { accountId, organization } = told
  const token = newToken(house.random)
  await createAccountUndo(tx, house.sealer, { id: newId(), accountId, purpose, token, before, expiresAt }, at)
  const link = linkTo(house.settings.issuer, `${paths[purpose]}/${token}`, organization)
  const contacts = await findContactsOnFile(tx, house.sealer, accountId, at)
  const mayUndo = new Set(contacts.filter(each => isSettled(each, at) && !each.shared).map(({ value }) => value))
  const each = new Map(contacts.map(({ value, kind }) => [value, kind]))
  for (const [value, kind] of each) {
    const hasLink = mayUndo.has(value)
    const message: Message = hasLink
      ? { template: 'undo', notice, until: expiresAt, link }
      : { template: 'notice', notice, at }
    await enqueueTo(tx, house, told, { kind, value }, message, hasLink ? expiresAt : addSeconds(at, days(3)))
  }
}

/** One message to one contact: a text to a phone, a mail to an address. */
export const enqueueTo = (
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
