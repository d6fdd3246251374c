import type { Evidence } from '../core/assurance.ts'
import { foldName, nameBirthKey } from '../core/names.ts'
import { networkOf } from '../core/networks.ts'
import { purposes } from '../core/purposes.ts'
import { addSeconds, days, hours, newId } from '../platform/index.ts'
import { findAccountContacts, isSettled } from '../store/account-contacts.ts'
import { createAccountLink } from '../store/account-links.ts'
import { findAccount } from '../store/accounts.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import type { RecordPair } from '../store/duplicate-records.ts'
import { createFamilyRequest } from '../store/family-requests.ts'
import type { ProspectDetails, RequestedPatient, Transaction } from '../store/index.ts'
import { createProspect } from '../store/prospects.ts'
import { type Contact, tellContacts } from './activation-notices.ts'
import { recordAudit } from './audit.ts'
import { pairsOf } from './duplicate-records.ts'
import type { House } from './house.ts'
import { type MatchRequest, type MatchResult, matchPerson } from './matching.ts'
import { createPerson, keepEvidence, type NewPerson } from './new-account.ts'
import { linkTo } from './recovery.ts'

/** Somebody who proved a phone, and an email if they have one, and says who they are. */
export interface Registrant {
  readonly organization: string
  readonly details: ProspectDetails
  readonly ip: string
}
export type RegistrantMatch = RegistrantEnd & {
  /** Records that look like one person's, for staff; whoever goes on with this raises them in the same way for all. */
  readonly duplicates: readonly RecordPair[]
}
type RegistrantEnd =
  | { readonly kind: 'certain'; readonly patientId: string }
  /** certain, and the record has an account already */
  | { readonly kind: 'has-account'; readonly patientId: string; readonly accountId: string }
  /** Whatever else: nobody, several, details that differ, or a limit. Only the audit and staff know which. */
  | { readonly kind: 'unsure'; readonly why: string }

const requestOf = ({ organization, details }: Registrant): MatchRequest => ({
  organization,
  person: {
    given: details.given,
    family: details.family,
    sex: details.sex,
    birthDate: details.birth_date,
    ...(details.postal_code ? { postalCode: details.postal_code } : {}),
    phone: details.phone,
    ...(details.email ? { email: details.email } : {}),
  },
  verified: [
    { kind: 'phone', value: details.phone },
    ...(details.email ? [{ kind: 'email', value: details.email } as const] : []),
  ],
})

/**
 * Whom a person is in the registry: every limit is charged first, then everybody is looked up alike; over a limit the
 * answer is the one for nobody. Call it once everything that was typed is proven.
 */
export async function matchRegistrant(house: House, registrant: Registrant): Promise<RegistrantMatch> {
  const limited = await chargeProbing(house, registrant)
  const found = await matchPerson(house, requestOf(registrant))
  for (const limit of limited) {
    house.metrics.limitReached(limit)
    house.log.warn('matching.limited', { limit, organization: registrant.organization })
  }
  return { ...endOf(found, limited), duplicates: found ? pairsOf(found) : [] }
}

function endOf(found: MatchResult | undefined, limited: readonly string[]): RegistrantEnd {
  if (limited.length > 0) return { kind: 'unsure', why: limited.join(' ') }
  const certain = found?.certain
  if (!certain) return { kind: 'unsure', why: found?.grade ?? 'none' }
  const { patientId, selfAccountId } = certain
  return selfAccountId ? { kind: 'has-account', patientId, accountId: selfAccountId } : { kind: 'certain', patientId }
}

/** Whether the record is still certainly theirs: the clinic may have changed it meanwhile. Charges nothing. */
export async function isStillCertain(house: House, registrant: Registrant, patientId: string): Promise<boolean> {
  const found = await matchPerson(house, requestOf(registrant))
  return found?.certain?.patientId === patientId
}

/**
 * Limits against probing (DOMAIN "Demographic matching"). All are charged whatever the others say, by the same statements.
 * @returns those that are used up
 */
async function chargeProbing(house: House, { organization, details, ip }: Registrant): Promise<readonly string[]> {
  const { matching } = house.settings
  const name = nameBirthKey(details.family, details.birth_date)
  const identity = `${foldName(details.given)}|${name}`
  const reached: string[] = []
  const charge = async (limit: string, key: string, points: number, seconds: number, cost = 1): Promise<boolean> => {
    const { allowed } = await house.limits.charge(limit, key, { points, seconds, cost, silent: true })
    return allowed
  }
  for (const contact of [details.phone, details.email ?? `none|${details.phone}`]) {
    const window = days(matching.contact_days)
    // the same person as before is no other identity
    const isNew = await charge('match-identity', `${organization}|${contact}|${identity}`, 1, window)
    const allowed = await charge(
      'match-contact',
      `${organization}|${contact}`,
      matching.contact_identities,
      window,
      isNew ? 1 : 0,
    )
    if (!allowed) reached.push('match-contact')
  }
  if (!(await charge('match-name', `${organization}|${name}`, matching.name_tries, hours(24))))
    reached.push('match-name')
  if (!(await charge('match-network', networkOf(ip), matching.network_tries, hours(1)))) reached.push('match-network')
  return [...new Set(reached)]
}

/**
 * Tells the owner of the account that a record has already that somebody registered with their details, and how to get
 * back in. Not more than a few times a day, whoever asks.
 */
