import { maskEmail } from '../../core/contacts.ts'
import { type Option, type Text, text } from '../../core/index.ts'
import { maskPhone } from '../../core/phones.ts'
import type { AccountPerson } from '../../steps/index.ts'

export type OwnContact = AccountPerson['factors']['contacts'][number]
export type ContactKind = OwnContact['kind']

/** Verified own contacts of one kind; the first is the one that comes first everywhere. */
export const ofKind = ({ factors }: AccountPerson, kind: ContactKind): readonly OwnContact[] =>
  factors.contacts.filter(contact => contact.kind === kind)

/** What is shown of a contact: as little as tells it from the person's others. These pages want a fresh proof first. */
export function shownOf(person: AccountPerson, { id, kind, value }: OwnContact): Text {
  const others = ofKind(person, kind).filter(each => each.id !== id)
  if (kind === 'phone') {
    const isAlike = others.some(each => maskPhone(each.value) === maskPhone(value))
    return text('contacts.phone-ending', { digits: isAlike ? value.slice(-4) : maskPhone(value) })
  }
  const isAlike = others.some(each => maskEmail(each.value) === maskEmail(value))
  return text('contacts.email-masked', { masked: isAlike ? value : maskEmail(value) })
}

export const isPrimary = (person: AccountPerson, { id, kind }: OwnContact): boolean =>
  ofKind(person, kind)[0]?.id === id

export const optionOf = (person: AccountPerson, contact: OwnContact, checked?: string): Option => ({
  value: contact.id,
  label: shownOf(person, contact),
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
