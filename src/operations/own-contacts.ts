import { normalizeUsername } from '../core/names.ts'
import type { Population } from '../core/sign-in-policy.ts'
import { mayRemove, type WayIn } from '../core/ways-in.ts'
import { addSeconds, hours, newId } from '../platform/index.ts'
import {
  type ContactsImage,
  createAccountContact,
  deleteAccountContact,
  findContactsImageLocked,
  updateFactorsContact,
  updatePrimaryContact,
} from '../store/account-contacts.ts'
import { createAccountFactor, findAccountFactorsLocked } from '../store/account-factors.ts'
import { findAccount } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { updateVerificationsSuperseded } from '../store/verifications.ts'
import { type AccountChange, afterAccountChange } from './account-changes.ts'
import { tellOfContactChange } from './contact-undo.ts'
import type { House } from './house.ts'

/** Why a change of own contacts cannot be; the caller rolls back. */
export type ContactProblem =
  | 'session-ended'
  | 'contact-known'
  | 'contact-too-many'
  | 'contact-last'
  | 'contact-is-username'
  | 'last-second-factor'

export interface ContactAddition extends AccountChange {
  readonly kind: 'phone' | 'email'
  /** E.164 number or normalised address, verified in this journey */
  readonly value: string
  readonly isPrimary: boolean
  /** id of the own contact whose place it takes */
  readonly replaces?: string
  /** How a phone is used from now on, where none is used for codes yet. */
  readonly option?: 'text-code' | 'voice-code'
}
type Standing = ContactsImage['contacts'][number]

/** What may not be, by what reaches the account now. The page asks before anything is sent, the operation decides. */
export function additionProblem(
  contacts: readonly Pick<Standing, 'id' | 'kind' | 'value'>[],
  { kind, value, replaces }: Pick<ContactAddition, 'kind' | 'value' | 'replaces'>,
  most: number,
): ContactProblem | undefined {
  const same = contacts.filter(contact => contact.kind === kind)
  if (same.some(contact => contact.value === value)) return 'contact-known'
  return same.filter(({ id }) => id !== replaces).length >= most ? 'contact-too-many' : undefined
}

/** The same for one that is to go: neither the last contact, nor the address that is the username. */
export function removalProblem(
  contacts: readonly Pick<Standing, 'id' | 'kind' | 'value'>[],
  id: string,
  username: string,
): ContactProblem | undefined {
  const contact = contacts.find(each => each.id === id)
  if (!contact) return undefined
  if (contact.kind === 'email' && contact.value === normalizeUsername(username)) return 'contact-is-username'
  return contacts.length === 1 ? 'contact-last' : undefined
}

/** Adds an own contact that was verified in this journey; the old ones learn of it, and can undo it for a while. */
export async function addOwnContact(
  tx: Transaction,
  house: House,
  addition: ContactAddition,
  at: Date,
): Promise<ContactProblem | undefined> {
  const { accountId, kind, value, replaces, option } = addition
  const { settings, sealer } = house
  const before = await findContactsImageLocked(tx, sealer, accountId)
  if (before?.status !== 'active') return 'session-ended'
  const problem = additionProblem(before.contacts, addition, settings.account.contacts)
  if (problem) return problem
  const replaced = before.contacts.find(contact => contact.id === replaces && contact.kind === kind)
  if (replaced && removalProblem([...before.contacts, { id: '', kind, value }], replaced.id, before.username))
    return 'contact-is-username'
  await tellOfContactChange(tx, house, { ...addition, notice: 'contact-added', before }, at)

  const id = newId()
  const settlesAt = addSeconds(at, hours(settings.account.undo_hours))
  await createAccountContact(tx, sealer, { id, accountId, kind, value, verifiedAt: at, primary: false, settlesAt }, at)
  if (replaced) {
    await updateFactorsContact(tx, { accountId, from: replaced.id, to: id })
    await deleteAccountContact(tx, accountId, replaced.id)
  }
  const isFirst = !before.contacts.some(contact => contact.kind === kind && contact.primary && contact !== replaced)
  if (addition.isPrimary || isFirst) await updatePrimaryContact(tx, { accountId, kind, id })
  // codes go to every phone once they go to one
  if (option && before.factors.length === 0)
    await createAccountFactor(tx, { id: newId(), accountId, kind: option, contactId: id }, at)
  await afterContactChange(tx, house, addition, { type: 'account.contact-added', kind, replaced: !!replaced }, at)
  return undefined
}

