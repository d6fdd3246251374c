import { maskEmail } from '../core/contacts.ts'
import { ageOn } from '../core/dates.ts'
import { maskPhone, parsePhone } from '../core/phones.ts'
import { purposes } from '../core/purposes.ts'
import { addSeconds, hours, newId } from '../platform/index.ts'
import { createAccountLink, findSelfAccount, updateLinksEnded } from '../store/account-links.ts'
import { findAccount } from '../store/accounts.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import type { Transaction } from '../store/index.ts'
import { findOrganization } from '../store/organizations.ts'
import { findPatient } from '../store/patients.ts'
import {
  findOpenProspects,
  findProspect,
  type Prospect,
  updateProspectDecided,
  updateProspectReopened,
} from '../store/prospects.ts'
import { closeAccount, reopenAccount } from './account-closing.ts'
import { type Contact, tellContacts } from './activation-notices.ts'
import { recordAudit } from './audit.ts'
import type { StaffAct } from './help-desk.ts'
import { checkProofCode, type Grounds, groundsFor, type HelpDeskProblem, sendProofCode } from './help-desk-caller.ts'
import type { House } from './house.ts'
import { type MatchedCandidate, matchPerson } from './matching.ts'
import { tellOwner } from './registration.ts'
import { endSessionsOfAccount } from './sessions.ts'

/** Somebody of the queue, with what a clerk needs to decide. */
export interface ProspectView extends Prospect {
  /** the phone and the email that they proved, masked */
  readonly reachedAt: readonly string[]
  /** Looked up now, best first: the registry may have changed since they registered. */
  readonly candidates: readonly MatchedCandidate[]
}
export type ProspectProblem =
  | HelpDeskProblem
  | 'prospect-unknown'
  | 'prospect-decided'
  | 'record-unknown'
  | 'record-has-account'
  | 'record-has-no-account'
  | 'undo-late'
export interface ProspectRefusal {
  readonly kind: 'refused'
  readonly problem: ProspectProblem
}
const refused = (problem: ProspectProblem): ProspectRefusal => ({ kind: 'refused', problem })
/** Thrown inside a transaction that has to be rolled back. */
class Stopped extends Error {
  readonly problem: ProspectProblem
  constructor(problem: ProspectProblem) {
    super('a decision about a prospect was stopped')
    this.problem = problem
  }
}
async function settled<T>(work: () => Promise<T>): Promise<T | ProspectRefusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Stopped) return refused(error.problem)
    throw error
  }
}

/** The queue of an organisation, oldest first. Audited: it tells who may be on record. */
export async function listProspects(house: House, act: StaffAct, count = 50): Promise<readonly ProspectView[]> {
  const open = await findOpenProspects(house.db, house.sealer, act.organization, count)
  const views: ProspectView[] = []
  for (const prospect of open) {
    const { given, family, sex, birth_date, postal_code, phone, email } = prospect.details
    const contacts = [
      { kind: 'phone', value: phone } as const,
      ...(email ? [{ kind: 'email', value: email } as const] : []),
    ]
    const found = await matchPerson(house, {
      organization: act.organization,
      person: { given, family, sex, birthDate: birth_date, ...(postal_code ? { postalCode: postal_code } : {}) },
      verified: contacts,
      accountId: prospect.accountId,
    })
    views.push({
      ...prospect,
      reachedAt: contacts.map(({ kind, value }) => (kind === 'phone' ? `••${maskPhone(value)}` : maskEmail(value))),
      candidates: found?.candidates ?? [],
    })
  }
  await auditProspect(house.db, house, 'listed', act, { count: views.length })
  return views
}

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
  if (!proofs) return refused('record-unknown')
  const contact = proofs.find(({ kind }) => kind === channel)
  if (!contact) return refused('contact-unknown')
  const account = await findAccount(house.db, house.sealer, prospect.accountId)
  if (!account) return refused('account-unknown')
  const sent = await sendProofCode(house, { account, contact }, act, at)
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
  return checkProofCode(house, { accountId: prospect.accountId, proofId, code }, act, at)
}

/**
 * The contacts of a record of this organisation that prove its person, best first. Teenagers share phones with parents,
 * who may not stand in for them; a number that costs money is nobody's.
 * @returns undefined where there is no such record
 */
