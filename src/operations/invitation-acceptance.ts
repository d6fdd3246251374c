import type { Evidence } from '../core/assurance.ts'
import { addSeconds, days, newId } from '../platform/index.ts'
import { findAccountContacts, isSettled } from '../store/account-contacts.ts'
import { createAccountLink, isOfAnotherBirthDate } from '../store/account-links.ts'
import { findAccount } from '../store/accounts.ts'
import { createFamilyRequest } from '../store/family-requests.ts'
import type { RequestedPatient, Transaction } from '../store/index.ts'
import { updateInvitationAccount, updateInvitationEnded, updateInvitationUsed } from '../store/invitations.ts'
import { type Contact, tellContacts } from './activation-notices.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { createPerson, keepEvidence, type NewPerson } from './new-account.ts'

/** Who comes to the record: somebody new, or an account that is signed in. */
export type Acceptor =
  | {
      readonly kind: 'new'
      readonly person: NewPerson
      /** For the session in which this journey itself ends; left out where another one goes on from it. */
      readonly evidence?: { readonly proofs: readonly Evidence[]; readonly until: Date }
    }
  | { readonly kind: 'account'; readonly accountId: string }
/** As whom: the patient, or somebody who asks to manage the record for them. */
export type AcceptedAs =
  | { readonly kind: 'patient' }
  | { readonly kind: 'manager'; readonly request: RequestedPatient & { requester: object } }

export interface Acceptance {
  readonly invitationId: string
  readonly patientId: string
  readonly organization: string
  readonly acceptor: Acceptor
  readonly as: AcceptedAs
  /** The record's own contacts: they are told, whoever did this. */
  readonly contactsOfRecord: readonly Contact[]
  readonly journey: {
    readonly flowId: string
    readonly reference: string
    readonly clientId?: string
    readonly ip: string
    readonly device: string
  }
}
export type AcceptanceProblem =
  | 'invite-spent'
  | 'invite-account-exists'
  | 'invite-other-person'
  | 'invite-username-taken'
export type AcceptanceResult =
  | { readonly kind: 'accepted'; readonly accountId: string }
  /** The caller rolls its transaction back: some of it may be written already. */
  | { readonly kind: 'refused'; readonly problem: AcceptanceProblem }

/** Days after which what was asked of staff is forgotten (DOMAIN "Records change"). */
const keptDays = 180

/**
 * Spends an invitation and ties somebody to its record, or stores what they ask for, in the caller's transaction. The
 * invitation's own row decides who comes first; the unique index on self links decides between invitations and codes.
 */
export async function acceptInvitation(
  tx: Transaction,
  house: House,
  acceptance: Acceptance,
  at: Date,
): Promise<AcceptanceResult> {
  const { acceptor, as, patientId, organization, journey } = acceptance
  const { invitationId } = acceptance
  if (!(await updateInvitationUsed(tx, { id: invitationId, patientId }, at)))
    return { kind: 'refused', problem: 'invite-spent' }
  const accountId = acceptor.kind === 'new' ? newId() : acceptor.accountId
  if (acceptor.kind === 'new') {
    const population = as.kind === 'manager' ? 'caregiver' : 'patient'
    if (!(await createPerson(tx, house, { id: accountId, population }, acceptor.person, at)))
      return { kind: 'refused', problem: 'invite-username-taken' }
  }
  const problem = await settle(tx, house, accountId, acceptance, at)
  if (problem) return { kind: 'refused', problem }
  await updateInvitationAccount(tx, invitationId, accountId)
  if (acceptor.kind === 'new' && acceptor.evidence)
    await keepEvidence(tx, { accountId, flowId: journey.flowId }, acceptor.evidence.proofs, acceptor.evidence.until)
  await tellEverybody(tx, house, accountId, acceptance, at)
  await recordAudit(tx, house, {
    type: eventOf(acceptance),
    outcome: 'success',
    actor: accountId,
    accountId,
    patientId,
    organizationId: organization,
    ...(journey.clientId ? { clientId: journey.clientId } : {}),
    correlationId: journey.flowId,
    reference: journey.reference,
    details: { ip: journey.ip, device: journey.device, invitation: invitationId, as: as.kind },
  })
  return { kind: 'accepted', accountId }
}

const eventOf = ({ acceptor, as }: Acceptance): string => {
  if (acceptor.kind === 'new') return 'account.invited'
  return as.kind === 'manager' ? 'family-access.requested' : 'account-link.added'
}

async function settle(
  tx: Transaction,
  house: House,
  accountId: string,
  { as, patientId, organization }: Acceptance,
  at: Date,
): Promise<AcceptanceProblem | undefined> {
  const row = { id: newId(), accountId, organizationId: organization, patientId }
  if (as.kind === 'manager') {
    const expiresAt = addSeconds(at, days(keptDays))
    await createFamilyRequest(tx, house.sealer, { ...row, patient: as.request, expiresAt }, at)
    return undefined
  }
  // an account is one person: who was born on another day is not they, whosever phone it is
  if (await isOfAnotherBirthDate(tx, accountId, patientId)) return 'invite-other-person'
  const link = { ...row, relationship: 'self', access: 'full', basis: 'invitation' } as const
  return (await createAccountLink(tx, link, at)) ? undefined : 'invite-account-exists'
}

/** The record's contacts and the person's own: whoever did this, the owner learns it. */
async function tellEverybody(
  tx: Transaction,
  house: House,
  accountId: string,
  { acceptor, as, contactsOfRecord, organization }: Acceptance,
  at: Date,
): Promise<void> {
  const ofRecord = as.kind === 'patient' ? contactsOfRecord : []
  if (acceptor.kind === 'new') {
    const { phone, email, language } = acceptor.person
    const own: Contact[] = []
    if (phone) own.push({ kind: 'phone', value: phone })
    if (email) own.push({ kind: 'email', value: email })
    const to = { contacts: [...ofRecord, ...own], language, organization, accountId }
    return tellContacts(tx, house, to, 'account-activated', at)
  }
  if (as.kind === 'manager') return
  const account = await findAccount(tx, house.sealer, accountId)
  const own = (await findAccountContacts(tx, house.sealer, accountId)).filter(
    contact => contact.verifiedAt && isSettled(contact, at),
  )
  const to = { contacts: [...ofRecord, ...own], language: account?.language ?? 'en', organization, accountId }
  await tellContacts(tx, house, to, 'record-added', at)
}

/** Somebody who proved the number on file says that the record is another person's: the link ends; the audit tells staff. */
export const refuseInvitation = (
  tx: Transaction,
  invitation: { readonly id: string; readonly organizationId: string },
  at: Date,
): Promise<boolean> => updateInvitationEnded(tx, { ...invitation, why: 'not-me' }, at)
