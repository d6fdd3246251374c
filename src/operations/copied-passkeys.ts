import { findAccount } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { updatePasskeyCopied } from '../store/passkeys.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact } from './contacts.ts'
import type { House } from './house.ts'
import { endSessionsOfAccount } from './sessions.ts'

export interface CopiedPasskey {
  readonly passkeyId: string
  readonly accountId: string
  readonly organization: string
  readonly flowId: string
}

/**
 * A passkey whose counter did not rise exists twice (WebAuthn §7.2 step 22), and nobody can tell which one its owner
 * has: neither opens anything from now on, sessions end, and every contact is told, once.
 */
export async function stopCopiedPasskey(tx: Transaction, house: House, copy: CopiedPasskey, at: Date): Promise<void> {
  const { accountId, passkeyId, organization } = copy
  if (!(await updatePasskeyCopied(tx, passkeyId, at))) return
  await endSessionsOfAccount(tx, house, accountId, 'passkey-copied')
  const account = await findAccount(tx, house.sealer, accountId)
  if (account)
    await noticeToEveryContact(tx, house, { accountId, organization, language: account.language }, 'passkey-copied', at)
  await recordAudit(tx, house, {
    type: 'account.passkey-copied',
    outcome: 'success',
    actor: 'system:passkey',
    accountId,
    organizationId: organization,
    correlationId: copy.flowId,
    details: { passkey: passkeyId },
  })
}
