import { maskEmail } from '../core/contacts.ts'
import { maskPhone } from '../core/phones.ts'
import { checkCode, prepareCode, readCode } from '../operations/verifications.ts'
import type { Factor, FactorScene, Offer } from './contract.ts'

/** What text, call and email codes have in common; each folder says how it differs. */
export interface OneTimeCodeParts extends Pick<Factor, 'kind' | 'category' | 'amr' | 'ceiling'> {
  readonly channel: 'sms' | 'voice' | 'email'
  readonly contactKind: 'phone' | 'email'
  /** Enrolled kinds whose contact this factor may reach; left out where it reaches every verified one. */
  readonly reaches?: readonly string[]
}

/** An offer to send a code by `factor` to one contact, of an account or of record. */
export const contactOffer = (
  factor: string,
  contact: { readonly id: string; readonly kind: 'phone' | 'email'; readonly value: string },
): Offer => ({
  id: `${factor}:${contact.id}`,
  factor,
  to: contact.value,
  masked: contact.kind === 'phone' ? maskPhone(contact.value) : maskEmail(contact.value),
})

export const oneTimeCodeFactor = (parts: OneTimeCodeParts): Factor => ({
  kind: parts.kind,
  category: parts.category,
  amr: parts.amr,
  ...(parts.ceiling ? { ceiling: parts.ceiling } : {}),
  sends: true,
  field: 'code',
  offers(scene: FactorScene) {
    const { reaches } = parts
    const isReached = ({ id }: { readonly id: string }) =>
      !reaches || scene.enrolled.some(each => each.contactId === id && reaches.includes(each.kind))
    const contacts = scene.contacts.filter(contact => contact.kind === parts.contactKind)
    if (!contacts.some(isReached)) return []
    // the second is there for when a code does not arrive (DOMAIN "Account"): whoever wants codes gets them at each
    return [...contacts.filter(isReached), ...contacts.filter(contact => !isReached(contact))].map(contact =>
      contactOffer(parts.kind, contact),
    )
  },
  async challenge(context, offer) {
    const { subject } = context
    const write = await prepareCode(
      context.house,
      {
        factor: parts.kind,
        channel: parts.channel,
        to: offer.to,
        purpose: context.purpose,
        flowId: context.flowId,
        organization: context.organization,
        ip: context.ip,
        ...(context.link ? { link: context.link } : {}),
        language: subject.language,
        ...(subject.accountId ? { accountId: subject.accountId } : {}),
        ...(subject.patientId ? { patientId: subject.patientId } : {}),
        subject: subject.key,
        budget: subject.budget,
        ...(subject.isDecoy ? { isDecoy: true } : {}),
      },
      context.now,
    )
    return { write }
  },
  async verify(context, _offer, answer) {
    const code = readCode(answer)
    if (!code) return { kind: 'refused', problem: 'code-format' }
    const { house, now, purpose, flowId, subject } = context
    const given = { factor: parts.kind, purpose, flowId, subject: subject.tries ?? subject.key, code }
    const verdict = await checkCode(house, given, now)
    if (verdict.kind === 'right') return { kind: 'proven', write: verdict.write }
    return { kind: 'refused', problem: verdict.kind === 'paused' ? 'code-paused' : 'code-wrong' }
  },
})
