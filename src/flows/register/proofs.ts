import { text } from '../../core/index.ts'
import { contactOffer, type Subject } from '../../factors/index.ts'
import { noWayToConfirm, verifySteps } from '../../steps/index.ts'
import { progressAt, type RegisterFacts } from './facts.ts'
import type { RegisterScene } from './scene.ts'

/** Nobody is known yet: wrong codes and sends are counted on what was typed, so beginning again renews nothing. */
const subjectOf = (to: string | null | undefined, { language }: RegisterScene): Subject => ({
  key: `typed:${to ?? ''}`,
  language,
  budget: 'anonymous',
})

export const emailProofSteps = verifySteps<RegisterFacts, RegisterScene, 'email'>({
  prefix: 'email',
  purpose: 'register.email',
  names: { choose: 'choose-email', verify: 'confirm-email' },
  needs: ['email'],
  subject: (facts, scene) => subjectOf(facts.email?.address, scene),
  // typed on the page before, so it may be shown in full: a typing mistake is seen
  offers: ({ email }) =>
    email?.address ? [{ id: 'email-code:own', factor: 'email-code', to: email.address, masked: email.address }] : [],
  required: ({ email }) => !!email?.address,
  progress: () => progressAt('contact'),
  links: [{ href: './enter-email', label: text('email.change') }],
  deadEnd: noWayToConfirm,
})

export const phoneProofSteps = verifySteps<RegisterFacts, RegisterScene, 'phone'>({
  prefix: 'phone',
  purpose: 'register.phone',
  names: { choose: 'choose-phone', verify: 'confirm-phone' },
  needs: ['phone'],
  subject: (facts, scene) => subjectOf(facts.phone?.number, scene),
  offers({ phone }) {
    if (!phone) return []
    const other = phone.factor === 'text-code' ? 'voice-code' : 'text-code'
    return [phone.factor, other].map(factor => contactOffer(factor, { id: 'own', kind: 'phone', value: phone.number }))
  },
  required: ({ phone }) => phone !== undefined,
  progress: () => progressAt('contact'),
  links: [{ href: './enter-phone', label: text('phone.change') }],
  deadEnd: noWayToConfirm,
})