export async function tellOwner(
  tx: Transaction,
  house: House,
  { accountId, organization }: { readonly accountId: string; readonly organization: string },
  at: Date,
): Promise<void> {
  const account = await findAccount(tx, house.sealer, accountId)
  const contacts = await findAccountContacts(tx, house.sealer, accountId)
  const own = contacts.filter(contact => contact.verifiedAt && isSettled(contact, at))
  const mails = own.filter(({ kind }) => kind === 'email')
  const rule = { points: 3, seconds: hours(24), silent: true }
  const budget = await house.limits.charge('registered-again', accountId, rule, tx)
  if (!account || !budget.allowed) return
  for (const { kind, value } of mails.length > 0 ? mails : own)
    await house.delivery.enqueue(tx, {
      channel: kind === 'phone' ? 'sms' : 'email',
      to: value,
      language: account.language,
      organization,
      accountId,
      message: {
        template: 'notice',
        notice: 'registered-again',
        at,
        link: linkTo(house.settings.issuer, '/recover', organization),
      },
      expiresAt: addSeconds(at, days(3)),
    })
}

/** How a registration ends, and what it leaves besides the account. */
export type RegistrationEnding =
  | { readonly kind: 'linked'; readonly patientId: string }
  | { readonly kind: 'prospect'; readonly location?: string; readonly provider?: string }
  | { readonly kind: 'family'; readonly patient: RequestedPatient }

export interface Registration {
  readonly person: NewPerson
  readonly details: ProspectDetails
  readonly ending: RegistrationEnding
  readonly organization: string
  /** For the session in which this journey itself ends; left out where another one goes on from it. */
  readonly evidence?: { readonly proofs: readonly Evidence[]; readonly until: Date }
  readonly journey: {
    readonly flowId: string
    readonly reference: string
    readonly clientId?: string
    readonly ip: string
    readonly device: string
  }
}
export type RegistrationResult =
  | { readonly kind: 'registered'; readonly accountId: string }
  /** The caller rolls its transaction back: some of it may be written already. */
  | { readonly kind: 'refused'; readonly problem: 'register-account-exists' | 'register-username-taken' }

/** Days after which what was asked of staff is forgotten (DOMAIN "Records change"). */
const keptDays = 180

/**
 * Makes the account of somebody who registered, all of it in the caller's transaction. The unique index on self links
 * decides between two who claim one record.
 */
export async function registerAccount(
  tx: Transaction,
  house: House,
  registration: Registration,
  at: Date,
): Promise<RegistrationResult> {
  const { person, ending, organization, journey, evidence } = registration
  const id = newId()
  const population = ending.kind === 'family' ? 'caregiver' : 'patient'
  if (!(await createPerson(tx, house, { id, population }, person, at)))
    return { kind: 'refused', problem: 'register-username-taken' }
  if (!(await settleEnding(tx, house, id, registration, at)))
    return { kind: 'refused', problem: 'register-account-exists' }
  if (evidence) await keepEvidence(tx, { accountId: id, flowId: journey.flowId }, evidence.proofs, evidence.until)
  const contacts = [...(await contactsOfRecordOf(tx, house, ending)), ...ownContacts(person)]
  const told = { contacts, language: person.language, organization, accountId: id }
  await tellContacts(tx, house, told, 'account-activated', at)
  await recordAudit(tx, house, {
    type: 'account.registered',
    outcome: 'success',
    actor: id,
    accountId: id,
    ...(ending.kind === 'linked' ? { patientId: ending.patientId } : {}),
    organizationId: organization,
    ...(journey.clientId ? { clientId: journey.clientId } : {}),
    correlationId: journey.flowId,
    reference: journey.reference,
    details: { ip: journey.ip, device: journey.device, as: ending.kind },
  })
  return { kind: 'registered', accountId: id }
}

/** @returns false where the record has an account of its person by now */
async function settleEnding(
  tx: Transaction,
  house: House,
  accountId: string,
  { ending, organization, details }: Registration,
  at: Date,
): Promise<boolean> {
  const row = { id: newId(), accountId, organizationId: organization }
  const expiresAt = addSeconds(at, days(keptDays))
  switch (ending.kind) {
    case 'linked': {
      const link = {
        ...row,
        patientId: ending.patientId,
        relationship: 'self',
        access: 'full',
        basis: 'matched',
      } as const
      return createAccountLink(tx, link, at)
    }
    case 'prospect': {
      const { kind: _, ...place } = ending
      await createProspect(tx, house.sealer, { ...row, ...place, details, expiresAt }, at)
      return true
    }
    case 'family':
      await createFamilyRequest(tx, house.sealer, { ...row, patient: ending.patient, expiresAt }, at)
      return true
  }
}

const ownContacts = ({ phone, email }: NewPerson): readonly Contact[] => [
  ...(phone ? [{ kind: 'phone', value: phone } as const] : []),
  ...(email ? [{ kind: 'email', value: email } as const] : []),
]

/** The record's own contacts are told, whoever did this. */
async function contactsOfRecordOf(
  tx: Transaction,
  house: House,
  ending: RegistrationEnding,
): Promise<readonly Contact[]> {
  if (ending.kind !== 'linked') return []
  const rows = await findContactsOfRecord(tx, ending.patientId)
  return rows.map(row => ({
    kind: row.kind,
    value: house.sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
  }))
}
