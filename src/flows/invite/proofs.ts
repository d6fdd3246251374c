import { type NoticePage, text } from '../../core/index.ts'
import { contactOffer, patientSubject, type Subject } from '../../factors/index.ts'
import { noWayToConfirm, phoneOfRecordOffers, verifySteps } from '../../steps/index.ts'
import { type InviteFacts, numberProofs, progressAt, subjectKey } from './facts.ts'
import { isProven, numbersFor, numbersOnFile } from './policy.ts'
import { type InviteScene, invitedIn } from './scene.ts'

/**
 * A mail is forwarded, and read by filters: what its holder has sent, and guesses, is counted on this invitation. So it
 * uses up nothing of the record's other ways in, another mail begins afresh, and beginning this one again renews nothing.
 */
const invitationSubject = ({ invitation }: Partial<InviteFacts>, { language }: InviteScene): Subject => {
  if (!invitation) throw new Error('nobody can be asked for a proof without an invitation')
  return { ...patientSubject(invitation.patient, language), key: subjectKey(invitation.id) }
}
/** The same for what was only typed: strangers who type it elsewhere do not silence it here, nor is it a number on file. */
const typedSubject = (facts: Partial<InviteFacts>, { language }: InviteScene): Subject => ({
  key: `invitation-typed:${facts.invitation?.id}`,
  language,
  budget: 'anonymous',
})

/** Only staff can help: the mail still works when they have. */
export const lostNumber: NoticePage = {
  kind: 'notice',
  tone: 'dead-end',
  name: 'invite-number-help',
  title: text('invite.number.help-title'),
  lead: [text('invite.number.help'), text('invite.number.stays')],
}

/** The mailbox that was typed, whosever it is: every address is asked for a code, the one that was invited too. */
export const emailProofSteps = verifySteps<InviteFacts, InviteScene, 'email'>({
  prefix: 'email',
  purpose: 'invite.email',
  names: { choose: 'choose-email', verify: 'confirm-email' },
  needs: ['email'],
  subject: typedSubject,
  // typed on the page before, so it may be shown in full: a typing mistake is seen
  offers: ({ email }) =>
    email?.address ? [{ id: 'email-code:own', factor: 'email-code', to: email.address, masked: email.address }] : [],
  required: (_facts, { isAdding }) => !isAdding,
  progress: () => progressAt('email'),
  links: [{ href: './enter-email', label: text('email.change') }],
  deadEnd: noWayToConfirm,
})

/**
 * A number that the clinic has on file, whatever was chosen and typed before: the same page for everybody who holds the
 * link. Who was forwarded the mail ends here, and has seen two digits.
 */
export const numberProofSteps = verifySteps<InviteFacts, InviteScene, 'number'>({
  prefix: 'number',
  purpose: 'invite.number',
  names: { choose: 'choose-number', verify: 'prove-number' },
  needs: ['invitation'],
  subject: invitationSubject,
  offers: (_facts, { invited }) => (invited ? phoneOfRecordOffers(numbersOnFile(invited.numbers)) : []),
  required: () => true,
  lead: [text('invite.number.lead')],
  progress: () => progressAt('number'),
  deadEnd: lostNumber,
})

/** Whoever proved the other's number proves their own too. */
export const ownProofSteps = verifySteps<InviteFacts, InviteScene, 'own'>({
  prefix: 'own',
  purpose: 'invite.own-number',
  names: { choose: 'choose-own-number', verify: 'prove-own-number' },
  needs: ['numberProof', 'who'],
  subject: invitationSubject,
  offers: ({ who }, { invited }) => (invited && who ? phoneOfRecordOffers(numbersFor(invited.numbers, who)) : []),
  required: ({ invitation, numberProof, who }, { invited }) =>
    invited !== undefined &&
    who !== undefined &&
    !isProven(numberProofs({ invitation, numberProof }), numbersFor(invited.numbers, who)),
  lead: [text('invite.own-number.lead')],
  progress: () => progressAt('person'),
  links: [{ href: './who', label: text('invite.who.again') }],
  deadEnd: lostNumber,
})

/** The phone of the security option: left empty, it is the number that was proven. */
export function optionPhone(facts: Partial<InviteFacts>, scene: InviteScene): string | undefined {
  const { option, who } = facts
  if (!who || (option?.factor !== 'text-code' && option?.factor !== 'voice-code')) return undefined
  if (option.phone) return option.phone
  const theirs = numbersFor(invitedIn(scene).numbers, who)
  return numberProofs(facts).find(({ to }) => theirs.some(({ value }) => value === to))?.to
}

const isPhoneProven = (facts: Partial<InviteFacts>, phone: string): boolean =>
  numberProofs(facts).some(({ to }) => to === phone)

/** The own phone, once it is proven by its code or because it stands on file. */
export function provenPhone(facts: Partial<InviteFacts>, scene: InviteScene): string | undefined {
  const phone = optionPhone(facts, scene)
  return phone && (isPhoneProven(facts, phone) || facts.phoneProof?.to === phone) ? phone : undefined
}

/** Another phone than those that were just proven. */
export const phoneProofSteps = verifySteps<InviteFacts, InviteScene, 'phone'>({
  prefix: 'phone',
  purpose: 'invite.phone',
  names: { choose: 'choose-phone', verify: 'confirm-phone' },
  needs: ['option', 'who'],
  subject: typedSubject,
  offers(facts, scene) {
    const phone = optionPhone(facts, scene)
    if (!phone) return []
    const chosen = facts.option?.factor === 'voice-code' ? 'voice-code' : 'text-code'
    return [chosen, chosen === 'text-code' ? 'voice-code' : 'text-code'].map(factor =>
      contactOffer(factor, { id: 'own', kind: 'phone', value: phone }),
    )
  },
  required(facts, scene) {
    const phone = scene.invited && optionPhone(facts, scene)
    return !!phone && !isPhoneProven(facts, phone)
  },
  progress: () => progressAt('person'),
  links: [{ href: './security-option', label: text('option.change') }],
  deadEnd: noWayToConfirm,
})
