import { addSeconds, hours, newId } from '../platform/index.ts'
import {
  createAccountLink,
  findSelfAccount,
  hasLinksElsewhere,
  isOfAnotherBirthDate,
  updateLinksEnded,
} from '../store/account-links.ts'
import { findAccount } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import {
  findProspectForUpdate,
  type Prospect,
  updateProspectDecided,
  updateProspectReopened,
} from '../store/prospects.ts'
import { closeAccount, reopenAccount } from './account-closing.ts'
import { tellContacts } from './activation-notices.ts'
import type { StaffAct } from './help-desk.ts'
import { type Grounds, groundsFor } from './help-desk-caller.ts'
import type { House } from './house.ts'
import {
  auditProspect,
  contactsOfRecord,
  contactsThatProve,
  type ProspectCase,
  type ProspectProblem,
  type ProspectRefusal,
  refused,
} from './prospect-proofs.ts'
import { tellOwner } from './registration.ts'
import { endSessionsOfAccount } from './sessions.ts'

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
      // an account is one person: it may have come by a record of its own meanwhile
      if (await isOfAnotherBirthDate(tx, prospect.accountId, patientId)) throw new Stopped('record-other-person')
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
 * is told how to get back in. Organisations are walls: one that another organisation tied to a record stays open, and
 * staff here are told the same.
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
      const isClosing = !(await hasLinksElsewhere(tx, prospect.accountId, act.organization))
      const { accountId } = prospect
      // of an account that stays open there is nothing for its history to tell
      const about = isClosing ? { accountId, patientId } : { patientId }
      await auditProspect(tx, house, 'merged', act, { prospectId, basis, kept, account: accountId, isClosing }, about)
      if (isClosing && !(await closeAccount(tx, house, await changeOf(tx, house, prospect, act), at)))
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
        const account = await findAccount(tx, house.sealer, accountId)
        // its person may have opened it again by themselves
        const isOpen = account?.status === 'active'
        if (!isOpen && !(await reopenAccount(tx, house, { accountId, organization, journey }, at)))
          throw new Stopped('undo-late')
      }
      const { patientId, state } = prospect
      // who was only taken off the queue is told neither
      const what = state === 'dismissed' ? 'reopened' : 'undone'
      const about = { accountId, ...(patientId ? { patientId } : {}) }
      await auditProspect(tx, house, what, act, { prospectId, was: state }, about)
      return { kind: 'undone' } as const
    }),
  )
}

async function ownProspect(tx: Transaction, house: House, id: string, act: StaffAct): Promise<Prospect> {
  const prospect = await findProspectForUpdate(tx, house.sealer, { id, organizationId: act.organization })
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
  const account = await findAccount(tx, house.sealer, prospect.accountId)
  // closed by its person, or by staff: a tie would take the record from everybody
  if (!account || account.status === 'closed' || account.status === 'disabled') throw new Stopped('account-closed')
  const contacts = await contactsThatProve(tx, house, patientId, act.organization, at)
  if (typeof contacts === 'string') throw new Stopped(contacts)
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
