import type { Language } from '../../core/index.ts'
import { parsePhone } from '../../core/phones.ts'
import { contactOffer, type Factor, type FactorScene, factors, type Offer, offersOf } from '../../factors/index.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { mayProve } from '../../operations/contacts.ts'
import { judgedAt, trustedFactors } from '../../operations/recovery-trust.ts'
import { findWaiting, type Waiting } from '../../operations/recovery-waiting.ts'
import { isSettled } from '../../store/account-contacts.ts'
import { findAccountFactors } from '../../store/account-factors.ts'
import { findImportedContacts } from '../../store/account-upgrade.ts'
import { findAccount, mayRecover } from '../../store/accounts.ts'
import { type ContactOnFile, findContactsOnFile } from '../../store/contacts-on-file.ts'
import { type Reader, together } from '../../store/index.ts'
import type { RecoverFacts } from './facts.ts'

export interface Recovering {
  readonly accountId: string
  readonly language: Language
  readonly username: string
  readonly offers: readonly Offer[]
  /** Contacts of record one of which a security question needs beside it. */
  readonly recordOffers: readonly Offer[]
  readonly contacts: readonly ContactOnFile[]
  readonly waiting: Waiting
  /** Own data, none of which may be the password. */
  readonly own: readonly string[]
  /** Where the link went is still this account's own, or on file at the organisation whose staff sent it. */
  readonly isLinkTheirs: boolean
  /** The person said that something was not them: only a new password opens the account again. */
  readonly isLocked: boolean
}
export interface RecoverScene {
  readonly now: Date
  readonly waitingHours: number
  readonly lengths: { readonly min_length: number; readonly min_length_with_factor: number }
  /** Nothing is looked up before a link or its code was right: there is nobody yet. */
  readonly person?: Recovering
}

type Opened = NonNullable<RecoverFacts['opened']>

/**
 * Ways that count beside the first proof: no password, which is what was lost; no code to a mailbox, the one that was read
 * or another; not the same kind of proof twice. A security question is a second
 * proof only together with a contact of record (NIST SP 800-63B-4 §3.1.1.1 has none at all).
 */
function secondWays({ origin }: Opened, hasRecord: boolean): readonly Factor[] {
  return factors.filter(({ kind }) => {
    if (kind === 'password' || kind === 'email-code') return false
    if (kind === 'security-question') return hasRecord
    if (kind === 'recovery-code') return origin !== 'recovery-code'
    return true
  })
}

export async function loadScene(
  read: Reader,
  { opened }: Partial<RecoverFacts>,
  { house, now }: Pick<StepContext, 'house' | 'now'>,
): Promise<RecoverScene> {
  const { recovery, passwords } = house.settings
  const scene = { now, waitingHours: recovery.waiting_hours, lengths: passwords }
  if (!opened) return scene
  const [account, contacts, imported, enrolled, waiting] = await together(read, each =>
    Promise.all([
      findAccount(each, house.sealer, opened.accountId),
      findContactsOnFile(each, house.sealer, opened.accountId, now),
      findImportedContacts(each, house.sealer, opened.accountId),
      findAccountFactors(each, opened.accountId),
      findWaiting(each, house, opened.accountId, now),
    ]),
  )
  if (!account || !mayRecover(account)) return scene
  const judged = judgedAt(account, now)
  const ownContacts = contacts.filter(contact => !contact.organization)
  const factorScene: FactorScene = {
    accountId: account.id,
    hasPassword: account.hasPassword,
    contacts: ownContacts.filter(contact => isSettled(contact, judged)),
    enrolled: trustedFactors(house, account, enrolled),
  }
  const { given, family } = account.profile
  const recordOffers = recordOffersIn(contacts, opened.to.value, judged)
  const ways = secondWays(opened, recordOffers.length > 0)
  return {
    ...scene,
    person: {
      accountId: account.id,
      language: account.language,
      username: account.username,
      offers: secondOffers(offersOf(ways, factorScene, account.securityOption), contacts, opened.to.value, judged),
      recordOffers,
      contacts,
      waiting,
      own: [
        account.username,
        `${given} ${family}`,
        ...contacts.flatMap(({ value, birthDate }) => (birthDate ? [value, birthDate] : [value])),
      ],
      isLinkTheirs: isReachedBy(opened, [...contacts, ...imported]),
      isLocked: account.status === 'locked',
    },
  }
}

/**
 * Whether the first proof still stands: a message went where it was sent to, and that is still theirs. A password that was
 * changed since has voided its link; paper was in nobody's mailbox.
 */
export function isReachedBy(
  { origin, to, staffOrganization }: Pick<Opened, 'origin' | 'to' | 'staffOrganization'>,
  contacts: readonly ContactOnFile[],
): boolean {
  if (origin !== 'message' && origin !== 'caller') return true
  return contacts.some(
    ({ value, organization }) => value === to.value && (!organization || organization === staffOrganization),
  )
}

/** Phones and mailboxes of record; none that the link went to. */
function recordOffersIn(contacts: readonly ContactOnFile[], linkWentTo: string, at: Date): readonly Offer[] {
  return contacts
    .filter(({ organization, value }) => organization !== undefined && value !== linkWentTo)
    .filter(contact => mayProve(contact, at))
    .flatMap(contact =>
      contact.kind === 'email'
        ? [contactOffer('email-code', contact)]
        : [contactOffer('text-code', contact), contactOffer('voice-code', contact)],
    )
}

/** Enrolled ways first, then text or call to any other phone on file; none that ends where the link went. */
export function secondOffers(
  enrolled: readonly Offer[],
  contacts: readonly ContactOnFile[],
  linkWentTo: string,
  at: Date,
): readonly Offer[] {
  const onFile = contacts
    .filter(contact => contact.kind === 'phone' && mayProve(contact, at))
    .flatMap(contact => {
      const ways = [contactOffer('text-code', contact), contactOffer('voice-code', contact)]
      return parsePhone(contact.value)?.type === 'landline' ? ways.toReversed() : ways
    })
  const seen = new Set<string>()
  return [...enrolled, ...onFile].filter(offer => {
    const where = `${offer.factor} ${offer.to}`
    if (offer.to === linkWentTo || seen.has(where)) return false
    seen.add(where)
    return true
  })
}

/** @throws Error where no link was opened: no step that calls this can be entered before. */
export function personIn(scene: RecoverScene): Recovering {
  if (!scene.person) throw new Error('the account of this recovery is gone')
  return scene.person
}
