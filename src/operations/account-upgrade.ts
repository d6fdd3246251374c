import { deleteUnverifiedContacts, updateContactVerified } from '../store/account-upgrade.ts'
import { updateUpgraded } from '../store/imported-accounts.ts'
import type { Transaction } from '../store/index.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact, type Told } from './contacts.ts'
import { addPhoneFactor, setSecurityQuestion } from './factors.ts'
import type { House } from './house.ts'
import type { SecurityOptionKind } from './new-account.ts'

/** What the person of an imported account proved and chose at their first sign-in here. */
export interface Upgrade extends Told {
  /** our own hash of the password that they gave; left out where a recovery made one already */
  readonly passwordHash?: string
  /** the imported address, proven by its code */
  readonly emailContactId?: string
  readonly securityOption: SecurityOptionKind
  /** proven by its code; E.164 */
  readonly phone?: string
  /** the question that was chosen, with the hash of its answer */
  readonly question?: { readonly question: string; readonly hash: string }
  readonly journey: {
    readonly flowId: string
    readonly reference: string
    readonly ip: string
    readonly device: string
  }
}

/**
 * Makes an imported account one of ours: the old hash goes, contacts count as proven, the security option stands. The
 * row's own mark decides who comes first; the caller rolls back for everybody else.
 * @returns false where it is upgraded already, or disabled meanwhile
 */
export async function upgradeAccount(tx: Transaction, house: House, upgrade: Upgrade, at: Date): Promise<boolean> {
  const { accountId, emailContactId, passwordHash, phone, question, securityOption, journey } = upgrade
  const own = { id: accountId, securityOption, ...(passwordHash ? { passwordHash } : {}) }
  if (!(await updateUpgraded(tx, own, at))) return false
  if (emailContactId && !(await updateContactVerified(tx, { id: emailContactId, accountId }, at))) return false
  await deleteUnverifiedContacts(tx, accountId)
  if (phone && (securityOption === 'text-code' || securityOption === 'voice-code'))
    await addPhoneFactor(tx, house, { accountId, kind: securityOption, phone }, at)
  if (question)
    await setSecurityQuestion(tx, house, { accountId, question: question.question, answerHash: question.hash }, at)
  await noticeToEveryContact(tx, house, upgrade, 'account-activated', at)
  await recordAudit(tx, house, {
    type: 'account.upgraded',
    outcome: 'success',
    actor: accountId,
    accountId,
    organizationId: upgrade.organization,
    correlationId: journey.flowId,
    reference: journey.reference,
    details: { ip: journey.ip, device: journey.device, securityOption },
  })
  return true
}
