import { z } from 'zod'
import { type Link, text } from '../../../core/index.ts'
import { usablePhone } from '../../../core/phones.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { noWayToConfirm, typedEmailStep, verifySteps } from '../../../steps/index.ts'
import { type ApplyFacts, progressAt } from '../facts.ts'
import type { ApplyScene } from '../scene.ts'

const proofSteps = verifySteps<ApplyFacts, ApplyScene, 'email'>({
  prefix: 'email',
  purpose: 'apply.email',
  names: { choose: 'choose-email', verify: 'confirm-email' },
  needs: ['email'],
  // nobody is known: wrong codes and sends are counted on what was typed, so beginning again renews nothing
  subject: ({ email }, { language }) => ({ key: `typed:${email?.address ?? ''}`, language, budget: 'anonymous' }),
  offers: ({ email }) =>
    email?.address ? [{ id: 'email-code:own', factor: 'email-code', to: email.address, masked: email.address }] : [],
  required: ({ email }) => !!email?.address,
  progress: () => progressAt('email'),
  links: [{ href: './enter-email', label: text('email.change') }],
  deadEnd: noWayToConfirm,
})

export const emailSteps = [
  typedEmailStep<ApplyFacts, ApplyScene>({
    needs: ['person'],
    required: () => true,
    progress: () => progressAt('email'),
  }),
  ...proofSteps,
] as const

/** The answer comes by mail: without one, the clinic's phone is the way. Never satisfied. */
export const noEmail = defineStep<ApplyFacts, ApplyScene>()({
  name: 'no-email',
  needs: ['email'],
  gives: ['told'],
  required: ({ email }) => email?.address === null,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.apply-no-email'],
  page: () => ({
    kind: 'notice',
    tone: 'dead-end',
    name: 'apply-no-email',
    title: text('apply.no-email.title'),
    lead: [text('problem.apply-no-email')],
    links: [{ href: './enter-email', label: text('apply.no-email.back') }],
  }),
  handle: async () => ({ kind: 'deny', problem: 'apply-no-email' }),
})

/** Typed, never written to: staff compare it with the record. */
export const enterPhone = defineStep<ApplyFacts, ApplyScene>()({
  name: 'enter-phone',
  needs: ['email'],
  gives: ['phone', 'postalCode'],
  required: () => true,
  input: z.object({
    phone: z.string().max(60, 'phone-invalid').default(''),
    postal_code: z.string().max(20, 'postal-code-long').default(''),
    action: z.string().optional(),
  }),
  limits: ['address'],
  texts: ['problem.phone-invalid', 'problem.postal-code-long'],
  page: ({ phone, postalCode }) => ({
    kind: 'form',
    name: 'apply-phone',
    title: text('apply.phone.title'),
    progress: progressAt('phone'),
    lead: [text('apply.phone.lead')],
    fields: [
      { kind: 'phone', name: 'phone', label: text('option.phone'), ...(phone ? { value: phone } : {}) },
      {
        kind: 'text',
        name: 'postal_code',
        label: text('person.postal-code'),
        autocomplete: 'postal-code',
        optional: true,
        ...(postalCode ? { value: postalCode } : {}),
      },
    ],
    submit: text('verify.continue'),
    actions: [{ value: 'no-phone', label: text('option.no-phone') }],
  }),
  async handle(_context, _facts, { phoneCountry }, { phone, postal_code, action }) {
    const postalCode = postal_code.trim()
    if (action === 'no-phone') return { kind: 'advance', facts: { phone: null, postalCode } }
    const number = usablePhone(phone, phoneCountry)
    if (!number) return { kind: 'retry', problem: 'phone-invalid', field: 'phone' }
    return { kind: 'advance', facts: { phone: number, postalCode } }
  },
})

/** What was typed, once more; with the terms it goes to staff. */
export const send = defineStep<ApplyFacts, ApplyScene>()({
  name: 'send',
  needs: ['applicant', 'birth', 'person', 'representative', 'email', 'phone', 'postalCode'],
  gives: ['terms'],
  required: () => true,
  input: z.object({ terms: z.literal('on', 'terms-required') }),
  limits: ['address', 'application-network', 'application-email'],
  texts: ['problem.terms-required'],
  page({ applicant, birth, person, representative, email, phone, postalCode }, _scene, { organization }) {
    const [year, month, day] = birth.split('-')
    const nameOf = ({ given, family }: { given: string; family: string }) => `${given} ${family}`.trim()
    const row = (id: string, value: string) => text('apply.review.row', { label: id, value })
    const terms: Link[] = [
      ...(organization.termsUrl ? [{ href: organization.termsUrl, label: text('terms.read-terms') }] : []),
      ...(organization.privacyUrl ? [{ href: organization.privacyUrl, label: text('terms.read-privacy') }] : []),
    ]
    return {
      kind: 'form',
      name: 'apply-send',
      title: text('apply.review.title'),
      progress: progressAt('send'),
      lead: [text('apply.review.lead')],
      items: [
        ...(applicant === 'self' ? [] : [row('own', nameOf(representative))]),
        row(applicant === 'self' ? 'name' : 'patient', nameOf(person)),
        text('apply.review.birth', { year: year ?? '', month: Number(month), day: Number(day) }),
        row('email', email.address ?? ''),
        ...(phone ? [row('phone', phone)] : []),
        ...(postalCode ? [row('postal', postalCode)] : []),
      ],
      fields: [
        { kind: 'checkbox', name: 'terms', label: text('terms.accept'), ...(terms.length > 0 ? { links: terms } : {}) },
      ],
      submit: text('apply.review.submit'),
      links: [
        { href: './names', label: text('apply.review.change-names') },
        { href: './birth-date', label: text('apply.review.change-birth') },
        { href: './enter-phone', label: text('apply.review.change-phone') },
      ],
    }
  },
  handle: async ({ house, now }) => ({
    kind: 'advance',
    facts: { terms: { version: house.settings.terms.version, at: now } },
  }),
})
