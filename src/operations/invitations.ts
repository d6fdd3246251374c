import { ageOn } from '../core/dates.ts'
import { foldName } from '../core/names.ts'
import { originOf, originsOf } from '../core/objects/client.ts'
import { parsePhone, usablePhone } from '../core/phones.ts'
import { purposes } from '../core/purposes.ts'
import { addSeconds, days, newId, newToken, now } from '../platform/index.ts'
import { findSelfAccount } from '../store/account-links.ts'
import { findClient } from '../store/clients.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import type { InvitationEnds, InvitationOrigin, InvitedRepresentative, Transaction } from '../store/index.ts'
import {
  createInvitation,
  findInvitations,
  hasInvitation,
  type InvitationView,
  updateInvitationEnded,
  updateInvitationsSuperseded,
} from '../store/invitations.ts'
import { findOrganization, type OrganizationRow } from '../store/organizations.ts'
import { findPatientForUpdate, type Patient } from '../store/patients.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { linkTo } from './recovery.ts'

export interface InvitationRequest {
  readonly organization: string
  readonly patientId: string
  readonly origin: InvitationOrigin
  /** Who may choose "I manage this patient's account", and the number that they prove for it. */
  readonly representative?: InvitedRepresentative
  /** Where it ends; else the organisation's home client. */
  readonly clientId?: string
  /** On one of that client's own origins, such as the page of what a notice is about. */
  readonly targetLinkUri?: string
  /** Nobody is written to twice: who was invited before, whatever became of it, is left alone. */
  readonly onlyFirst?: true
  /** who issued it, for the audit: `cli:root`, an operator's id */
  readonly issuedBy: string
  /** why, in the words of staff; sealed in the audit */
  readonly reason: string
}
export type InvitationProblem =
  | 'patient-unknown'
  /** merged, deceased or inactive */
  | 'patient-not-active'
  /** recovery is the way: the record has its own account already */
  | 'patient-has-account'
  /** COPPA, 16 CFR 312: family access is the way */
  | 'under-13'
  | 'no-email-of-record'
  /** nothing could prove who opens it: staff issue an access code in person */
  | 'no-phone-of-record'
  /** 13 to 17: a number that is somebody else's too proves nobody */
  | 'phone-of-record-shared'
  | 'invited-before'
  | 'representative-incomplete'
  | 'client-unknown'
  | 'target-without-client'
  | 'target-elsewhere'
export type InvitationResult =
  | {
      readonly kind: 'issued'
      readonly id: string
      /** where it went */
      readonly email: string
      readonly expiresAt: Date
      readonly superseded: number
    }
  | { readonly kind: 'refused'; readonly problem: InvitationProblem }

/** From this birthday on a person may be invited to their own record. */
export const invitedAge = 13
/** A mail that could not be delivered by then is not worth a surprise. */
const deliveryDays = 3

/** Invites by a mail to the record's own mailbox, and to nowhere else; earlier invitations of the record end. */
export const issueInvitation = (house: House, request: InvitationRequest): Promise<InvitationResult> =>
  house.db.transaction().execute(tx => issueInvitationWithin(tx, house, request))

