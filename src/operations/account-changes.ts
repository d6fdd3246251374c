import { updateUsername } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { updateRecoveryLinksVoided } from '../store/recovery-links.ts'
import { updateRecoveryRequestsClosed } from '../store/recovery-requests.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact, type Told } from './contacts.ts'
import type { House } from './house.ts'
import { changePassword } from './passwords.ts'
import { endSessionsOfAccount } from './sessions.ts'

/** Who changes something on an account, and where. */
export interface AccountChange extends Told {
  /** The session in which they did it: it lives on. Left out where none may. */
  readonly sessionUid?: string
  /** The login of staff who did it for them. */
  readonly by?: string
  readonly journey: {
    readonly flowId: string
    readonly reference: string
    readonly ip: string
    readonly device: string
  }
}

/**
 * What follows every change of what a person signs in with or is reached at, in its transaction: other sessions, refresh
 * and opaque tokens end, portals are told, recoveries that were begun before lead nowhere, and it is written down.
 * @param type of the audit event, such as `account.username-changed`
 */
export async function afterAccountChange(
  tx: Transaction,
  house: House,
  change: AccountChange,
  { type, details }: { readonly type: string; readonly details?: Readonly<Record<string, unknown>> },
  at: Date,
): Promise<void> {
  const { accountId, sessionUid, journey } = change
  const reason = type.replace(/^account\./, '')
  await endSessionsOfAccount(tx, house, accountId, reason, sessionUid ? { sessionUid } : undefined)
  await updateRecoveryLinksVoided(tx, accountId, at)
  await updateRecoveryRequestsClosed(tx, accountId, at)
  await recordAudit(tx, house, {
    type,
    outcome: 'success',
    actor: change.by ?? accountId,
    accountId,
    ...(change.organization ? { organizationId: change.organization } : {}),
    correlationId: journey.flowId,
    reference: journey.reference,
    details: { ...details, ip: journey.ip, device: journey.device },
  })
}

/** A new password, chosen by somebody who is signed in. @returns false where the account is disabled or closed */
export async function changeOwnPassword(
  tx: Transaction,
  house: House,
  { passwordHash, ...change }: AccountChange & { readonly passwordHash: string },
  at: Date,
): Promise<boolean> {
  const { sessionUid } = change
  const except = sessionUid ? { except: { sessionUid } } : {}
  if (!(await changePassword(tx, house, { ...change, passwordHash, ...except }, at))) return false
  await afterAccountChange(tx, house, change, { type: 'account.password-changed' }, at)
  return true
}

/** @returns false where somebody else has that username: the caller rolls back */
export async function changeUsername(
  tx: Transaction,
  house: House,
  { username, ...change }: AccountChange & { readonly username: string },
  at: Date,
): Promise<boolean> {
  if (!(await updateUsername(tx, house.sealer, change.accountId, username, at))) return false
  await noticeToEveryContact(tx, house, change, 'username-changed', at)
  await afterAccountChange(tx, house, change, { type: 'account.username-changed' }, at)
  return true
}
