import { memberKey } from '../core/coverage.ts'
import { ageOn } from '../core/dates.ts'
import type { MemberAttributes } from '../core/federation.ts'
import { compareNames, nameForms } from '../core/matching/index.ts'
import { networkOf } from '../core/networks.ts'
import type { InsurerObject } from '../core/objects/insurer.ts'
import { parsePhone } from '../core/phones.ts'
import { purposes } from '../core/purposes.ts'
import { hours, newId } from '../platform/index.ts'
import { findSelfAccount } from '../store/account-links.ts'
import type { UpstreamName } from '../store/account-upstreams.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import { findPatientsByMember } from '../store/coverages.ts'
import type { PatientDemographics, Reader } from '../store/index.ts'
import { findOrganization } from '../store/organizations.ts'
import { findPatient } from '../store/patients.ts'
import type { House } from './house.ts'
import { namesOfDemographics } from './match-keys.ts'

/** The record of an insurer's member, with what may prove them. */
export interface MemberRecord {
  readonly patientId: string
  readonly organizationId: string
  /** in use, never a previous one */
  readonly name: { readonly given: string; readonly family: string }
  readonly birthDate: string
  /** Numbers of record that prove this person, best first. */
  readonly phones: readonly { readonly id: string; readonly value: string }[]
  /** All of them: whoever does this, they are told. */
  readonly contacts: readonly { readonly kind: 'phone' | 'email'; readonly value: string }[]
  readonly selfAccountId?: string
}
export interface MemberMatch {
  /** The one record that fits, where a code can be sent or none is needed. */
  readonly patientId?: string
  readonly phone?: { readonly id: string; readonly value: string }
  /** The clinic checked this very member id at check-in, and the insurer's links rest on that. */
  readonly isTrusted?: true
  /** For the audit alone. */
  readonly why: 'one' | 'none' | 'several' | 'no-phone' | 'limited'
}

/** The youngest who may sign in by themselves (COPPA, 16 CFR 312.2). */
const youngest = 13

/** What the insurer has to say before a record can be looked for. */
export const isMemberAsserted = ({ memberId, family, birthDate }: MemberAttributes): boolean =>
  Boolean(memberId && family && birthDate)

/**
 * The record of one organisation that fits member id, payer, birth date and name after normalisation, and alone; of
 * several first names one will do where a code follows. Every limit is charged first, whatever the others say; over one the answer is the one for nobody.
 */
export async function matchMember(
  house: House,
  asked: MemberQuery & { readonly name: UpstreamName; readonly ip: string },
  at: Date,
): Promise<MemberMatch> {
  const isLimited = await chargeLooking(house, asked)
  const found = await findOfMember(house, asked, at)
  return isLimited ? { why: 'limited' } : found
}

/** Where, and what the insurer says. */
export interface MemberQuery {
  readonly organization: string
  readonly insurer: InsurerObject
  readonly attributes: MemberAttributes
}

/** The same without any limit: for a test of the connection. */
export async function findOfMember(
  house: House,
  { organization, insurer, attributes }: MemberQuery,
  at: Date,
): Promise<MemberMatch & { readonly why: Exclude<MemberMatch['why'], 'limited'> }> {
  const found = await findPatientsByMember(house.db, memberIndexes(house, { organization, insurer, attributes }))
  const fitting: { readonly record: MemberRecord; readonly mayTrust: boolean }[] = []
  // whom nobody is, is looked up by the same statements
  for (const { patientId, isVerified } of found.length > 0 ? found : [{ patientId: newId(), isVerified: false }]) {
    const looked = await lookUp(house.db, house, patientId, at)
    const fit = looked && fitOf(looked, organization, attributes)
    if (!looked || !fit) continue
    // a teenager's card was shown at the desk by a parent, and a twin may share the first of two names
    const mayTrust = isVerified && fit === 'whole' && looked.isAdult
    fitting.push({ record: looked.record, mayTrust })
  }
  const [only, ...others] = fitting
  if (!only) return { why: 'none' }
  if (others.length > 0) return { why: 'several' }
  const { record, mayTrust } = only
  const isTrusted = mayTrust && insurer.linking.trusted_at_check_in
  const [phone] = record.phones
  if (!phone && !isTrusted) return { why: 'no-phone' }
  return {
    patientId: record.patientId,
    why: 'one',
    ...(phone ? { phone } : {}),
    ...(isTrusted ? { isTrusted: true as const } : {}),
  }
}

/** What the clinic checked, and what the operator made of that, as they stand when the account is made. */
export async function isStillTrusted(
  read: Reader,
  house: Pick<House, 'sealer'>,
  asked: MemberQuery & { readonly patientId: string },
): Promise<boolean> {
  if (!asked.insurer.linking.trusted_at_check_in) return false
  const found = await findPatientsByMember(read, memberIndexes(house, asked))
  return found.some(({ patientId, isVerified }) => isVerified && patientId === asked.patientId)
}

