import type { Evidence } from '../core/assurance.ts'
import { newId } from '../platform/index.ts'
import { createAccountLink } from '../store/account-links.ts'
import type { Transaction } from '../store/index.ts'
import { type Contact, tellContacts } from './activation-notices.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import type { MemberRecord } from './member-linking.ts'
import { createPerson, keepEvidence, type NewPerson } from './new-account.ts'
import { linkUpstreamOfNew, type UpstreamLink } from './upstreams.ts'

/** What an insurer's member proved and chose on the way to an account. */
export interface MemberAccount {
  readonly record: MemberRecord
  readonly link: UpstreamLink
  readonly person: NewPerson
  readonly evidence: readonly Evidence[]
  readonly evidenceUntil: Date
  readonly journey: {
    readonly flowId: string
    readonly reference: string
    readonly clientId?: string
    readonly ip: string
    readonly device: string
  }
}
export type MemberAccountResult =
  | { readonly kind: 'linked'; readonly accountId: string }
  /** The caller rolls its transaction back: some of it may be written already. */
  | {
      readonly kind: 'refused'
      readonly problem: 'insurer-username-taken' | 'insurer-account-exists' | 'insurer-taken'
    }

/**
 * Makes the account of an insurer's member on the record that they proved, all of it in the caller's transaction. Two
 * unique indexes decide every race: of self links to one record, and of accounts of one upstream identity.
 */
export async function linkMember(
  tx: Transaction,
  house: House,
  { record, link, person, evidence, evidenceUntil, journey }: MemberAccount,
  at: Date,
): Promise<MemberAccountResult> {
  const id = newId()
  const { patientId, organizationId } = record
  if (!(await createPerson(tx, house, { id, population: 'patient' }, person, at)))
    return { kind: 'refused', problem: 'insurer-username-taken' }
  const self = { id: newId(), accountId: id, patientId, organizationId, relationship: 'self', access: 'full' } as const
  if (!(await createAccountLink(tx, { ...self, basis: 'insurer' }, at)))
    return { kind: 'refused', problem: 'insurer-account-exists' }
  if (!(await linkUpstreamOfNew(tx, house, { accountId: id, link, journey }, at)))
    return { kind: 'refused', problem: 'insurer-taken' }
  await keepEvidence(tx, { accountId: id, flowId: journey.flowId }, evidence, evidenceUntil)
  const own: readonly Contact[] = [
    ...(person.phone ? [{ kind: 'phone', value: person.phone } as const] : []),
    ...(person.email ? [{ kind: 'email', value: person.email } as const] : []),
  ]
  const told = { language: person.language, organization: organizationId, accountId: id }
  await tellContacts(tx, house, { ...told, contacts: [...record.contacts, ...own] }, 'account-activated', at)
  await recordAudit(tx, house, {
    type: 'account.activated',
    outcome: 'success',
    actor: id,
    accountId: id,
    patientId,
    organizationId,
    ...(journey.clientId ? { clientId: journey.clientId } : {}),
    correlationId: journey.flowId,
    reference: journey.reference,
    details: { ip: journey.ip, device: journey.device, insurer: link.insurer, basis: link.basis },
  })
  return { kind: 'linked', accountId: id }
}
