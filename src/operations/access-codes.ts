import { formatAccessCode, newAccessCode } from '../core/access-code.ts'
import { ageOn } from '../core/dates.ts'
import type { Language, Letter, LocalText } from '../core/index.ts'
import { foldName } from '../core/names.ts'
import { parsePhone } from '../core/phones.ts'
import { purposes } from '../core/purposes.ts'
import { addSeconds, days, newId, now } from '../platform/index.ts'
import { createAccessCode, findLiveAccessCodes, updateAccessCodesSuperseded } from '../store/access-codes.ts'
import { findSelfAccount } from '../store/account-links.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import type { AccessCodesTable, Transaction } from '../store/index.ts'
import { findOrganization, type OrganizationRow } from '../store/organizations.ts'
import { findPatientForUpdate, type Patient } from '../store/patients.ts'
import { openRepresentative, type Representative } from './access-code-holder.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

export interface AccessCodeRequest {
  readonly organization: string
  readonly patientId: string
  readonly channel: AccessCodesTable['channel']
  /** Which contact of record is meant, where it is one; else the best of its kind. */
  readonly preferred?: string
  /** Left out where the patient is the holder. */
  readonly representative?: Representative
  /** Staff saw an identity document: needed where the record has no contact that could prove anything. */
  readonly identityChecked?: boolean
  /** who issued it, for the audit: `cli:root`, an operator's id */
  readonly issuedBy: string
  /** why, in the words of staff; sealed in the audit */
  readonly reason: string
}
export type AccessCodeProblem =
  | 'patient-unknown'
  /** merged, deceased or inactive */
  | 'patient-not-active'
  /** recovery is the way: the record has its own account already */
  | 'patient-has-account'
  | 'under-13-needs-representative'
  | 'representative-incomplete'
  /** the record has no contact at all: hand the code over in person */
  | 'no-contact-hand-over-in-person'
  | 'no-contact-check-identity'
  | 'no-phone-of-record'
  | 'no-email-of-record'
export type AccessCodeResult =
  | {
      readonly kind: 'issued'
      readonly id: string
      readonly expiresAt: Date
      readonly superseded: number
      /** What is printed, where the code goes on paper; a code that is sent is shown to nobody. */
      readonly letter?: Letter
    }
  | { readonly kind: 'refused'; readonly problem: AccessCodeProblem }

/** From this birthday on a person may hold a code for their own record (COPPA, 16 CFR 312). */
export const ownAccessAge = 13
/** A code that could not be delivered by then is not worth a surprise. */
const deliveryDays = 3

/**
 * Issues an access code for one record, ending earlier codes of the same holder. A text or mail goes out in the same
 * transaction, to a contact of record only; letter and in-person codes come back as the page to print.
 */
export async function issueAccessCode(house: House, request: AccessCodeRequest): Promise<AccessCodeResult> {
  return house.db.transaction().execute(tx => issueAccessCodeWithin(tx, house, request))
}

/** The same as part of a larger transaction. A refusal has written nothing. */
export async function issueAccessCodeWithin(
  tx: Transaction,
  house: House,
  request: AccessCodeRequest,
): Promise<AccessCodeResult> {
  const at = now()
  const organization = await findOrganization(tx, request.organization)
  // the record is held: of two codes issued at once one supersedes the other
  const patient = await findPatientForUpdate(tx, house.sealer, request.patientId)
  if (!organization || patient?.organizationId !== organization.id)
    return { kind: 'refused', problem: 'patient-unknown' }
  const target = await findTarget(tx, house, patient, request)
  const problem = (await checkHolder(tx, patient, organization, request, at)) ?? checkTarget(target, request)
  if (problem) return { kind: 'refused', problem }

  const superseded = await supersede(tx, house, patient.id, request.representative, at)
  const code = newAccessCode(house.random)
  const id = newId()
  const expiresAt = addSeconds(at, days(house.settings.codes.access_code_days))
  const { representative } = request
  await createAccessCode(
    tx,
    {
      id,
      organizationId: organization.id,
      patientId: patient.id,
      codeIndex: house.sealer.index(purposes.accessCode, code),
      ...(representative
        ? { representativeSealed: house.sealer.sealJson('access_codes.representative', representative) }
        : {}),
      channel: request.channel,
      identityChecked: request.identityChecked ?? false,
      expiresAt,
      issuedBy: request.issuedBy,
    },
    at,
  )
  const language = patient.demographics.language ?? organization.defaultLanguage
  if (target.to)
    await house.delivery.enqueue(tx, {
      channel: target.to.channel,
      to: target.to.value,
      language,
      organization: organization.id,
      message: {
        template: 'access-code',
        code: formatAccessCode(code),
        link: `${activateUrl(house, organization)}#${code}`,
        expiresAt,
      },
      expiresAt: addSeconds(at, days(deliveryDays)),
    })
  await recordAudit(tx, house, {
    type: 'access-code.issued',
    outcome: 'success',
    actor: request.issuedBy,
    patientId: patient.id,
    organizationId: organization.id,
    correlationId: id,
    details: {
      reason: request.reason,
      channel: request.channel,
      holder: representative ? representative.relationship : 'patient',
      identityChecked: request.identityChecked ?? false,
      superseded,
    },
  })
  const isPrinted = request.channel === 'letter' || request.channel === 'in_person'
  const letter = isPrinted
    ? toLetter(house, organization, patient, { code, language, at, expiresAt, representative })
    : undefined
  return { kind: 'issued', id, expiresAt, superseded, ...(letter ? { letter } : {}) }
}

