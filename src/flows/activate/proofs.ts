import { type NoticePage, text } from '../../core/index.ts'
import { parsePhone } from '../../core/phones.ts'
import { contactOffer, type Offer, patientSubject } from '../../factors/index.ts'
import { noNumberOnFile, phoneOfRecordOffers } from '../../steps/phone-of-record.ts'
import { verifySteps } from '../../steps/verify.ts'
import { type ActivateFacts, ownRecordProof } from './facts.ts'
import { progressAt, type RecordContact } from './policy.ts'
import { type ActivateScene, type Opened, openedIn } from './scene.ts'

/** Ways to reach one contact of record. Of a number two digits are shown, of a mailbox nothing: no name is proven yet. */
function recordOffers(contact: RecordContact): readonly Offer[] {
  if (contact.kind === 'email') return [{ ...contactOffer('email-code', contact), masked: 'none' }]
  const ways = [contactOffer('text-code', contact), contactOffer('voice-code', contact)]
  // where the numbering plan tells, a phone on the wall is called
  return parsePhone(contact.value)?.type === 'landline' ? ways.toReversed() : ways
}

const deadEnd: NoticePage = {
  kind: 'notice',
  tone: 'dead-end',
  name: 'contact-help',
  title: text('activate.help.title'),
  lead: [text('activate.help.lead'), text('activate.help.code-stays')],
}

const subjectOf =
  (budget: 'record' | 'anonymous') =>
  ({ code }: Partial<ActivateFacts>, { language }: ActivateScene) => {
    if (!code) throw new Error('nobody can be asked for a proof before a code was redeemed')
    return { ...patientSubject(code.patient, language), budget }
  }

/** The third proof: a code to a contact that the clinic has on file. Every code that is redeemed anew must prove its own. */
export const recordProofSteps = verifySteps<ActivateFacts, ActivateScene, 'record'>({
  prefix: 'record',
  purpose: 'activate.record',
  names: { choose: 'choose-contact', verify: 'prove-contact' },
  needs: ['code'],
  subject: subjectOf('record'),
  offers(_facts, scene) {
    const { proof } = openedIn(scene)
    return proof.kind === 'required' ? proof.contacts.flatMap(recordOffers) : []
  },
  required: (_facts, scene) => scene.opened !== undefined && scene.opened.proof.kind !== 'waived',
  progress: () => progressAt('contact'),
  detours: [
    {
      action: 'lost-contact',
      label: text('activate.help.lost-number'),
      facts: { contactHelpAsked: true, contactHelpRead: undefined },
    },
  ],
  deadEnd,
})

/** The own email, by a code; not asked again of the mailbox that was just proven. */
export const emailProofSteps = verifySteps<ActivateFacts, ActivateScene, 'email'>({
  prefix: 'email',
  purpose: 'activate.email',
  names: { choose: 'choose-email', verify: 'confirm-email' },
  needs: ['email'],
  subject: subjectOf('anonymous'),
  // typed on the page before, so it may be shown in full: a typing mistake is seen
  offers: facts =>
    facts.email?.address
      ? [{ id: 'email-code:own', factor: 'email-code', to: facts.email.address, masked: facts.email.address }]
      : [],
  required: facts => {
    const record = ownRecordProof(facts)
    return !!facts.email?.address && !(record?.factor === 'email-code' && record.to === facts.email.address)
  },
  progress: () => progressAt('email'),
  links: [{ href: './enter-email', label: text('email.change') }],
  deadEnd,
})

/** The security option's phone, where it is another than the phone of record that was just proven. */
export const phoneProofSteps = verifySteps<ActivateFacts, ActivateScene, 'phone'>({
  prefix: 'phone',
  purpose: 'activate.phone',
  names: { choose: 'choose-phone', verify: 'confirm-phone' },
  needs: ['option'],
  subject: subjectOf('anonymous'),
  offers(facts) {
    const { option } = facts
    if (!option?.phone) return []
    const contact = { id: 'own', kind: 'phone', value: option.phone } as const
    const chosen = option.factor === 'voice-code' ? 'voice-code' : 'text-code'
    return [contactOffer(chosen, contact), contactOffer(chosen === 'text-code' ? 'voice-code' : 'text-code', contact)]
  },
  required(facts) {
    const record = ownRecordProof(facts)
    return !!facts.option?.phone && !(record && record.factor !== 'email-code' && record.to === facts.option.phone)
  },
  progress: () => progressAt('option'),
  links: [{ href: './security-option', label: text('option.change') }],
  deadEnd,
})

const phonesOnFile = ({ proof }: Opened): readonly RecordContact[] =>
  proof.kind === 'required' ? proof.contacts.filter(({ kind }) => kind === 'phone') : []

/**
 * Whether the number on file is still to be proven: a phone that does not stand there, a passkey or a question was chosen,
 * and only a mailbox of record was proven so far. Where no number is on file that mailbox is enough (DOMAIN "Access-code activation").
 */
export function needsNumberOnFile(facts: Partial<ActivateFacts>, opened: Opened): boolean {
  const phones = phonesOnFile(opened)
  const proven = ownRecordProof(facts)
  const { option } = facts
  if (!option || option.factor === 'none' || proven?.factor !== 'email-code' || phones.length === 0) return false
  return !phones.some(({ value }) => value === option.phone)
}

/** For `complete`: the clinic may have changed the number meanwhile. */
export const isNumberOnFileProven = (facts: Partial<ActivateFacts>, opened: Opened): boolean =>
  !needsNumberOnFile(facts, opened) ||
  (facts.onFileProof?.subject === `patient:${facts.code?.patient}` &&
    phonesOnFile(opened).some(({ value }) => value === facts.onFileProof?.to))

/** "Whoever chose a security question or another phone must prove the number on file": before anything is sent to what was only typed. */
export const onFileProofSteps = verifySteps<ActivateFacts, ActivateScene, 'onFile'>({
  prefix: 'onFile',
  purpose: 'activate.number-on-file',
  names: { choose: 'choose-number-on-file', verify: 'prove-number-on-file' },
  needs: ['code', 'option'],
  subject: subjectOf('record'),
  offers: (_facts, scene) => phoneOfRecordOffers(phonesOnFile(openedIn(scene))),
  required: (facts, scene) => scene.opened !== undefined && needsNumberOnFile(facts, scene.opened),
  lead: [text('record.number.lead')],
  progress: () => progressAt('option'),
  links: [{ href: './security-option', label: text('option.change') }],
  deadEnd: noNumberOnFile,
})