/** Takes an own contact away. One that is gone already is no problem: what the person wanted is so. */
export async function removeOwnContact(
  tx: Transaction,
  house: House,
  removal: AccountChange & { readonly id: string },
  at: Date,
): Promise<ContactProblem | undefined> {
  const { accountId, id } = removal
  const before = await findContactsImageLocked(tx, house.sealer, accountId)
  const account = await findAccount(tx, house.sealer, accountId)
  if (before?.status !== 'active' || !account) return 'session-ended'
  const contact = before.contacts.find(each => each.id === id)
  if (!contact) return undefined
  const problem = removalProblem(before.contacts, id, before.username)
  if (problem) return problem
  const heir = before.contacts.find(each => each.id !== id && each.kind === contact.kind && each.verifiedAt !== null)
  if (!heir) {
    const lost = await lostWay(tx, { accountId, ...account }, before, id)
    if (lost) return lost
  }
  await tellOfContactChange(tx, house, { ...removal, notice: 'contact-removed', before }, at)
  if (heir) {
    await updateFactorsContact(tx, { accountId, from: id, to: heir.id })
    if (contact.primary) await updatePrimaryContact(tx, { accountId, kind: contact.kind, id: heir.id })
  }
  await deleteAccountContact(tx, accountId, id)
  await afterContactChange(tx, house, removal, { type: 'account.contact-removed', kind: contact.kind }, at)
  return undefined
}

/** What is enrolled for the last phone goes with it; providers and staff keep a second factor. */
async function lostWay(
  tx: Transaction,
  account: { readonly accountId: string; readonly hasPassword: boolean; readonly population: Population },
  { factors }: ContactsImage,
  contactId: string,
): Promise<ContactProblem | undefined> {
  const standing = await findAccountFactorsLocked(tx, account.accountId)
  let ways: readonly WayIn[] = [...(account.hasPassword ? [{ kind: 'password', id: 'password' }] : []), ...standing]
  for (const factor of factors.filter(each => each.contactId === contactId)) {
    if (mayRemove(ways, factor, account.population) !== 'allowed') return 'last-second-factor'
    ways = ways.filter(({ id }) => id !== factor.id)
  }
  return undefined
}

/** What tokens show and mails go to first. */
export async function makePrimaryContact(
  tx: Transaction,
  house: House,
  choice: AccountChange & { readonly id: string },
  at: Date,
): Promise<ContactProblem | undefined> {
  const before = await findContactsImageLocked(tx, house.sealer, choice.accountId)
  const contact = before?.contacts.find(({ id, verifiedAt }) => id === choice.id && verifiedAt !== null)
  if (before?.status !== 'active' || !contact) return 'session-ended'
  await tellOfContactChange(tx, house, { ...choice, notice: 'contact-primary', before }, at)
  await updatePrimaryContact(tx, { accountId: choice.accountId, kind: contact.kind, id: contact.id })
  await afterContactChange(tx, house, choice, { type: 'account.contact-primary', kind: contact.kind }, at)
  return undefined
}

async function afterContactChange(
  tx: Transaction,
  house: House,
  change: AccountChange,
  { type, ...details }: { readonly type: string; readonly kind: string; readonly replaced?: boolean },
  at: Date,
): Promise<void> {
  // a code on its way to a number that is gone opens nothing any more
  await updateVerificationsSuperseded(tx, change.accountId, at)
  await afterAccountChange(tx, house, change, { type, details }, at)
}