function memberIndexes(
  { sealer }: Pick<House, 'sealer'>,
  { organization, insurer, attributes }: MemberQuery,
): readonly Buffer[] {
  const payers = insurer.linking.payers ?? [insurer.id]
  return payers.flatMap(payer => {
    const key = memberKey(organization, payer, attributes.memberId ?? '')
    return key ? [sealer.index(purposes.patientMember, key)] : []
  })
}

/** What one identity and one network may look for in a day. */
async function chargeLooking(
  house: House,
  { name, ip, organization }: { readonly name: UpstreamName; readonly ip: string; readonly organization: string },
): Promise<boolean> {
  const { matching } = house.settings
  const charge = async (limit: string, key: string, points: number, seconds: number): Promise<boolean> => {
    const { allowed } = await house.limits.charge(limit, key, { points, seconds, silent: true })
    if (!allowed) {
      house.metrics.limitReached(limit)
      house.log.warn('matching.limited', { limit, organization })
    }
    return allowed
  }
  const isIdentityFree = await charge(
    'member-identity',
    `${name.issuer}|${name.subject}`,
    matching.name_tries,
    hours(24),
  )
  const isNetworkFree = await charge('member-network', networkOf(ip), matching.network_tries, hours(1))
  return !isIdentityFree || !isNetworkFree
}

/**
 * Birth date and one of the record's names, the same after normalisation: `whole`; or all but further given names, which
 * one side leaves out or shortens to a letter (`Mary` of `Mary Ann`), as cards and charts often do.
 */
function fitOf(
  { record, demographics }: LookedUp,
  organization: string,
  { given = '', family = '', birthDate }: MemberAttributes,
): 'whole' | 'first-given-name' | undefined {
  if (record.organizationId !== organization) return undefined
  if (demographics.birth_date !== birthDate) return undefined
  const asserted = nameForms(given, family)
  const defects = namesOfDemographics(demographics).flatMap(name => {
    const own = nameForms(name.given.join(' '), name.family, demographics.suffix)
    const hasConflict = own.suffix !== undefined && asserted.suffix !== undefined && own.suffix !== asserted.suffix
    const found = hasConflict ? undefined : compareNames(asserted, own)
    return found ? [found] : []
  })
  if (defects.some(each => each.length === 0)) return 'whole'
  return defects.some(each => each.length === 1 && each[0] === 'first-given-name') ? 'first-given-name' : undefined
}

const nameInUse = (demographics: PatientDemographics) =>
  demographics.name_in_use ?? { given: demographics.given_names[0] ?? '', family: demographics.family_name }

/** A living record of somebody old enough, as it stands now. */
export async function findMember(
  read: Reader,
  house: Pick<House, 'sealer'>,
  patientId: string,
  at: Date,
): Promise<MemberRecord | undefined> {
  return (await lookUp(read, house, patientId, at))?.record
}

interface LookedUp {
  readonly record: MemberRecord
  readonly demographics: PatientDemographics
  readonly isAdult: boolean
}

/** The same statements whether or not there is such a record. */
async function lookUp(
  read: Reader,
  { sealer }: Pick<House, 'sealer'>,
  patientId: string,
  at: Date,
): Promise<LookedUp | undefined> {
  const patient = await findPatient(read, sealer, patientId)
  const organization = await findOrganization(read, patient?.organizationId ?? '')
  const contacts = await findContactsOfRecord(read, patientId)
  const selfAccountId = await findSelfAccount(read, patientId)
  if (patient?.status !== 'active' || patient.demographics.restricted) return undefined
  const { demographics, organizationId } = patient
  const age = ageOn(demographics.birth_date, at, organization?.timeZone ?? 'UTC')
  if (age < youngest) return undefined
  const rows = contacts.map(row => ({
    id: row.id,
    kind: row.kind,
    value: sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
    shared: row.shared,
  }))
  // teenagers share phones with parents, who may not stand in for them; a number that costs money is nobody's
  const phones = rows.filter(
    ({ kind, value, shared }) => kind === 'phone' && parsePhone(value)?.type !== 'premium' && !(shared && age < 18),
  )
  return {
    demographics,
    isAdult: age >= 18,
    record: {
      patientId,
      organizationId,
      name: nameInUse(demographics),
      birthDate: demographics.birth_date,
      phones,
      contacts: rows.map(({ kind, value }) => ({ kind, value })),
      ...(selfAccountId ? { selfAccountId } : {}),
    },
  }
}
