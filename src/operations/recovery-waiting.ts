import { addSeconds, days, hours, newId, newToken } from '../platform/index.ts'
import { findAccount, mayRecover } from '../store/accounts.ts'
import type { Reader, Transaction } from '../store/index.ts'
import {
  createRecoveryRequest,
  findOpenRecoveryRequest,
  findRecoveryRequestsToRemind,
  findRecoveryRequestToCancel,
  hasCancelledRecoveryRequest,
  updateRecoveryRequestCancelled,
  updateRecoveryRequestReminded,
} from '../store/recovery-requests.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact, type Told, tellEveryContact } from './contacts.ts'
import type { House } from './house.ts'
import { linkTo } from './recovery.ts'

/** Where the waiting period of an account stands. */
export type Waiting =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly readyAt: Date }
  /** over: it stands in for the proof that was lost */
  | { readonly kind: 'ready'; readonly id: string }
  /** the owner stopped one: no new one for some weeks */
  | { readonly kind: 'blocked' }

export async function findWaiting(
  read: Reader,
  house: Pick<House, 'settings'>,
  accountId: string,
  at: Date,
): Promise<Waiting> {
  const open = await findOpenRecoveryRequest(read, accountId, at)
  if (open) return open.readyAt <= at ? { kind: 'ready', id: open.id } : { kind: 'pending', readyAt: open.readyAt }
  const since = addSeconds(at, -days(house.settings.recovery.blocked_days))
  return (await hasCancelledRecoveryRequest(read, accountId, since)) ? { kind: 'blocked' } : { kind: 'none' }
}

/**
 * Begins a waiting period and tells every contact, with a link that stops it.
 * @returns false where one is under way, or its owner stopped one not long ago
 */
export async function beginWaiting(
  tx: Transaction,
  house: House,
  told: Told,
  correlationId: string,
  at: Date,
): Promise<boolean> {
  const { recovery } = house.settings
  const since = addSeconds(at, -days(recovery.blocked_days))
  if (await hasCancelledRecoveryRequest(tx, told.accountId, since)) return false
  const cancelToken = newToken(house.random)
  const readyAt = addSeconds(at, hours(recovery.waiting_hours))
  const expiresAt = addSeconds(readyAt, hours(recovery.waiting_use_hours))
  const request = { id: newId(), accountId: told.accountId, organizationId: told.organization, readyAt, expiresAt }
  if (!(await createRecoveryRequest(tx, house.sealer, { ...request, cancelToken }, at))) return false
  await tellOfWaiting(tx, house, told, { phase: 'begun', until: readyAt, cancelToken }, at)
  await audit(tx, house, 'recovery.waiting-begun', told, correlationId)
  return true
}

const tellOfWaiting = (
  tx: Transaction,
  house: House,
  told: Told,
  { phase, until, cancelToken }: { phase: 'begun' | 'over'; until: Date; cancelToken: string },
  at: Date,
): Promise<void> => {
  const link = linkTo(house.settings.issuer, `/recover/cancel/${cancelToken}`, told.organization)
  return tellEveryContact(tx, house, told, { template: 'recovery-waiting', phase, until, link }, at)
}

/** Tells every contact of waits that are over. @returns how many; for the worker, again and again */
export async function remindOfWaiting(house: House, at: Date): Promise<number> {
  const due = await findRecoveryRequestsToRemind(house.db, at, 50)
  for (const id of due)
    await house.db.transaction().execute(async tx => {
      const cancelToken = newToken(house.random)
      const request = await updateRecoveryRequestReminded(tx, house.sealer, { id, cancelToken }, at)
      const account = request && (await findAccount(tx, house.sealer, request.accountId))
      if (!request || !account || !mayRecover(account)) return
      const told = { accountId: account.id, language: account.language, organization: request.organizationId }
      await tellOfWaiting(tx, house, told, { phase: 'over', until: request.expiresAt, cancelToken }, at)
    })
  return due.length
}

/** The owner stops a wait by the link in any of its notices. @returns false where there is none to stop any more */
export async function cancelWaiting(
  tx: Transaction,
  house: House,
  token: string,
  correlationId: string,
  at: Date,
): Promise<boolean> {
  const request = await findRecoveryRequestToCancel(tx, house.sealer, token)
  if (!request || !(await updateRecoveryRequestCancelled(tx, request.id, at))) return false
  const account = await findAccount(tx, house.sealer, request.accountId)
  if (!account) return false
  const told = { accountId: account.id, language: account.language, organization: request.organizationId }
  await noticeToEveryContact(tx, house, told, 'recovery-cancelled', at)
  await audit(tx, house, 'recovery.waiting-cancelled', told, correlationId)
  return true
}

const audit = (tx: Transaction, house: House, type: string, told: Told, correlationId: string): Promise<string> =>
  recordAudit(tx, house, {
    type,
    outcome: 'success',
    accountId: told.accountId,
    organizationId: told.organization,
    correlationId,
  })
