import { z } from 'zod'
import { ageOn } from '../../../core/dates.ts'
import { text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { birthDateStep, personDetailsStep, typedEmailStep, typedPhoneStep } from '../../../steps/index.ts'
import { progressAt, type RegisterFacts } from '../facts.ts'
import type { RegisterScene } from '../scene.ts'

/** The youngest who may register by themselves (COPPA, 16 CFR 312.2). */
const youngest = 13

/** Where people do not register by themselves: whom to call. Never satisfied. */
export const notOffered = defineStep<RegisterFacts, RegisterScene>()({
  name: 'not-offered',
  needs: [],
  gives: ['told'],
  required: (_facts, scene) => !scene.isOpen,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.register-not-offered'],
  page: (_facts, _scene, { paths }) => ({
    kind: 'notice',
    tone: 'dead-end',
    name: 'register-not-offered',
    title: text('register.not-offered.title'),
    lead: [text('register.not-offered.lead')],
    links: [{ href: paths.signIn, label: text('register.have-sign-in') }],
  }),
  handle: async () => ({ kind: 'deny', problem: 'register-not-offered' }),
})

/** Asked once, of the person who fills the form. Who is too young is turned away, and nothing of it is kept. */
export const birthDate = birthDateStep<RegisterFacts, RegisterScene>({
  needs: [],
  required: () => true,
  suggested: ({ upstream }) => upstream?.attributes.birthDate,
  title: text('register.birth.title'),
  lead: [text('register.birth.lead')],
  texts: ['problem.register-too-young', 'problem.register-too-young.title'],
  progress: () => progressAt('you'),
  check: ({ now }, { timeZone }, date) => (ageOn(date, now, timeZone) < youngest ? { kind: 'turn-away' } : undefined),
  links: ({ paths }) => [{ href: paths.signIn, label: text('register.have-sign-in') }],
})

export const who = defineStep<RegisterFacts, RegisterScene>()({
  name: 'who',
  needs: ['birth'],
  gives: ['registrant'],
  required: () => true,
  input: z.object({ relationship: z.enum(['self', 'family'], 'choose-one') }),
  limits: ['address'],
  texts: ['problem.choose-one'],
  page: facts => ({
    kind: 'choice',
    name: 'who',
    title: text('register.who.title'),
    progress: progressAt('you'),
    field: 'relationship',
    legend: text('register.who.legend'),
    options: [
      {
        value: 'self',
        label: text('register.who.self'),
        help: text('register.who.self-help'),
        checked: facts.registrant === 'patient',
      },
      {
        value: 'family',
        label: text('register.who.family'),
        help: text('register.who.family-help'),
        checked: facts.registrant === 'family',
      },
    ],
    submit: text('verify.continue'),
  }),
  handle: async (_context, _facts, _scene, { relationship }) => ({
    kind: 'advance',
    facts: { registrant: relationship === 'self' ? 'patient' : 'family' },
  }),
})

export const yourDetails = personDetailsStep<RegisterFacts, RegisterScene>({
  needs: ['registrant'],
  required: () => true,
  suggested: ({ upstream }) => upstream?.attributes,
  title: text('register.you.title'),
  lead: [text('register.you.lead')],
  progress: () => progressAt('you'),
})

export const enterEmail = typedEmailStep<RegisterFacts, RegisterScene>({
  needs: ['person'],
  required: () => true,
  known: ({ upstream }) => upstream?.attributes.email,
  progress: () => progressAt('contact'),
})

export const enterPhone = typedPhoneStep<RegisterFacts, RegisterScene>({
  needs: ['person'],
  required: () => true,
  suggested: ({ upstream }) => upstream?.attributes.phone,
  phoneCountry: scene => scene.phoneCountry,
  withoutPhone: ({ paths }) => (paths.apply ? { href: paths.apply, label: text('register.no-phone') } : undefined),
  progress: () => progressAt('contact'),
})