/** The same as part of a larger transaction. A refusal has written nothing. */
export async function issueInvitationWithin(
  tx: Transaction,
  house: House,
  request: InvitationRequest,
): Promise<InvitationResult> {
  const at = now()
  const organization = await findOrganization(tx, request.organization)
  // the record is held: of two invitations issued at once one supersedes the other
  const patient = await findPatientForUpdate(tx, house.sealer, request.patientId)
  if (!organization || patient?.organizationId !== organization.id)
    return { kind: 'refused', problem: 'patient-unknown' }
  const ends = await endsOf(tx, organization, request)
  if ('problem' in ends) return { kind: 'refused', problem: ends.problem }
  const invited = await findInvited(tx, house, { patient, organization }, request, at)
  if ('problem' in invited) return { kind: 'refused', problem: invited.problem }

  const superseded = await updateInvitationsSuperseded(tx, patient.id, at)
  const [id, token] = [newId(), newToken(house.random)]
  const expiresAt = addSeconds(at, days(house.settings.codes.invitation_days))
  const { representative, origin, issuedBy, reason } = request
  await createInvitation(
    tx,
    house.sealer,
    {
      id,
      organizationId: organization.id,
      patientId: patient.id,
      token,
      origin,
      email: invited.email,
      ...(representative ? { representative } : {}),
      ends,
      issuedBy,
      expiresAt,
    },
    at,
  )
  await house.delivery.enqueue(tx, {
    channel: 'email',
    to: invited.email,
    language: patient.demographics.language ?? organization.defaultLanguage,
    organization: organization.id,
    message: {
      template: 'invitation',
      why: origin === 'notice' ? 'notice' : 'invited',
      link: linkTo(house.settings.issuer, `/invite/${token}`, organization.id),
      expiresAt,
    },
    expiresAt: addSeconds(at, days(deliveryDays)),
  })
  await recordAudit(tx, house, {
    type: 'invitation.issued',
    outcome: 'success',
    actor: issuedBy,
    patientId: patient.id,
    organizationId: organization.id,
    ...(ends.client_id ? { clientId: ends.client_id } : {}),
    correlationId: id,
    details: { reason, origin, for: representative?.relationship ?? 'patient', superseded },
  })
  return { kind: 'issued', id, email: invited.email, expiresAt, superseded }
}

/** The client must be one that this organisation's people go to, and the address its own: no mail of ours leads elsewhere. */
async function endsOf(
  tx: Transaction,
  organization: OrganizationRow,
  { clientId, targetLinkUri }: InvitationRequest,
): Promise<InvitationEnds | { readonly problem: InvitationProblem }> {
  const client = clientId ? (await findClient(tx, clientId))?.object : undefined
  const isTheirs = client && (client.organization ?? organization.id) === organization.id
  if (clientId && !isTheirs) return { problem: 'client-unknown' }
  if (!targetLinkUri) return clientId ? { client_id: clientId } : {}
  const home = client ?? (organization.homeClientId && (await findClient(tx, organization.homeClientId))?.object)
  if (!home) return { problem: 'target-without-client' }
  const isOwn = originOf(targetLinkUri).some(origin => originsOf(home).has(origin))
  return isOwn ? { client_id: home.id, target_link_uri: targetLinkUri } : { problem: 'target-elsewhere' }
}

/** Where the mail goes, or why there can be none. */
async function findInvited(
  tx: Transaction,
  house: House,
  { patient, organization }: { readonly patient: Patient; readonly organization: OrganizationRow },
  { representative, onlyFirst }: InvitationRequest,
  at: Date,
): Promise<{ readonly email: string } | { readonly problem: InvitationProblem }> {
  if (patient.status !== 'active') return { problem: 'patient-not-active' }
  const age = ageOn(patient.demographics.birth_date, at, organization.timeZone)
  if (age < invitedAge) return { problem: 'under-13' }
  if (representative) {
    const { name, basis, phone } = representative
    const isPhone = usablePhone(phone) === phone
    if (foldName(name.family) === '' || basis.trim() === '' || !isPhone) return { problem: 'representative-incomplete' }
  } else if (await findSelfAccount(tx, patient.id)) return { problem: 'patient-has-account' }
  const contacts = (await findContactsOfRecord(tx, patient.id)).map(({ kind, shared, value_sealed }) => ({
    kind,
    shared,
    value: house.sealer.open(purposes.contactValue, value_sealed).toString('utf8'),
  }))
  const email = contacts.find(({ kind }) => kind === 'email')
  if (!email) return { problem: 'no-email-of-record' }
  const phones = contacts.filter(({ kind, value }) => kind === 'phone' && isReachable(value))
  if (phones.length === 0) return { problem: 'no-phone-of-record' }
  if (!phones.some(phone => provesPatient(phone, age, representative))) return { problem: 'phone-of-record-shared' }
  if (onlyFirst && (await hasInvitation(tx, patient.id))) return { problem: 'invited-before' }
  return { email: email.value }
}

