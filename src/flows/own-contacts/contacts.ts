import { maskEmail } from '../../core/contacts.ts'
import { type Option, type Text, text } from '../../core/index.ts'
import { maskPhone } from '../../core/phones.ts'
import type { AccountPerson } from '../../steps/index.ts'

export type OwnContact = AccountPerson['factors']['contacts'][number]
export type ContactKind = OwnContact['kind']

/** Verified own contacts of one kind; the first is the one that comes first everywhere. */
export const ofKind = ({ factors }: AccountPerson, kind: ContactKind): readonly OwnContact[] =>
  factors.contacts.filter(contact => contact.kind === kind)

/** All that a page shows of a contact that it does not have to show. */
export const shownOf = ({ kind, value }: OwnContact): Text =>
  kind === 'phone'
    ? text('contacts.phone-ending', { digits: maskPhone(value) })
    : text('contacts.email-masked', { masked: maskEmail(value) })

export const isPrimary = (person: AccountPerson, { id, kind }: OwnContact): boolean =>
  ofKind(person, kind)[0]?.id === id

export const optionOf = (person: AccountPerson, contact: OwnContact, checked?: string): Option => ({
  value: contact.id,
  label: shownOf(contact),
  ...(ofKind(person, contact.kind).length > 1 && isPrimary(person, contact)
    ? { help: text('contacts.is-primary') }
    : {}),
  ...(checked === contact.id ? { checked: true } : {}),
})

/** "Keep them all", and each of a kind whose place the new one may take. */
export function replaceOptions(
  person: AccountPerson,
  kind: ContactKind,
  chosen: string | undefined,
): readonly Option[] {
  return [
    { value: 'none', label: text(`contacts.keep-all.${kind}`), ...(chosen ? {} : { checked: true }) },
    ...ofKind(person, kind).map(contact => optionOf(person, contact, chosen)),
  ]
}
