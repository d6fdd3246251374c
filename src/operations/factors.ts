import type { Language } from '../core/index.ts'
import type { NoticeKind } from '../delivery/index.ts'
import { newId } from '../platform/index.ts'
import { createAccountContact, findAccountContacts } from '../store/account-contacts.ts'
import { createAccountFactor, createSecretFactor, deleteAccountFactors } from '../store/account-factors.ts'
import type { Transaction } from '../store/index.ts'
import { createRecoveryCodes } from '../store/recovery-codes.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact } from './contacts.ts'
import type { House } from './house.ts'
import { endSessionsOfAccount } from './sessions.ts'

/** Who changed what they sign in with, and where. */
export interface FactorChange {
  readonly accountId: string
  readonly language: Language
  readonly organization: string
  /** The session in which they did it: it lives on. */
  readonly sessionUid?: string
  readonly kind: string
  readonly notice: Extract<NoticeKind, 'factor-added' | 'factor-removed' | 'recovery-codes-made'>
  readonly journey: {
    readonly flowId: string
    readonly reference: string
    readonly ip: string
    readonly device: string
  }
}

/**
 * What follows every change of a factor, in its transaction: other sessions, refresh and opaque tokens end, portals are
 * told, the person learns of it at every contact, and it is written down.
 */
export async function afterFactorChange(tx: Transaction, house: House, change: FactorChange, at: Date): Promise<void> {
  const { accountId, kind, notice, journey, sessionUid } = change
  await endSessionsOfAccount(tx, house, accountId, notice, sessionUid ? { sessionUid } : undefined)
  await noticeToEveryContact(tx, house, change, notice, at)
  await recordAudit(tx, house, {
    type: `account.${notice}`,
    outcome: 'success',
    actor: accountId,
    accountId,
    organizationId: change.organization,
    correlationId: journey.flowId,
    reference: journey.reference,
    details: { factor: kind, ip: journey.ip, device: journey.device },
  })
}

/** An authenticator app whose code was right a moment ago: that time step is spent. */
export const addAuthenticator = (
  tx: Transaction,
  house: Pick<House, 'sealer'>,
  app: { readonly accountId: string; readonly secret: string; readonly name: string; readonly step: number },
  at: Date,
): Promise<void> =>
  createSecretFactor(
    tx,
    house.sealer,
    { id: newId(), accountId: app.accountId, kind: 'totp', name: app.name, data: app.secret, lastStep: app.step },
    at,
  )

/** A number that was just proven becomes the person's own contact, where it is not yet, and a way to confirm. */
export async function addPhoneFactor(
  tx: Transaction,
  house: Pick<House, 'sealer'>,
  way: { readonly accountId: string; readonly kind: string; readonly phone: string },
  at: Date,
): Promise<void> {
  const { accountId, kind, phone } = way
  const own = await findAccountContacts(tx, house.sealer, accountId)
  const known = own.find(contact => contact.kind === 'phone' && contact.value === phone && contact.verifiedAt)
  const contactId = known?.id ?? newId()
  const primary = own.every(contact => contact.kind !== 'phone')
  if (!known) {
    const contact = { id: contactId, accountId, kind: 'phone', value: phone, verifiedAt: at, primary } as const
    await createAccountContact(tx, house.sealer, contact, at)
  }
  await createAccountFactor(tx, { id: newId(), accountId, kind, contactId }, at)
}

/** There is one question an account: a new one takes the place of the old. */
export async function setSecurityQuestion(
  tx: Transaction,
  house: Pick<House, 'sealer'>,
  answer: { readonly accountId: string; readonly question: string; readonly answerHash: string },
  at: Date,
): Promise<void> {
  const { accountId, question, answerHash } = answer
  await deleteAccountFactors(tx, accountId, 'security-question')
  const factor = { id: newId(), accountId, kind: 'security-question', detail: question, data: answerHash }
  await createSecretFactor(tx, house.sealer, factor, at)
}

/** Codes come as a set: the old ones stop working with this transaction. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  codes: { readonly accountId: string; readonly hashes: readonly Buffer[] },
  at: Date,
): Promise<void> {
  const { accountId, hashes } = codes
  await deleteAccountFactors(tx, accountId, 'recovery-code')
  const id = newId()
  await createAccountFactor(tx, { id, accountId, kind: 'recovery-code' }, at)
  await createRecoveryCodes(tx, id, hashes)
}
