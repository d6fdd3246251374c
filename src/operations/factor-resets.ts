import { addSeconds, days, hours, newId, newToken } from '../platform/index.ts'
import { findAccountFactors } from '../store/account-factors.ts'
import { mayRecover } from '../store/accounts.ts'
import {
  createFactorReset,
  type FactorReset,
  findFactorResetLocked,
  findFactorResets,
  hasStoppedFactorReset,
  updateFactorResetClosed,
} from '../store/factor-resets.ts'
import type { Transaction } from '../store/index.ts'
import { noticeToEveryContact, tellEveryContact } from './contacts.ts'
import { carryOutReset, isStillTheirs } from './factor-reset-endings.ts'
import { auditHelpDesk, findInReach, type StaffAct } from './help-desk.ts'
import { act, Refused, refusable, type StaffCase } from './help-desk-act.ts'
import { type HelpDeskRefusal, refusal } from './help-desk-caller.ts'
import type { House } from './house.ts'
import { linkTo } from './recovery.ts'

/** What could not be done for so long after the wait is not done any more. */
const doneWithin = hours(24)
/** An operator whom a sign-in made known; at a terminal everybody is who they say. */
const isKnownPerson = (actor: string): boolean => actor.startsWith('operator:')

/** A reset that nobody has confirmed or stopped yet. */
export const isWaiting = ({ outcome, expiresAt }: FactorReset, at: Date): boolean =>
  outcome === undefined && expiresAt > at

/** Whether this one may confirm it: another person than the one who asked. */
export const mayConfirm = (reset: FactorReset, actor: string, at: Date): boolean =>
  isWaiting(reset, at) && isKnownPerson(reset.requestedBy) && isKnownPerson(actor) && reset.requestedBy !== actor

/**
 * Asks that a factor be taken away which its owner lost (`all`: every one). Every contact is told, with a link that stops
 * it; another of the staff may confirm it, else it is done after a day.
 */
export const requestFactorReset = (
  house: House,
  aim: StaffCase & { readonly factor: string },
  staff: StaffAct,
  at: Date,
) =>
  act(house, aim, staff, at, { type: 'factor-reset-requested' }, async (tx, account, proof) => {
    if (!mayRecover(account)) throw new Refused('account-closed')
    const { id: accountId, language } = account
    const { actor, operator, organization, reason } = staff
    const enrolled = await findAccountFactors(tx, accountId)
    if (!enrolled.some(({ kind }) => aim.factor === 'all' || kind === aim.factor)) throw new Refused('factor-unknown')
    const since = addSeconds(at, -days(house.settings.recovery.blocked_days))
    // whoever stopped one reads the messages of the account: only somebody who stands there may ask again
    if (proof.kind === 'code' && (await hasStoppedFactorReset(tx, { accountId, organization }, since)))
      throw new Refused('stopped-by-owner')
    const cancelToken = newToken(house.random)
    const readyAt = addSeconds(at, hours(house.settings.recovery.factor_reset_hours))
    const expiresAt = addSeconds(readyAt, doneWithin)
    const asked = { id: newId(), accountId, organizationId: organization, factor: aim.factor, requestedBy: actor }
    const reset = { ...asked, details: { operator, reason }, readyAt, expiresAt, cancelToken }
    if (!(await createFactorReset(tx, house.sealer, reset, at))) throw new Refused('reset-under-way')
    const link = linkTo(house.settings.issuer, `/recover/cancel/${cancelToken}`, organization)
    const told = { accountId, language, organization }
    await tellEveryContact(tx, house, told, { template: 'factor-reset', until: readyAt, link }, at)
    return { result: { kind: 'requested', id: asked.id, readyAt } as const, details: { factor: aim.factor } }
  })

interface ResetMeant {
  readonly accountId: string
  readonly resetId: string
}

/** A second person agrees: it is done at once. Of many who do so at the same moment one does it. */
export async function confirmFactorReset(
  house: House,
  meant: ResetMeant,
  staff: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'done'; readonly removed: number } | HelpDeskRefusal> {
  const account = await findInReach(house, meant.accountId, staff.organization, at)
  if (!account) return refusal('account-unknown')
  return refusable(house, { accountId: account.id, type: 'factor-reset-confirmed' }, staff, async tx => {
    const reset = await openReset(tx, house, meant, staff, at)
    if (!mayRecover(account)) throw new Refused('account-closed')
    if (!isKnownPerson(reset.requestedBy)) throw new Refused('reset-waits')
    if (!mayConfirm(reset, staff.actor, at)) throw new Refused('same-person')
    if (!(await isStillTheirs(tx, house, reset))) throw new Refused('reset-closed')
    const removed = await carryOutReset(tx, house, { reset, account, staff }, at)
    return { kind: 'done', removed } as const
  })
}

/** Staff call it off, whoever asked for it. */
export async function stopFactorResetByStaff(
  house: House,
  meant: ResetMeant,
  staff: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'stopped' } | HelpDeskRefusal> {
  const account = await findInReach(house, meant.accountId, staff.organization, at)
  if (!account) return refusal('account-unknown')
  const { id: accountId, language } = account
  return refusable(house, { accountId, type: 'factor-reset-stopped' }, staff, async tx => {
    const reset = await openReset(tx, house, meant, staff, at)
    if (!(await updateFactorResetClosed(tx, reset.id, 'stopped-by-staff', at))) throw new Refused('reset-closed')
    const told = { accountId, language, organization: staff.organization }
    await noticeToEveryContact(tx, house, told, 'factor-reset-stopped', at)
    await auditHelpDesk(tx, house, 'factor-reset-stopped', accountId, staff, { reset: reset.id, factor: reset.factor })
    return { kind: 'stopped' } as const
  })
}

/** The one that is meant, locked. One of another account, or another organisation, is none. */
async function openReset(
  tx: Transaction,
  house: House,
  { accountId, resetId }: ResetMeant,
  { organization }: StaffAct,
  at: Date,
): Promise<FactorReset> {
  const reset = await findFactorResetLocked(tx, house.sealer, resetId)
  if (reset?.accountId !== accountId || reset.organizationId !== organization) throw new Refused('reset-unknown')
  if (!isWaiting(reset, at)) throw new Refused('reset-closed')
  return reset
}

/** Resets of an account that is in reach; undefined where it is not. */
export async function findResetsOf(
  house: House,
  { accountId, organization }: { readonly accountId: string; readonly organization: string },
  at: Date,
): Promise<readonly FactorReset[] | undefined> {
  if (!(await findInReach(house, accountId, organization, at))) return undefined
  return findFactorResets(house.db, house.sealer, { organization, accountId }, at)
}

/** All of an organisation that wait. */
export const findWaitingResets = (house: House, organization: string, at: Date): Promise<readonly FactorReset[]> =>
  findFactorResets(house.db, house.sealer, { organization }, at)
