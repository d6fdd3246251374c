import { ageOn } from '../core/dates.ts'
import type { Language } from '../core/index.ts'
import { parsePhone } from '../core/phones.ts'
import type { Message, NoticeKind } from '../delivery/index.ts'
import { addSeconds, days } from '../platform/index.ts'
import { isSettled } from '../store/account-contacts.ts'
import { findImportedContacts } from '../store/account-upgrade.ts'
import { type ContactOnFile, findContactsOnFile } from '../store/contacts-on-file.ts'
import type { Transaction } from '../store/index.ts'
import type { House } from './house.ts'

/** A person as messages see them. */
export interface Told {
  readonly accountId: string
  readonly language: Language
  readonly organization: string
}

/**
 * Tells every contact of a person, own, imported and of record, each once: texts to phones, mails to addresses. Whoever did it,
 * the owner learns of it somewhere.
 */
export async function tellEveryContact(
  tx: Transaction,
  house: House,
  told: Told,
  message: Message,
  at: Date,
): Promise<void> {
  const contacts = [
    ...(await findContactsOnFile(tx, house.sealer, told.accountId, at)),
    ...(await findImportedContacts(tx, house.sealer, told.accountId)),
  ]
  const each = new Map(contacts.map(contact => [contact.value, contact]))
  for (const contact of each.values())
    await house.delivery.enqueue(tx, {
      channel: contact.kind === 'phone' ? 'sms' : 'email',
      to: contact.value,
      language: told.language,
      organization: told.organization,
      accountId: told.accountId,
      message,
      expiresAt: addSeconds(at, days(3)),
    })
}

/** One security notice to every contact of a person. */
export const noticeToEveryContact = (
  tx: Transaction,
  house: House,
  told: Told,
  notice: NoticeKind,
  at: Date,
  link?: string,
): Promise<void> => tellEveryContact(tx, house, told, { template: 'notice', notice, at, ...(link ? { link } : {}) }, at)

/** Where a birthday begins last: nobody is of age anywhere before they are where their clinic is. */
const lastZone = 'Etc/GMT+12'

/**
 * Whether control of a contact on file may prove somebody. Teenagers share phones with parents, who may not stand in for
 * them; a number that costs money is nobody's; one that was just added may be a thief's
 * (docs/decisions/account-changes.md).
 */
export function mayProve(contact: ContactOnFile, at: Date): boolean {
  const { value, shared, birthDate } = contact
  if (!isSettled(contact, at)) return false
  if (parsePhone(value)?.type === 'premium') return false
  return !(shared && birthDate && ageOn(birthDate, at, lastZone) < 18)
}