const activateUrl = (house: House, organization: OrganizationRow): string =>
  `${house.settings.issuer}/activate?organization=${encodeURIComponent(organization.id)}`

async function checkHolder(
  tx: Transaction,
  patient: Patient,
  organization: OrganizationRow,
  { representative }: AccessCodeRequest,
  at: Date,
): Promise<AccessCodeProblem | undefined> {
  if (patient.status !== 'active') return 'patient-not-active'
  if (!representative) {
    if (ageOn(patient.demographics.birth_date, at, organization.timeZone) < ownAccessAge)
      return 'under-13-needs-representative'
    return (await findSelfAccount(tx, patient.id)) ? 'patient-has-account' : undefined
  }
  const { name, basis } = representative
  return foldName(name.family) === '' || basis.trim() === '' ? 'representative-incomplete' : undefined
}

interface Target {
  readonly hasContacts: boolean
  readonly hasPhone: boolean
  readonly to?: { readonly channel: 'sms' | 'email'; readonly value: string }
}
/** The contact of record that a text or mail goes to: the best one of its kind that can receive it. */
async function findTarget(
  tx: Transaction,
  house: House,
  patient: Patient,
  { channel, preferred }: Pick<AccessCodeRequest, 'channel' | 'preferred'>,
): Promise<Target> {
  const contacts = (await findContactsOfRecord(tx, patient.id)).map(({ kind, value_sealed }) => ({
    kind,
    value: house.sealer.open(purposes.contactValue, value_sealed).toString('utf8'),
  }))
  const hasContacts = contacts.length > 0
  const hasPhone = contacts.some(({ kind }) => kind === 'phone')
  const found =
    channel === 'sms'
      ? contacts.find(({ kind, value }) => kind === 'phone' && parsePhone(value)?.type !== 'landline')
      : channel === 'email'
        ? (contacts.find(({ kind, value }) => kind === 'email' && value === preferred) ??
          contacts.find(({ kind }) => kind === 'email'))
        : undefined
  return {
    hasContacts,
    hasPhone,
    ...(found ? { to: { channel: channel as 'sms' | 'email', value: found.value } } : {}),
  }
}

function checkTarget(target: Target, request: AccessCodeRequest): AccessCodeProblem | undefined {
  if (!target.hasContacts && request.channel !== 'in_person') return 'no-contact-hand-over-in-person'
  if (!target.hasContacts && !request.identityChecked) return 'no-contact-check-identity'
  if (request.channel === 'sms' && !target.to) return 'no-phone-of-record'
  if (request.channel === 'email' && !target.to) return 'no-email-of-record'
  // a code that was sent is proven by a phone of record only: without one nobody could use it
  return request.channel === 'email' && !target.hasPhone ? 'no-phone-of-record' : undefined
}

/** Ends the live codes of the same holder: the patient's own, or those of the same representative. */
async function supersede(
  tx: Transaction,
  house: House,
  patientId: string,
  holder: Representative | undefined,
  at: Date,
): Promise<number> {
  const nameOf = (person: Representative | undefined): string =>
    person ? `${foldName(person.name.given)}|${foldName(person.name.family)}|${person.relationship}` : ''
  const live = await findLiveAccessCodes(tx, patientId, at)
  const same = live.filter(
    code => nameOf(openRepresentative(house.sealer, code.representative_sealed)) === nameOf(holder),
  )
  return updateAccessCodesSuperseded(
    tx,
    same.map(({ id }) => id),
    at,
  )
}

function toLetter(
  house: House,
  organization: OrganizationRow,
  { demographics }: Patient,
  written: {
    readonly code: string
    readonly language: Language
    readonly at: Date
    readonly expiresAt: Date
    readonly representative: Representative | undefined
  },
): Letter {
  const { branding } = organization
  const used = demographics.name_in_use ?? {
    given: demographics.given_names[0] ?? '',
    family: demographics.family_name,
  }
  const name = written.representative?.name ?? used
  const place = [demographics.city, [demographics.state, demographics.postal_code].filter(Boolean).join(' ')]
  const address = [...(demographics.address_lines ?? []), place.filter(Boolean).join(', ')].filter(line => line !== '')
  return {
    organization: {
      name: organization.name as LocalText,
      ...(branding.accent ? { accent: branding.accent } : {}),
      ...(branding.logo ? { logo: branding.logo } : {}),
      ...(branding.help_phone ? { helpPhone: branding.help_phone } : {}),
      ...(branding.help_hours ? { helpHours: branding.help_hours as LocalText } : {}),
    },
    language: written.language,
    recipient: {
      name: `${name.given} ${name.family}`.trim(),
      ...(address.length > 0 ? { address } : {}),
    },
    code: written.code,
    activateUrl: activateUrl(house, organization),
    writtenOn: written.at,
    expiresAt: written.expiresAt,
    timeZone: organization.timeZone,
  }
}
