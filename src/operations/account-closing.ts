import { addSeconds, days } from '../platform/index.ts'
import {
  eraseAccount,
  findAccountsToErase,
  updateAccountClosed,
  updateAccountReopened,
} from '../store/account-lifecycle.ts'
import { findLinksToEnd, updateLinksEnded, updateLinksResumed } from '../store/account-links.ts'
import { findLatestAccountUndo, findLiveAccountUndo, updateAccountUndoUsed } from '../store/account-undos.ts'
import { findAccount } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { deleteKnownDevices } from '../store/known-devices.ts'
import { updateVerificationsSuperseded } from '../store/verifications.ts'
import { type AccountChange, afterAccountChange } from './account-changes.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact } from './contacts.ts'
import type { House } from './house.ts'
import { tellOfUndoable } from './undo-notices.ts'

const purpose = 'closing'
/** What a closing found, for whoever opens the account again. */
interface Before {
  readonly links: readonly string[]
}

/**
 * Closes an account: every session, token and link to a record ends, no browser is known any more, every contact is
 * told. For some weeks it can be opened again; then it is emptied (`eraseClosedAccounts`).
 * @returns false where it was closed, locked or disabled before: nothing was written
 */
export async function closeAccount(tx: Transaction, house: House, change: AccountChange, at: Date): Promise<boolean> {
  const { accountId } = change
  const expiresAt = addSeconds(at, days(house.settings.account.closing_days))
  if (!(await updateAccountClosed(tx, accountId, { at, eraseAt: expiresAt }))) return false
  const { sessionUid: _, ...everywhere } = change
  // links lead to contacts of record: these are told before the links end
  const before: Before = { links: await findLinksToEnd(tx, accountId) }
  await tellOfUndoable(tx, house, change, { purpose, notice: 'account-closed', before, expiresAt }, at)
  await updateLinksEnded(tx, before.links, at)
  await deleteKnownDevices(tx, accountId)
  await updateVerificationsSuperseded(tx, accountId, at)
  await afterAccountChange(tx, house, everywhere, { type: 'account.closed' }, at)
  return true
}

/** Who opens an account again: the holder of the link, or whoever has just signed in to it. */
export type Reopening = Pick<AccountChange, 'organization' | 'journey'> &
  ({ readonly token: string } | { readonly accountId: string })

/**
 * Opens a closed account again, with its links to records; one whose record has another account by now stays ended.
 * @returns false where it is not closed, or was emptied: nothing was written
 */
export async function reopenAccount(tx: Transaction, house: House, reopening: Reopening, at: Date): Promise<boolean> {
  const { sealer } = house
  const undo =
    'token' in reopening
      ? await findLiveAccountUndo(tx, sealer, { purpose, token: reopening.token }, at)
      : await findLatestAccountUndo(tx, { purpose, accountId: reopening.accountId }, at)
  if (!undo || !(await updateAccountReopened(tx, undo.accountId, at))) return false
  const before = await updateAccountUndoUsed<Before>(tx, sealer, { id: undo.id, purpose }, at)
  const account = await findAccount(tx, sealer, undo.accountId)
  if (!before || !account) return false
  await updateLinksResumed(tx, undo.accountId, before.links)
  const { organization, journey } = reopening
  const told = { accountId: undo.accountId, language: account.language, organization }
  await noticeToEveryContact(tx, house, told, 'account-reopened', at)
  await recordAudit(tx, house, {
    type: 'account.reopened',
    outcome: 'success',
    actor: undo.accountId,
    accountId: undo.accountId,
    ...(organization ? { organizationId: organization } : {}),
    correlationId: journey.flowId,
    reference: journey.reference,
    details: { by: 'token' in reopening ? 'link' : 'sign-in', ip: journey.ip, device: journey.device },
  })
  return true
}

/**
 * Empties accounts that were closed long enough ago: credentials, contacts, devices and name go, and the username is free
 * again. The row and its ended links stay, without a person, since the audit names them for six years.
 * @returns how many; as many as `count` where there may be more
 */
export async function eraseClosedAccounts(
  house: Pick<House, 'db' | 'sealer'>,
  at: Date,
  count: number,
): Promise<number> {
  const due = await findAccountsToErase(house.db, at, count)
  for (const id of due)
    await house.db.transaction().execute(async tx => {
      if (!(await eraseAccount(tx, house.sealer, id, at))) return
      await recordAudit(tx, house, {
        type: 'account.erased',
        outcome: 'success',
        actor: 'system:purge',
        accountId: id,
        correlationId: id,
      })
    })
  return due.length
}
