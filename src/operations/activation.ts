import type { Evidence } from '../core/assurance.ts'
import { newId } from '../platform/index.ts'
import { type RedeemableCode, updateAccessCodeAccount, updateAccessCodeUsed } from '../store/access-code-redemption.ts'
import { createAccountLink } from '../store/account-links.ts'
import type { Transaction } from '../store/index.ts'
import { openRepresentative } from './access-code-holder.ts'
import { type Contact, tellContacts } from './activation-notices.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { createPerson, keepEvidence, type NewPerson } from './new-account.ts'

/** Everything that a person proved and chose on the way; nothing here is trusted about the record but the code's id. */
export interface Activation extends NewPerson {
  readonly codeId: string
  readonly patientId: string
  readonly evidence: readonly Evidence[]
  readonly evidenceUntil: Date
  /** The record's own contacts: they are told, whoever did this. */
  readonly contactsOfRecord: readonly Contact[]
  readonly journey: {
    readonly flowId: string
    readonly reference: string
    readonly clientId?: string
    readonly ip: string
    readonly device: string
  }
}
export type ActivationResult =
  | { readonly kind: 'activated'; readonly accountId: string }
  /** The caller rolls its transaction back: some of it may be written already. */
  | { readonly kind: 'refused'; readonly problem: ActivationProblem }
export type ActivationProblem = 'activation-code-spent' | 'activation-account-exists' | 'activation-username-taken'

/**
 * Makes an account out of a redeemed access code, all of it in the caller's transaction. The code's own row decides
 * who comes first: everybody else waits on it and is refused; the unique index on self links decides between codes.
 */
export async function activateAccount(
  tx: Transaction,
  house: House,
  activation: Activation,
  at: Date,
): Promise<ActivationResult> {
  const code = await updateAccessCodeUsed(tx, activation.codeId, at)
  if (!code || code.patient_id !== activation.patientId) return { kind: 'refused', problem: 'activation-code-spent' }

  const accountId = newId()
  const isRepresentative = code.representative_sealed !== null
  const account = { id: accountId, population: isRepresentative ? 'caregiver' : 'patient' } as const
  const created = await createPerson(tx, house, account, activation, at)
  if (!created) return { kind: 'refused', problem: 'activation-username-taken' }
  if (!(await linkToRecord(tx, house, code, accountId, at)))
    return { kind: 'refused', problem: 'activation-account-exists' }

  await updateAccessCodeAccount(tx, code.id, accountId)
  const { evidence, evidenceUntil, journey } = activation
  await keepEvidence(tx, { accountId, flowId: journey.flowId }, evidence, evidenceUntil)
  await tellEveryContact(tx, house, code, accountId, activation, at)
  await recordAudit(tx, house, {
    type: 'account.activated',
    outcome: 'success',
    actor: accountId,
    accountId,
    patientId: code.patient_id,
    organizationId: code.organization_id,
    ...(activation.journey.clientId ? { clientId: activation.journey.clientId } : {}),
    correlationId: activation.journey.flowId,
    reference: activation.journey.reference,
    details: { ip: activation.journey.ip, device: activation.journey.device, accessCode: code.id },
  })
  return { kind: 'activated', accountId }
}

async function linkToRecord(
  tx: Transaction,
  house: House,
  code: RedeemableCode,
  accountId: string,
  at: Date,
): Promise<boolean> {
  const holder = openRepresentative(house.sealer, code.representative_sealed)
  return createAccountLink(
    tx,
    {
      id: newId(),
      accountId,
      patientId: code.patient_id,
      organizationId: code.organization_id,
      relationship: holder?.relationship ?? 'self',
      access: 'full',
      basis: holder?.basis ?? 'access-code',
    },
    at,
  )
}

/** The record's contacts and the person's own: whoever did this, the owner learns it. */
async function tellEveryContact(
  tx: Transaction,
  house: House,
  code: RedeemableCode,
  accountId: string,
  activation: Activation,
  at: Date,
): Promise<void> {
  const own: Contact[] = []
  if (activation.phone) own.push({ kind: 'phone', value: activation.phone })
  if (activation.email) own.push({ kind: 'email', value: activation.email })
  const contacts = [...activation.contactsOfRecord, ...own]
  const to = { contacts, language: activation.language, organization: code.organization_id, accountId }
  await tellContacts(tx, house, to, 'account-activated', at)
}
