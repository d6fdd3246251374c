import { updatePassword } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { deleteKnownDevices } from '../store/known-devices.ts'
import { updateRecoveryLinksVoided } from '../store/recovery-links.ts'
import { noticeToEveryContact, type Told } from './contacts.ts'
import type { House } from './house.ts'
import { endSessionsOfAccount } from './sessions.ts'

export interface PasswordChange extends Told {
  /** argon2id in PHC form, made outside the transaction */
  readonly passwordHash: string
  /** The session in which the person did it, which lives on. */
  readonly except?: { readonly sessionUid: string }
}

/**
 * A new password ends what came before it: every other session, refresh and opaque token, and every browser that was
 * known, in this transaction; every contact is told.
 * @returns false where the account is disabled or closed: nothing was written
 */
export async function changePassword(
  tx: Transaction,
  house: House,
  change: PasswordChange,
  at: Date,
): Promise<boolean> {
  if (!(await updatePassword(tx, change.accountId, change.passwordHash, at))) return false
  await endSessionsOfAccount(tx, house, change.accountId, 'password-changed', change.except)
  // whoever had the old password may have made a browser known with it
  if (!change.except) await deleteKnownDevices(tx, change.accountId)
  // a recovery that was begun with the old one, or to replace it, has nothing to replace any more
  await updateRecoveryLinksVoided(tx, change.accountId, at)
  await noticeToEveryContact(tx, house, change, 'password-changed', at)
  return true
}
