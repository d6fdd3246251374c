import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { contactOffer, type Subject } from '../../../factors/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import {
  acceptTermsStep,
  enrolOptionSteps,
  noWayToConfirm,
  securityOptionStep,
  setPasswordStep,
  typedEmailStep,
  verifySteps,
} from '../../../steps/index.ts'
import type { InsurerFacts } from '../facts.ts'
import { isMemberProven } from '../member.ts'
import type { InsurerScene } from '../scene.ts'

/** Somebody whose record was proven and who has no account yet. */
const isNew = (facts: Partial<InsurerFacts>, { record }: InsurerScene): boolean =>
  isMemberProven(facts) && record !== undefined && record.selfAccountId === undefined

const fullName = ({ record }: InsurerScene): string =>
  record ? `${record.name.given} ${record.name.family}`.trim() : ''
/** The number of record that was just proven. */
export const provenRecordPhone = ({ memberProof }: Partial<InsurerFacts>): string | undefined => memberProof?.to
export const provenEmail = ({ email, emailProof }: Partial<InsurerFacts>): string | undefined =>
  email?.address && emailProof?.to === email.address ? email.address : undefined

/** Wrong codes and sends are counted on what was typed, so beginning again renews nothing. */
const typed = (to: string | null | undefined, { language }: InsurerScene): Subject => ({
  key: `typed:${to ?? ''}`,
  language,
  budget: 'anonymous',
})

/** The first page that says a name. */
export const confirmPerson = defineStep<InsurerFacts, InsurerScene>()({
  name: 'confirm-person',
  needs: ['member'],
  gives: ['person'],
  required: isNew,
  input: z.object({ action: z.string().optional() }),
  limits: ['address'],
  texts: ['problem.insurer-not-me', 'problem.insurer-not-me.title'],
  page: (_facts, scene) => ({
    kind: 'form',
    name: 'insurer-confirm-person',
    title: text('insurer.person.title'),
    lead: [text('insurer.person.lead', { name: fullName(scene) })],
    fields: [],
    submit: text('insurer.person.yes'),
    actions: [
      { value: 'not-me', label: text('insurer.person.no'), hint: text('insurer.person.no-hint'), prominent: true },
    ],
  }),
  async handle(_context, { member }, _scene, { action }) {
    const audit = member?.patientId ? { patientId: member.patientId } : {}
    return action === 'not-me'
      ? { kind: 'deny', problem: 'insurer-not-me', audit }
      : { kind: 'advance', facts: { person: 'confirmed' }, audit }
  },
})

/** Terms, a mailbox, how to sign in besides, and how to be asked: as after any other proof of a record. */
export const finishSteps = [
  acceptTermsStep<InsurerFacts, InsurerScene>({ needs: ['person'], required: isNew }),
  typedEmailStep<InsurerFacts, InsurerScene>({
    needs: ['person'],
    required: isNew,
    // filled in, not believed: a code goes there
    known: ({ upstream }) => upstream?.attributes.email,
    asksNotices: true,
  }),
  ...verifySteps<InsurerFacts, InsurerScene, 'email'>({
    prefix: 'email',
    purpose: 'insurer.email',
    names: { choose: 'choose-email', verify: 'confirm-email' },
    needs: ['email'],
    subject: ({ email }, scene) => typed(email?.address, scene),
    offers: ({ email }) =>
      email?.address ? [{ id: 'email-code:own', factor: 'email-code', to: email.address, masked: email.address }] : [],
    required: (facts, scene) => isNew(facts, scene) && !!facts.email?.address,
    links: [{ href: './enter-email', label: text('email.change') }],
    deadEnd: noWayToConfirm,
  }),
  setPasswordStep<InsurerFacts, InsurerScene>({
    name: 'choose-credentials',
    needs: ['person', 'email'],
    required: isNew,
    hasProvenFactor: facts => provenRecordPhone(facts) !== undefined,
    minLength: (_facts, scene) => scene.passwordLength,
    own: (facts, scene) =>
      [fullName(scene), scene.record?.birthDate, facts.email?.address, provenRecordPhone(facts)].filter(
        (value): value is string => !!value,
      ),
    email: provenEmail,
    budgetKey: ({ member }) => `patient:${member?.patientId}`,
    suggestion: (_facts, scene) => scene.suggestion,
    orInsurer: (_facts, { chosen }) => chosen?.name,
  }),
  securityOptionStep<InsurerFacts, InsurerScene>({
    needs: ['person', 'credentials'],
    required: isNew,
    known: provenRecordPhone,
    phoneCountry: scene => scene.phoneCountry,
    others: () => ['passkey', 'security-question'],
  }),
  ...verifySteps<InsurerFacts, InsurerScene, 'phone'>({
    prefix: 'phone',
    purpose: 'insurer.phone',
    names: { choose: 'choose-phone', verify: 'confirm-phone' },
    needs: ['option'],
    subject: ({ option }, scene) => typed(option?.phone, scene),
    offers({ option }) {
      if (!option?.phone) return []
      const contact = { id: 'own', kind: 'phone', value: option.phone } as const
      const chosen = option.factor === 'voice-code' ? 'voice-code' : 'text-code'
      return [contactOffer(chosen, contact), contactOffer(chosen === 'text-code' ? 'voice-code' : 'text-code', contact)]
    },
    required: (facts, scene) =>
      isNew(facts, scene) && !!facts.option?.phone && facts.option.phone !== provenRecordPhone(facts),
    links: [{ href: './security-option', label: text('option.change') }],
    deadEnd: noWayToConfirm,
  }),
  ...enrolOptionSteps<InsurerFacts, InsurerScene>({
    purpose: 'insurer.option-passkey',
    required: isNew,
    // the account does not exist yet: it is the name that was chosen
    owner: ({ credentials }) => ({ username: credentials?.username ?? '' }),
    device: scene => scene.device,
  }),
]
