import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { readablePhone } from '../../../core/phones.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { raiseDuplicates } from '../../../operations/duplicate-records.ts'
import { matchRegistrant, tellOwner } from '../../../operations/registration.ts'
import type { Settings } from '../../../settings/index.ts'
import {
  birthDateField,
  birthDateInput,
  birthDateProblems,
  personDetailsFields,
  personDetailsInput,
  personDetailsProblems,
  readBirthDate,
  readPersonDetails,
} from '../../../steps/index.ts'
import type { Transaction } from '../../../store/index.ts'
import { detailsOf, progressAt, type RegisterFacts, relationships } from '../facts.ts'
import type { RegisterScene } from '../scene.ts'

/** The mailbox serves an account: told only to who has just proven it. Families share mailboxes, so both ways are right. */
export const knownEmail = defineStep<RegisterFacts, RegisterScene>()({
  name: 'known-email',
  needs: ['email', 'phone'],
  gives: ['separate'],
  required: (_facts, scene) => scene.isEmailKnown,
  input: z.object({}),
  limits: ['address'],
  page: (_facts, _scene, { paths }) => ({
    kind: 'notice',
    tone: 'plain',
    name: 'known-email',
    title: text('register.known-email.title'),
    progress: progressAt('check'),
    lead: [text('register.known-email.lead')],
    submit: text('register.known-email.separate'),
    ways: [{ href: paths.signIn, label: text('register.known-email.sign-in') }],
  }),
  handle: async () => ({ kind: 'advance', facts: { separate: true } }),
})

/** Of a family member: whose record it is about. Nobody is looked up. */
export const patientDetails = defineStep<RegisterFacts, RegisterScene>()({
  name: 'patient-details',
  needs: ['registrant'],
  gives: ['patient'],
  required: facts => facts.registrant === 'family',
  input: z.object({ ...personDetailsInput, ...birthDateInput, relationship: z.string().optional() }),
  limits: ['address'],
  texts: [...personDetailsProblems, ...birthDateProblems, 'problem.choose-one'],
  page: ({ patient }) => ({
    kind: 'form',
    name: 'patient-details',
    title: text('register.patient.title'),
    progress: progressAt('check'),
    lead: [text('register.patient.lead')],
    fields: [
      ...personDetailsFields(patient, false),
      birthDateField(patient?.birthDate, { label: text('register.patient.birth') }),
      {
        kind: 'radio',
        name: 'relationship',
        label: text('register.patient.relationship'),
        options: relationships.map(value => ({
          value,
          label: text(`register.patient.${value}`),
          checked: patient?.relationship === value,
        })),
      },
    ],
    submit: text('verify.continue'),
  }),
  async handle(context, _facts, _scene, input) {
    const details = readPersonDetails(input)
    if ('kind' in details) return details
    const birth = readBirthDate(context, input)
    if ('kind' in birth) return birth
    const relationship = relationships.find(each => each === input.relationship)
    if (!relationship) return { kind: 'retry', problem: 'choose-one', field: 'relationship' }
    return { kind: 'advance', facts: { patient: { ...details.person, birthDate: birth.date, relationship } } }
  },
})

/** An external index is waited for within one period too. */
const answerPeriod = ({ answer_ms, fhir }: Settings['matching']): number =>
  fhir && answer_ms > 0 ? Math.max(answer_ms, fhir.timeout_ms + 500) : answer_ms

/**
 * What was typed, once more; and now, after both codes, the only look-up. Whatever it finds is answered after the same
 * time.
 */
export const review = defineStep<RegisterFacts, RegisterScene>()({
  name: 'review',
  needs: ['birth', 'registrant', 'person', 'email', 'phone'],
  gives: ['match'],
  required: () => true,
  input: z.object({}),
  limits: ['address', 'flow'],
  answersEvery: ({ house: { settings } }) => answerPeriod(settings.matching),
  page(facts) {
    const { person, email, phone, patient } = facts
    const [year, month, day] = facts.birth.split('-')
    return {
      kind: 'list',
      name: 'review',
      title: text('register.review.title'),
      progress: progressAt('check'),
      lead: [text('register.review.lead')],
      sections: [
        {
          rows: [
            {
              label: text('register.review.name'),
              lines: [text('register.value', { value: `${person.given} ${person.family}`.trim() })],
              links: [{ href: './your-details', label: text('register.review.change') }],
            },
            {
              label: text('birth.label'),
              lines: [text('register.review.date', { year: year ?? '', month: Number(month), day: Number(day) })],
              links: [{ href: './birth-date', label: text('register.review.change') }],
            },
            {
              label: text('email.label'),
              lines: [email.address ? text('register.value', { value: email.address }) : text('email.none')],
              links: [{ href: './enter-email', label: text('register.review.change') }],
            },
            {
              label: text('option.phone'),
              lines: [text('register.value', { value: readablePhone(phone.number) })],
              links: [{ href: './enter-phone', label: text('register.review.change') }],
            },
            ...(patient && facts.registrant === 'family'
              ? [
                  {
                    label: text('register.review.patient'),
                    lines: [text('register.value', { value: `${patient.given} ${patient.family}`.trim() })],
                    links: [{ href: './patient-details', label: text('register.review.change') }],
                  },
                ]
              : []),
          ],
        },
      ],
      submit: text('register.review.submit'),
    }
  },
  async handle({ house, now, ask, visitor }, facts) {
    if (facts.registrant === 'family') return { kind: 'advance', facts: { match: { kind: 'family' } } }
    const { organization } = ask
    const { duplicates, ...match } = await matchRegistrant(house, {
      organization,
      details: detailsOf(facts),
      ip: visitor.ip,
    })
    const raise = (tx: Transaction) => raiseDuplicates(tx, house, { organization, pairs: duplicates }, now)
    switch (match.kind) {
      case 'certain':
        return {
          kind: 'advance',
          facts: { match },
          audit: { patientId: match.patientId, details: { match: 'certain' } },
          write: raise,
        }
      case 'has-account':
        return {
          kind: 'advance',
          facts: { match: { kind: 'has-account' } },
          audit: { patientId: match.patientId, details: { match: 'has-account' } },
          async write(tx) {
            await raise(tx)
            await tellOwner(tx, house, { accountId: match.accountId, organization }, now)
          },
        }
      case 'unsure':
        return {
          kind: 'advance',
          facts: { match: { kind: 'unsure' } },
          audit: { details: { match: match.why } },
          write: raise,
        }
    }
  },
})

/** Only who proved a contact of that record comes here. Never satisfied: the mail goes on. */
export const checkEmail = defineStep<RegisterFacts, RegisterScene>()({
  name: 'check-email',
  needs: ['match'],
  gives: ['told'],
  required: facts => facts.match?.kind === 'has-account',
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.register-account-exists'],
  page: (_facts, _scene, { paths }) => ({
    kind: 'notice',
    tone: 'dead-end',
    name: 'register-check-email',
    title: text('register.check-email.title'),
    lead: [text('register.check-email.lead'), text('register.check-email.else')],
    ways: [
      { href: paths.signIn, label: text('register.known-email.sign-in') },
      ...(paths.recover ? [{ href: paths.recover, label: text('register.check-email.recover') }] : []),
    ],
  }),
  handle: async () => ({ kind: 'deny', problem: 'register-account-exists' }),
})
