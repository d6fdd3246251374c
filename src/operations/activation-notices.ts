import type { Language } from '../core/index.ts'
import { purposes } from '../core/purposes.ts'
import type { NoticeKind } from '../delivery/index.ts'
import { addSeconds, days } from '../platform/index.ts'
import { findRedemption } from '../store/access-code-redemption.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import type { PatientDemographics, Transaction } from '../store/index.ts'
import { demographicsPurpose } from '../store/patients.ts'
import type { House } from './house.ts'

export interface Contact {
  readonly kind: 'phone' | 'email'
  readonly value: string
}
export interface NoticeTo {
  readonly contacts: readonly Contact[]
  readonly language: Language
  readonly organization: string
  readonly accountId?: string
}

/** One security notice to each of these contacts, once a contact: texts to phones, mails to addresses. */
export async function tellContacts(
  tx: Transaction,
  house: House,
  to: NoticeTo,
  notice: NoticeKind,
  at: Date,
): Promise<void> {
  const contacts = new Map(to.contacts.map(contact => [contact.value, contact]))
  for (const contact of contacts.values())
    await house.delivery.enqueue(tx, {
      channel: contact.kind === 'phone' ? 'sms' : 'email',
      to: contact.value,
      language: to.language,
      organization: to.organization,
      ...(to.accountId ? { accountId: to.accountId } : {}),
      message: { template: 'notice', notice, at },
      expiresAt: addSeconds(at, days(3)),
    })
}

/** Tells the best phone and the best mailbox of record that somebody spent the tries of an access code. */
export async function tellCodeIsVoid(tx: Transaction, house: House, codeId: string, at: Date): Promise<void> {
  const redemption = await findRedemption(tx, codeId)
  if (!redemption) return
  const { language } = house.sealer.openJson<PatientDemographics>(demographicsPurpose, redemption.demographics_sealed)
  const rows = await findContactsOfRecord(tx, redemption.patient_id)
  const best = [rows.find(row => row.kind === 'phone'), rows.find(row => row.kind === 'email')]
  const contacts = best
    .filter(row => row !== undefined)
    .map(row => ({
      kind: row.kind,
      value: house.sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
    }))
  const to = { contacts, language: language ?? redemption.default_language, organization: redemption.organization_id }
  await tellContacts(tx, house, to, 'access-code-void', at)
}
