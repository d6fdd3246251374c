import { updateAccountLocked, updateAccountUnlocked } from '../store/account-lifecycle.ts'
import { updateFactorResetsLapsed } from '../store/factor-resets.ts'
import type { Transaction } from '../store/index.ts'
import { deleteKnownDevices } from '../store/known-devices.ts'
import { updateRecoveryLinksVoided } from '../store/recovery-links.ts'
import { updateRecoveryRequestsClosed } from '../store/recovery-requests.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact, type Told } from './contacts.ts'
import type { House } from './house.ts'
import { linkTo } from './recovery.ts'
import { endSessionsOfAccount } from './sessions.ts'

/** One journey or call, for the audit. */
interface Journey {
  readonly correlationId: string
  readonly reference?: string
  readonly ip?: string
  readonly device?: string
}
export interface AccountLock extends Told {
  /** `person`: "this wasn't me", which a finished recovery undoes. `staff`: only staff undo it. */
  readonly reason: 'person' | 'staff'
  /** account or operator that did it */
  readonly actor: string
  readonly journey: Journey
  /** Why, for the audit: the event that was not them, or what staff wrote. */
  readonly details?: Readonly<Record<string, unknown>>
}
export interface AccountUnlock extends Pick<Told, 'accountId' | 'organization'> {
  /** A recovery lifts only what the person locked. */
  readonly by: 'recovery' | 'staff'
  readonly actor: string
  readonly journey: Journey
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * Locks an account: every session, grant, refresh and opaque token ends, no browser is known any more, recoveries that
 * were under way end, and every contact is told. From now on each way of signing in answers as for a wrong secret.
 * @returns false where it was locked, disabled or closed before: nothing was written
 */
export async function lockAccount(tx: Transaction, house: House, lock: AccountLock, at: Date): Promise<boolean> {
  const { accountId, organization, reason, actor, journey, details } = lock
  if (!(await updateAccountLocked(tx, accountId, reason, at))) return false
  await endSessionsOfAccount(tx, house, accountId, 'locked')
  await deleteKnownDevices(tx, accountId)
  await updateRecoveryLinksVoided(tx, accountId, at)
  await updateRecoveryRequestsClosed(tx, accountId, at)
  await updateFactorResetsLapsed(tx, accountId, at)
  if (reason === 'person') {
    const link = linkTo(house.settings.issuer, '/recover', organization)
    await noticeToEveryContact(tx, house, lock, 'account-locked', at, link)
  } else await noticeToEveryContact(tx, house, lock, 'account-locked-by-staff', at)
  await audit(tx, house, 'account.locked', { accountId, organization, actor, journey }, { reason, ...details })
  return true
}

/**
 * Undoes a lock. Nothing that it ended comes back.
 * @returns false where there is none that may be undone this way
 */
export async function unlockAccount(tx: Transaction, house: House, unlock: AccountUnlock, at: Date): Promise<boolean> {
  const { accountId, by, details } = unlock
  if (!(await updateAccountUnlocked(tx, accountId, by === 'staff' ? ['person', 'staff'] : ['person'], at))) return false
  await audit(tx, house, 'account.unlocked', unlock, { by, ...details })
  return true
}

function audit(
  tx: Transaction,
  house: House,
  type: string,
  whose: Pick<AccountUnlock, 'accountId' | 'organization' | 'actor' | 'journey'>,
  details: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { correlationId, reference, ip, device } = whose.journey
  return recordAudit(tx, house, {
    type,
    outcome: 'success',
    actor: whose.actor,
    accountId: whose.accountId,
    organizationId: whose.organization,
    correlationId,
    ...(reference ? { reference } : {}),
    details: { ...details, ...(ip ? { ip } : {}), ...(device ? { device } : {}) },
  })
}
