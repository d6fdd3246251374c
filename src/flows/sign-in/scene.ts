import { raisedTo } from '../../core/assessment.ts'
import { type Acr, acrRank, isAcr } from '../../core/assurance.ts'
import type { Language } from '../../core/index.ts'
import { phoneCountryOf } from '../../core/phones.ts'
import { type ResolvedPolicy, resolvePolicy } from '../../core/policy.ts'
import type { Population } from '../../core/sign-in-policy.ts'
import type { FactorScene } from '../../factors/index.ts'
import type { Ask, StepContext } from '../../flow-engine/index.ts'
import { mayProve } from '../../operations/contacts.ts'
import { deviceLabel } from '../../operations/known-devices.ts'
import { type AccountContact, findAccountContacts, isSettled } from '../../store/account-contacts.ts'
import { findAccountFactors } from '../../store/account-factors.ts'
import { findAccount } from '../../store/accounts.ts'
import { type ContactOnFile, findContactsOnFile } from '../../store/contacts-on-file.ts'
import { type Reader, together } from '../../store/index.ts'
import { findOrganization } from '../../store/organizations.ts'
import { hasRefusedPasskey } from '../../store/passkeys.ts'
import { findPolicyParts } from '../../store/policies.ts'
import { hasAcceptedTerms } from '../../store/terms.ts'
import type { SignInFacts } from './facts.ts'

export interface SignInScene {
  readonly now: Date
  /** Nothing is looked up before a password was right: there is nobody yet. */
  readonly person?: {
    readonly population: Population
    readonly language: Language
    readonly username: string
    readonly preferred?: string
    readonly factors: FactorScene
    readonly policy: ResolvedPolicy
    /** Levels that the portal asked for, none below the floor, and the floor. */
    readonly asked: { readonly acr: readonly Acr[]; readonly floor: Acr }
    /** Phones that the organisation has on file of them: a proof before something new is added on the way. */
    readonly onRecord: readonly { readonly id: string; readonly value: string }[]
    readonly areTermsDue: boolean
    /** Imported, and this is the first sign-in: contacts that nobody has proven, and the phones that clinics have. */
    readonly upgrade?: {
      readonly email?: { readonly id: string; readonly value: string }
      readonly phone?: { readonly id: string; readonly value: string }
      readonly onFile: readonly { readonly id: string; readonly value: string }[]
      readonly phoneCountry: string
    }
    /** Closed not long ago: signing in opens it again. */
    readonly isClosed: boolean
    /** This device can make a passkey, and nobody said "Not now" lately. */
    readonly mayOfferPasskey: boolean
  }
  /** What this device may be called. */
  readonly device: string
}

export async function loadScene(
  read: Reader,
  facts: Partial<SignInFacts>,
  { house, now, visitor, ask }: Pick<StepContext, 'house' | 'now' | 'visitor' | 'ask'>,
): Promise<SignInScene> {
  const scene = { now, device: deviceLabel(visitor.userAgent) }
  if (!facts.account) return scene
  const { id, canMakePasskey } = facts.account
  const [account, contacts, enrolled, isAccepted, hasRefused, parts] = await together(read, each =>
    Promise.all([
      findAccount(each, house.sealer, id),
      findAccountContacts(each, house.sealer, id),
      findAccountFactors(each, id),
      hasAcceptedTerms(each, id, 'terms', house.settings.terms.version),
      canMakePasskey ? hasRefusedPasskey(each, id, now) : true,
      findPolicyParts(each, id, ask.organization),
    ]),
  )
  // closed not long ago: signing in opens it again
  const isClosed = account?.eraseAt !== undefined && account.eraseAt > now
  if (!account || (account.status !== 'active' && !isClosed)) return scene
  const policy = resolvePolicy(parts.levels, { ...parts, client: clientOf(ask), at: now })
  const asked = { acr: raisedTo(policy.floor, ask.acr ?? []), floor: policy.floor }
  // whoever is content with a password costs no look at the registry
  const wantsMore = policy.second_factor === 'always' || [...asked.acr, asked.floor].some(acr => acrRank(acr) > 0)
  return {
    ...scene,
    person: {
      population: account.population,
      language: account.language,
      username: account.username,
      ...(account.securityOption ? { preferred: account.securityOption } : {}),
      factors: {
        accountId: id,
        hasPassword: account.hasPassword,
        contacts: contacts.filter(contact => contact.verifiedAt !== undefined && mayConfirm(contact, now)),
        enrolled,
      },
      policy,
      asked,
      onRecord: wantsMore && policy.enrol_on_the_way ? await findPhonesOfRecord(read, house, id, ask, now) : [],
      areTermsDue: !isAccepted,
      ...(account.isUpgradeDue ? { upgrade: await findUpgrade(read, house, id, contacts, ask, now) } : {}),
      isClosed,
      mayOfferPasskey: !hasRefused,
    },
  }
}

/** A phone was proven beside the clinic's number when it was added; a mailbox beside nothing, and may be a thief's. */
const mayConfirm = (contact: AccountContact, at: Date): boolean => contact.kind === 'phone' || isSettled(contact, at)

const clientOf = ({ client, floor }: Ask) =>
  client && { id: client.id, assurance: floor && isAcr(floor) ? { floor } : {} }

/** What an imported account has, and whatever clinic has a phone of its person: a wrong link must not open a record. */
async function findUpgrade(
  read: Reader,
  house: StepContext['house'],
  accountId: string,
  contacts: readonly AccountContact[],
  ask: Ask,
  at: Date,
): Promise<NonNullable<NonNullable<SignInScene['person']>['upgrade']>> {
  const first = (kind: 'phone' | 'email') => contacts.find(contact => contact.kind === kind)
  const [email, phone] = [first('email'), first('phone')]
  const onFile = await findContactsOnFile(read, house.sealer, accountId, at)
  const organization = await findOrganization(read, ask.organization)
  return {
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    onFile: onFile.filter(contact => contact.organization && isProof(contact, at)),
    phoneCountry: phoneCountryOf(organization?.settings ?? {}),
  }
}

const isProof = (contact: ContactOnFile, at: Date): boolean => contact.kind === 'phone' && mayProve(contact, at)

/** Of this organisation alone: organisations are walls. */
async function findPhonesOfRecord(
  read: Reader,
  house: StepContext['house'],
  accountId: string,
  { organization }: Ask,
  at: Date,
): Promise<readonly { readonly id: string; readonly value: string }[]> {
  const contacts = await findContactsOnFile(read, house.sealer, accountId, at)
  return contacts.filter(contact => contact.organization === organization && isProof(contact, at))
}