async function contactsThatProve(
  read: House['db'] | Transaction,
  house: House,
  patientId: string,
  organizationId: string,
  at: Date,
): Promise<readonly Contact[] | undefined> {
  const contacts = await contactsOfRecord(read, house, patientId, organizationId)
  if (!contacts) return undefined
  const zone = (await findOrganization(read, organizationId))?.timeZone ?? 'UTC'
  const isMinor = ageOn(contacts.birthDate, at, zone) < 18
  return contacts.list.filter(({ value, shared }) => !(isMinor && shared) && parsePhone(value)?.type !== 'premium')
}

async function contactsOfRecord(
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

/** How long a decision can be taken back (DOMAIN "Self-registration"). */
const undoUntil = (house: House, at: Date): Date => addSeconds(at, hours(house.settings.account.undo_hours))

/**
 * Ties the prospect's account to a record: only on a code to a contact of that record, or an identity that was checked
 * in person. Equal demographics are no reason. The contacts of record are told.
 */
export function tieProspect(
  house: House,
  { prospectId, patientId, grounds }: ProspectCase & { readonly grounds: Grounds },
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'tied'; readonly undoUntil: Date } | ProspectRefusal> {
  return settled(() =>
    house.db.transaction().execute(async tx => {
      const { prospect, basis } = await decided(tx, house, { prospectId, patientId, grounds }, act, at)
      const linkId = newId()
      const until = undoUntil(house, at)
      const link = { id: linkId, accountId: prospect.accountId, patientId, organizationId: act.organization }
      if (!(await createAccountLink(tx, { ...link, relationship: 'self', access: 'full', basis }, at)))
        throw new Stopped('record-has-account')
      const decision = { state: 'tied', patientId, linkId, undoUntil: until } as const
      if (!(await updateProspectDecided(tx, prospect.id, decision, at))) throw new Stopped('prospect-decided')
      await tellRecord(tx, house, patientId, prospect, act, at)
      await auditProspect(tx, house, 'tied', act, { prospectId, basis }, { ...prospect, patientId })
      return { kind: 'tied', undoUntil: until } as const
    }),
  )
}

/**
 * The record has an account of its person already: on the same proof the new one is closed, and the owner of the old one
 * is told how to get back in.
 */
export function mergeProspect(
  house: House,
  { prospectId, patientId, grounds }: ProspectCase & { readonly grounds: Grounds },
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'merged'; readonly undoUntil: Date } | ProspectRefusal> {
  return settled(() =>
    house.db.transaction().execute(async tx => {
      const { prospect, basis } = await decided(tx, house, { prospectId, patientId, grounds }, act, at)
      const kept = await findSelfAccount(tx, patientId)
      if (!kept || kept === prospect.accountId) throw new Stopped('record-has-no-account')
      const until = undoUntil(house, at)
      const decision = { state: 'merged', patientId, undoUntil: until } as const
      if (!(await updateProspectDecided(tx, prospect.id, decision, at))) throw new Stopped('prospect-decided')
      await auditProspect(tx, house, 'merged', act, { prospectId, basis, kept }, { ...prospect, patientId })
      if (!(await closeAccount(tx, house, await changeOf(tx, house, prospect, act), at)))
        throw new Stopped('account-closed')
      await tellOwner(tx, house, { accountId: kept, organization: act.organization }, at)
      await tellRecord(tx, house, patientId, prospect, act, at)
      return { kind: 'merged', undoUntil: until } as const
    }),
  )
}

/** Takes somebody off the queue: they keep their account, without a record. */
export function dismissProspect(
  house: House,
  { prospectId }: Pick<ProspectCase, 'prospectId'>,
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'dismissed'; readonly undoUntil: Date } | ProspectRefusal> {
  return settled(() =>
    house.db.transaction().execute(async tx => {
      const prospect = await ownProspect(tx, house, prospectId, act)
      const until = undoUntil(house, at)
      if (!(await updateProspectDecided(tx, prospect.id, { state: 'dismissed', undoUntil: until }, at)))
        throw new Stopped('prospect-decided')
      await auditProspect(tx, house, 'dismissed', act, { prospectId }, prospect)
      return { kind: 'dismissed', undoUntil: until } as const
    }),
  )
}

/** Takes a decision back, for some days: the tie ends with every session that it opened, a closed account opens again. */
export function undoProspect(
  house: House,
  { prospectId }: Pick<ProspectCase, 'prospectId'>,
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'undone' } | ProspectRefusal> {
  return settled(() =>
    house.db.transaction().execute(async tx => {
      const prospect = await ownProspect(tx, house, prospectId, act)
      if (!(await updateProspectReopened(tx, prospect.id, at))) throw new Stopped('undo-late')
      const { accountId, organizationId: organization } = prospect
      if (prospect.linkId) {
        await updateLinksEnded(tx, [prospect.linkId], at)
        await endSessionsOfAccount(tx, house, accountId, 'prospect-undone')
      }
      if (prospect.state === 'merged') {
        const { journey } = await changeOf(tx, house, prospect, act)
        if (!(await reopenAccount(tx, house, { accountId, organization, journey }, at))) throw new Stopped('undo-late')
      }
      const { patientId } = prospect
      await auditProspect(
        tx,
        house,
        'undone',
        act,
        { prospectId, was: prospect.state },
        {
          accountId,
          ...(patientId ? { patientId } : {}),
        },
      )
      return { kind: 'undone' } as const
    }),
  )
}

async function ownProspect(tx: Transaction, house: House, id: string, act: StaffAct): Promise<Prospect> {
  const prospect = await findProspect(tx, house.sealer, { id, organizationId: act.organization })
  if (!prospect) throw new Stopped('prospect-unknown')
  return prospect
}

/** What tie and merger have in common: an open prospect, a record of this organisation, and a proof for that record. */
async function decided(
  tx: Transaction,
  house: House,
  { prospectId, patientId, grounds }: ProspectCase & { readonly grounds: Grounds },
  act: StaffAct,
  at: Date,
): Promise<{ readonly prospect: Prospect; readonly basis: string }> {
  const prospect = await ownProspect(tx, house, prospectId, act)
  if (prospect.state !== 'open') throw new Stopped('prospect-decided')
  const contacts = await contactsThatProve(tx, house, patientId, act.organization, at)
  if (!contacts) throw new Stopped('record-unknown')
  const proof = await groundsFor(tx, house, prospect.accountId, grounds, act, at)
  // a code to a contact of another record, or to one that was typed only, proves nothing of this one
  if (!proof || (proof.kind === 'code' && !contacts.some(({ value }) => proof.wentTo(value))))
    throw new Stopped('proof-missing')
  return { prospect, basis: proof.kind === 'code' ? 'contact-of-record' : 'in-person' }
}

async function tellRecord(
  tx: Transaction,
  house: House,
  patientId: string,
  { accountId }: Prospect,
  { organization }: StaffAct,
  at: Date,
): Promise<void> {
  const account = await findAccount(tx, house.sealer, accountId)
  const record = await contactsOfRecord(tx, house, patientId, organization)
  const told = { contacts: record?.list ?? [], language: account?.language ?? 'en', organization }
  await tellContacts(tx, house, told, 'record-connected', at)
}

/** What staff do to the account, as operations on accounts want it told. */
async function changeOf(tx: Transaction, house: House, { accountId }: Prospect, act: StaffAct) {
  const account = await findAccount(tx, house.sealer, accountId)
  const journey = { flowId: newId(), reference: '', ip: '', device: '' }
  return { accountId, language: account?.language ?? 'en', organization: act.organization, by: act.actor, journey }
}

const auditProspect = (
  tx: House['db'] | Transaction,
  house: House,
  what: string,
  { actor, operator, organization, reason }: StaffAct,
  details: Readonly<Record<string, unknown>>,
  about: { readonly accountId?: string; readonly patientId?: string } = {},
): Promise<string> =>
  recordAudit(tx, house, {
    type: `prospect.${what}`,
    outcome: 'success',
    actor,
    ...(about.accountId ? { accountId: about.accountId } : {}),
    ...(about.patientId ? { patientId: about.patientId } : {}),
    organizationId: organization,
    correlationId: newId(),
    details: { operator, reason, ...details },
  })
