import { ageOn } from '../../core/dates.ts'
import type { Language } from '../../core/index.ts'
import { parsePhone } from '../../core/phones.ts'
import { contactOffer, type Factor, type FactorScene, factors, type Offer, offersOf } from '../../factors/index.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { findWaiting, type Waiting } from '../../operations/recovery-waiting.ts'
import { findAccountFactors } from '../../store/account-factors.ts'
import { findAccount, mayRecover } from '../../store/accounts.ts'
import { type ContactOnFile, findContactsOnFile } from '../../store/contacts-on-file.ts'
import { type Reader, together } from '../../store/index.ts'
import type { RecoverFacts } from './facts.ts'

export interface Recovering {
  readonly accountId: string
  readonly language: Language
  readonly username: string
  readonly offers: readonly Offer[]
  readonly waiting: Waiting
  /** Own data, none of which may be the password. */
  readonly own: readonly string[]
  /** The address or number that the link went to is still this account's own. */
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

/**
 * Ways that count beside a link. A password is what was lost; a security question is no second proof beside a mailbox
 * (NIST SP 800-63B-4 §3.1.1.1 has none at all): whoever reads the mails knows the answers. Nor is a code to a mailbox,
 * this one or another.
 */
const second: readonly Factor[] = factors.filter(
  ({ category, kind }) => category !== 'knowledge' && kind !== 'email-code',
)

export async function loadScene(
  read: Reader,
  { opened }: Partial<RecoverFacts>,
  { house, now }: Pick<StepContext, 'house' | 'now'>,
): Promise<RecoverScene> {
  const { recovery, passwords } = house.settings
  const scene = { now, waitingHours: recovery.waiting_hours, lengths: passwords }
  if (!opened) return scene
  const [account, contacts, enrolled, waiting] = await together(read, each =>
    Promise.all([
      findAccount(each, house.sealer, opened.accountId),
      findContactsOnFile(each, house.sealer, opened.accountId, now),
      findAccountFactors(each, opened.accountId),
      findWaiting(each, house, opened.accountId, now),
    ]),
  )
  if (!account || !mayRecover(account)) return scene
  const ownContacts = contacts.filter(contact => !contact.organization)
  const factorScene: FactorScene = {
    accountId: account.id,
    hasPassword: account.hasPassword,
    contacts: ownContacts,
    enrolled,
  }
  const { given, family } = account.profile
  return {
    ...scene,
    person: {
      accountId: account.id,
      language: account.language,
      username: account.username,
      offers: secondOffers(offersOf(second, factorScene, account.securityOption), contacts, opened.to.value, now),
      waiting,
      own: [
        account.username,
        `${given} ${family}`,
        ...contacts.flatMap(({ value, birthDate }) => (birthDate ? [value, birthDate] : [value])),
      ],
      isLinkTheirs: ownContacts.some(({ value }) => value === opened.to.value),
      isLocked: account.status === 'locked',
    },
  }
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

/** Teenagers share phones with parents, who may not stand in for them; a number that costs money is nobody's. */
function mayProve({ value, shared, birthDate }: ContactOnFile, at: Date): boolean {
  if (parsePhone(value)?.type === 'premium') return false
  return !(shared && birthDate && ageOn(birthDate, at, 'UTC') < 18)
}

/** @throws Error where no link was opened: no step that calls this can be entered before. */
export function personIn(scene: RecoverScene): Recovering {
  if (!scene.person) throw new Error('the account of this recovery is gone')
  return scene.person
}
