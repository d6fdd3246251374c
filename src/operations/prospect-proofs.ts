import { maskEmail } from '../core/contacts.ts'
import { ageOn } from '../core/dates.ts'
import { maskPhone, parsePhone } from '../core/phones.ts'
import { purposes } from '../core/purposes.ts'
import { newId } from '../platform/index.ts'
import { findAccount } from '../store/accounts.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import type { Transaction } from '../store/index.ts'
import { findOrganization } from '../store/organizations.ts'
import { findPatient } from '../store/patients.ts'
import { findProspect } from '../store/prospects.ts'
import { ownAccessAge } from './access-codes.ts'
import type { Contact } from './activation-notices.ts'
import { recordAudit } from './audit.ts'
import type { StaffAct } from './help-desk.ts'
import { checkProofCode, type HelpDeskProblem, type ProofAudit, sendProofCode } from './help-desk-caller.ts'
import type { House } from './house.ts'

export type ProspectProblem =
  | HelpDeskProblem
  | 'prospect-unknown'
  | 'prospect-decided'
  | 'record-unknown'
  | 'record-under-13'
  | 'record-has-account'
  | 'record-has-no-account'
  | 'record-other-person'
  | 'undo-late'
export interface ProspectRefusal {
  readonly kind: 'refused'
  readonly problem: ProspectProblem
}
export const refused = (problem: ProspectProblem): ProspectRefusal => ({ kind: 'refused', problem })

/** A decision about one prospect and one record. */
export interface ProspectCase {
  readonly prospectId: string
  readonly patientId: string
}

/**
 * Sends a code to a contact of that very record: whoever reads it out controls what the clinic has on file. What the
 * person typed when they registered is no proof here.
 */
export async function sendProspectCode(
  house: House,
  { prospectId, patientId, channel }: ProspectCase & { readonly channel: 'phone' | 'email' },
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'sent'; readonly proofId: string; readonly masked: string } | ProspectRefusal> {
  const prospect = await findProspect(house.db, house.sealer, { id: prospectId, organizationId: act.organization })
  if (!prospect) return refused('prospect-unknown')
  const proofs = await contactsThatProve(house.db, house, patientId, act.organization, at)
  if (typeof proofs === 'string') return refused(proofs)
  const contact = proofs.find(({ kind }) => kind === channel)
  if (!contact) return refused('contact-unknown')
  const account = await findAccount(house.db, house.sealer, prospect.accountId)
  if (!account) return refused('account-unknown')
  const audit = auditOfProof(house, { prospectId, accountId: prospect.accountId, patientId }, act)
  const sent = await sendProofCode(house, { account, contact, audit }, act, at)
  const masked = channel === 'phone' ? `••${maskPhone(contact.value)}` : maskEmail(contact.value)
  return sent.kind === 'sent' ? { ...sent, masked } : sent
}

/** Checks the code that the person read out. */
export async function proveProspect(
  house: House,
  { prospectId, proofId, code }: { readonly prospectId: string; readonly proofId: string; readonly code: string },
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'proven'; readonly until: Date } | ProspectRefusal> {
  const prospect = await findProspect(house.db, house.sealer, { id: prospectId, organizationId: act.organization })
  if (!prospect) return refused('prospect-unknown')
  const { accountId } = prospect
  const audit = auditOfProof(house, { prospectId, accountId }, act)
  return checkProofCode(house, { accountId, proofId, code, audit }, act, at)
}

/**
 * A history of one's own shows none of these: whoever typed somebody else's details would read there that the clinic has
 * a record of them, and a contact on it.
 */
const auditOfProof =
  (
    house: House,
    about: { readonly prospectId: string; readonly accountId: string; readonly patientId?: string },
    act: StaffAct,
  ): ProofAudit =>
  (tx, what, { outcome, ...details }) =>
    auditProspect(tx, house, `code-${what}`, act, { prospectId: about.prospectId, ...details }, about, outcome)

/**
 * The contacts of a record of this organisation that prove its person, best first. Teenagers share phones with parents,
 * who may not stand in for them; a number that costs money is nobody's.
 * @returns why not, where there is no such record, or one that is nobody's own yet
 */
export async function contactsThatProve(
  read: House['db'] | Transaction,
  house: House,
  patientId: string,
  organizationId: string,
  at: Date,
): Promise<readonly Contact[] | 'record-unknown' | 'record-under-13'> {
  const contacts = await contactsOfRecord(read, house, patientId, organizationId)
  if (!contacts) return 'record-unknown'
  const zone = (await findOrganization(read, organizationId))?.timeZone ?? 'UTC'
  const age = ageOn(contacts.birthDate, at, zone)
  if (age < ownAccessAge) return 'record-under-13'
  return contacts.list.filter(({ value, shared }) => !(age < 18 && shared) && parsePhone(value)?.type !== 'premium')
}

export async function contactsOfRecord(
  read: House['db'] | Transaction,
  house: House,
  patientId: string,
  organizationId: string,
) {
  const patient = await findPatient(read, house.sealer, patientId)
  if (patient?.organizationId !== organizationId || patient.status !== 'active') return undefined
  const rows = await findContactsOfRecord(read, patientId)
  return {
    birthDate: patient.demographics.birth_date,
    list: rows.map(row => ({
      kind: row.kind,
      value: house.sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
      shared: row.shared,
    })),
  }
}

export const auditProspect = (
  tx: House['db'] | Transaction,
  house: House,
  what: string,
  { actor, operator, organization, reason }: StaffAct,
  details: Readonly<Record<string, unknown>>,
  about: { readonly accountId?: string; readonly patientId?: string } = {},
  outcome: 'success' | 'refused' = 'success',
): Promise<string> =>
  recordAudit(tx, house, {
    type: `prospect.${what}`,
    outcome,
    actor,
    ...(about.accountId ? { accountId: about.accountId } : {}),
    ...(about.patientId ? { patientId: about.patientId } : {}),
    organizationId: organization,
    correlationId: newId(),
    details: { operator, reason, ...details },
  })
