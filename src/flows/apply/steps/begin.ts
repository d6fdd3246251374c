import { z } from 'zod'
import { ageOn } from '../../../core/dates.ts'
import { type Field, text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
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
import { type ApplyFacts, progressAt, relationships } from '../facts.ts'
import type { ApplyScene } from '../scene.ts'

/** The youngest who may apply by themselves (COPPA, 16 CFR 312.2). */
const youngest = 13

/** Where nobody applies: whom to call. Never satisfied. */
export const notOffered = defineStep<ApplyFacts, ApplyScene>()({
  name: 'not-offered',
  needs: [],
  gives: ['told'],
  required: (_facts, { isOpen }) => !isOpen,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.apply-not-offered'],
  page: (_facts, _scene, { paths }) => ({
    kind: 'notice',
    tone: 'dead-end',
    name: 'apply-not-offered',
    title: text('apply.not-offered.title'),
    lead: [text('apply.not-offered.lead')],
    links: [{ href: paths.signIn, label: text('apply.have-sign-in') }],
  }),
  handle: async () => ({ kind: 'deny', problem: 'apply-not-offered' }),
})

const applicants = ['self', ...relationships] as const
export const forWhom = defineStep<ApplyFacts, ApplyScene>()({
  name: 'for-whom',
  needs: [],
  gives: ['applicant'],
  required: () => true,
  input: z.object({ relationship: z.enum(applicants, 'choose-one') }),
  limits: ['address'],
  texts: ['problem.choose-one'],
  page: ({ applicant }, _scene, { paths }) => ({
    kind: 'choice',
    name: 'apply-for-whom',
    title: text('apply.who.title'),
    progress: progressAt('for-whom'),
    lead: [text('apply.who.lead')],
    field: 'relationship',
    legend: text('apply.who.legend'),
    options: applicants.map(value => ({
      value,
      label: text(`apply.who.${value}`),
      checked: applicant === value,
    })),
    submit: text('verify.continue'),
    links: [{ href: paths.signIn, label: text('apply.have-sign-in') }],
  }),
  handle: async (_context, _facts, _scene, { relationship }) => ({
    kind: 'advance',
    facts: { applicant: relationship },
  }),
})

/** The patient's. Who applies for themself and is too young stops here, and the date is not kept. */
export const birthDate = defineStep<ApplyFacts, ApplyScene>()({
  name: 'birth-date',
  needs: ['applicant'],
  gives: ['birth'],
  required: () => true,
  input: z.object(birthDateInput),
  limits: ['address'],
  texts: [...birthDateProblems, 'problem.apply-too-young', 'problem.apply-too-young.title'],
  page: ({ birth, applicant }) => ({
    kind: 'form',
    name: 'apply-birth-date',
    title: text(applicant === 'self' ? 'apply.birth.title' : 'apply.birth.title-other'),
    progress: progressAt('birth-date'),
    fields: [
      {
        ...birthDateField(birth, applicant === 'self' ? {} : { label: text('apply.birth.label-other') }),
        ...(applicant === 'self' ? { autocomplete: 'bday' } : {}),
      } as Field,
    ],
    submit: text('verify.continue'),
  }),
  async handle(context, { applicant }, { timeZone }, input) {
    const read = readBirthDate(context, input)
    if ('kind' in read) return read
    if (applicant === 'self' && ageOn(read.date, context.now, timeZone) < youngest)
      return { kind: 'deny', problem: 'apply-too-young' }
    return { kind: 'advance', facts: { birth: read.date } }
  },
})

const nobodyElse = { given: '', family: '' }
const withoutPostalCode = (fields: readonly Field[]): readonly Field[] =>
  fields.filter(({ name }) => name !== 'postal_code')

/** The patient's names and sex; of a representative their own name first. */
export const names = defineStep<ApplyFacts, ApplyScene>()({
  name: 'names',
  needs: ['applicant', 'birth'],
  gives: ['person', 'representative'],
  required: () => true,
  input: z.object({
    ...personDetailsInput,
    own_given_name: personDetailsInput.given_name,
    own_family_name: personDetailsInput.family_name,
  }),
  limits: ['address'],
  texts: personDetailsProblems,
  page: ({ applicant, person, representative }) => ({
    kind: 'form',
    name: applicant === 'self' ? 'apply-names' : 'apply-names-other',
    title: text(applicant === 'self' ? 'apply.names.title' : 'apply.names.title-other'),
    progress: progressAt('names'),
    lead: [text(applicant === 'self' ? 'apply.names.lead' : 'apply.names.lead-other')],
    fields:
      applicant === 'self'
        ? withoutPostalCode(personDetailsFields(person, true))
        : [
            {
              kind: 'text',
              name: 'own_given_name',
              label: text('apply.names.own-given'),
              autocomplete: 'given-name',
              ...(representative ? { value: representative.given } : {}),
            },
            {
              kind: 'text',
              name: 'own_family_name',
              label: text('apply.names.own-family'),
              autocomplete: 'family-name',
              ...(representative ? { value: representative.family } : {}),
            },
            ...withoutPostalCode(personDetailsFields(person, false)).map(field => ({
              ...field,
              ...(labelsOfPatient[field.name] ? { label: text(labelsOfPatient[field.name] ?? '') } : {}),
            })),
          ],
    submit: text('verify.continue'),
  }),
  async handle(_context, { applicant }, _scene, input) {
    const read = readPersonDetails({ ...input, postal_code: '' })
    const own =
      applicant === 'self'
        ? { person: nobodyElse }
        : readPersonDetails({
            given_name: input.own_given_name,
            family_name: input.own_family_name,
            sex: 'undisclosed',
            postal_code: '',
          })
    if ('kind' in own) return { ...own, field: `own_${own.field}` }
    if ('kind' in read) return read
    const { given, family } = own.person
    return { kind: 'advance', facts: { person: read.person, representative: { given, family } } }
  },
})

const labelsOfPatient: Readonly<Record<string, string>> = {
  given_name: 'apply.names.patient-given',
  family_name: 'apply.names.patient-family',
  sex: 'apply.names.patient-sex',
}