/** A number that costs money is nobody's. */
const isReachable = (phone: string): boolean => parsePhone(phone)?.type !== 'premium'

/**
 * Whether control of a number on the record proves its person. Teenagers share phones with parents, who may not stand in
 * for them: neither one that stands on somebody else's record or account, nor the one noted for who manages theirs.
 */
export const provesPatient = (
  { value, shared }: { readonly value: string; readonly shared: boolean },
  age: number,
  representative: Pick<InvitedRepresentative, 'phone'> | undefined,
): boolean => isReachable(value) && (age >= 18 || (!shared && value !== representative?.phone))

/** Who of the staff acts, on what, and why. */
export interface InvitationAct {
  readonly organization: string
  readonly actor: string
  readonly reason: string
}

/** Takes an invitation back: its link opens nothing any more. @returns false where it is unknown, used or ended before */
export async function revokeInvitation(house: House, id: string, act: InvitationAct): Promise<boolean> {
  const at = now()
  return house.db.transaction().execute(async tx => {
    const [invitation] = await findInvitations(tx, house.sealer, { organizationId: act.organization, id, limit: 1 })
    const ended = { id, organizationId: act.organization, why: 'revoked' } as const
    if (!invitation || !(await updateInvitationEnded(tx, ended, at))) return false
    await recordAudit(tx, house, {
      type: 'invitation.revoked',
      outcome: 'success',
      actor: act.actor,
      patientId: invitation.patientId,
      organizationId: act.organization,
      correlationId: id,
      details: { reason: act.reason },
    })
    return true
  })
}

/** The same invitation once more, by a new mail with a new link; the old one ends. */
export async function resendInvitation(
  house: House,
  id: string,
  act: InvitationAct,
): Promise<
  InvitationResult | { readonly kind: 'refused'; readonly problem: 'invitation-unknown' | 'invitation-used' }
> {
  const { organization, actor, reason } = act
  const [invitation] = await findInvitations(house.db, house.sealer, { organizationId: organization, id, limit: 1 })
  if (!invitation) return { kind: 'refused', problem: 'invitation-unknown' }
  if (invitation.usedAt) return { kind: 'refused', problem: 'invitation-used' }
  const { patientId, origin, representative, ends } = invitation
  return issueInvitation(house, {
    organization,
    patientId,
    origin,
    ...(representative ? { representative } : {}),
    ...(ends.client_id ? { clientId: ends.client_id } : {}),
    ...(ends.target_link_uri ? { targetLinkUri: ends.target_link_uri } : {}),
    issuedBy: actor,
    reason,
  })
}

export type InvitationState = 'waiting' | 'used' | 'expired' | 'superseded' | 'revoked' | 'not-me'
export const invitationState = ({ usedAt, endedWhy, expiresAt }: InvitationView, at: Date): InvitationState =>
  usedAt ? 'used' : (endedWhy ?? (expiresAt <= at ? 'expired' : 'waiting'))

/** Invitations of an organisation, or of one of its records, newest first. Audited: it tells who is on record. */
export async function listInvitations(
  house: House,
  { organization, actor, reason, patientId }: InvitationAct & { readonly patientId?: string },
): Promise<readonly InvitationView[]> {
  const found = await findInvitations(house.db, house.sealer, {
    organizationId: organization,
    ...(patientId ? { patientId } : {}),
    limit: 1000,
  })
  await recordAudit(house.db, house, {
    type: 'invitations.listed',
    outcome: 'success',
    actor,
    ...(patientId ? { patientId } : {}),
    organizationId: organization,
    correlationId: newId(),
    details: { reason, count: found.length },
  })
  return found
}
