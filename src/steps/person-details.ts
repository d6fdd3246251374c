import { z } from 'zod'
import { type Field, type Text, text } from '../core/index.ts'
import type { Ask, Outcome, Step } from '../flow-engine/contract.ts'

const longestName = 300
export const sexes = ['female', 'male', 'another', 'undisclosed'] as const

/** Names, sex and postal code as they were typed. */
export const personDetailsSchema = z.object({
  given: z.string(),
  family: z.string(),
  sex: z.enum(sexes),
  postalCode: z.string().optional(),
})
export type PersonDetails = z.output<typeof personDetailsSchema>

/** As far as somebody else can tell it. */
export interface SuggestedName {
  readonly given?: string | undefined
  readonly family?: string | undefined
}

const name = z.string('family-name-missing').max(longestName, 'name-long').default('')
/** The fields, for any form that has them. */
export const personNameInput = { given_name: name, family_name: name }
export const personDetailsInput = {
  ...personNameInput,
  sex: z.string().optional(),
  postal_code: z.string().max(20, 'postal-code-long').default(''),
}
export type PersonDetailsInput = {
  given_name: string
  family_name: string
  sex?: string | undefined
  postal_code: string
}
export const personDetailsProblems = [
  'problem.family-name-missing',
  'problem.name-long',
  'problem.sex-missing',
  'problem.postal-code-long',
]

type PersonName = Pick<PersonDetails, 'given' | 'family'>

/** @param own the person fills in their own details, so that the browser may help */
export function personNameFields(known: SuggestedName | undefined, own: boolean): readonly Field[] {
  return [
    {
      kind: 'text',
      name: 'given_name',
      label: text('person.given'),
      hint: text('person.given-hint'),
      autocomplete: own ? 'given-name' : 'off',
      ...(known?.given ? { value: known.given } : {}),
    },
    {
      kind: 'text',
      name: 'family_name',
      label: text('person.family'),
      hint: text('person.family-hint'),
      autocomplete: own ? 'family-name' : 'off',
      ...(known?.family ? { value: known.family } : {}),
    },
  ]
}

/** @param own the person fills in their own details, so that the browser may help */
export function personDetailsFields(known: PersonDetails | SuggestedName | undefined, own: boolean): readonly Field[] {
  const { sex, postalCode }: Partial<PersonDetails> = known && 'sex' in known ? known : {}
  return [
    ...personNameFields(known, own),
    {
      kind: 'radio',
      name: 'sex',
      label: text('person.sex'),
      options: sexes.map(value => ({ value, label: text(`person.sex.${value}`), checked: sex === value })),
    },
    {
      kind: 'text',
      name: 'postal_code',
      label: text('person.postal-code'),
      autocomplete: own ? 'postal-code' : 'off',
      optional: true,
      ...(postalCode ? { value: postalCode } : {}),
    },
  ]
}

/** A single name is the family name; anything that letters can write is taken. */
export function readPersonName(
  input: Pick<PersonDetailsInput, 'given_name' | 'family_name'>,
): { readonly name: PersonName } | { readonly kind: 'retry'; readonly problem: string; readonly field: string } {
  const [given, family] = [tidy(input.given_name), tidy(input.family_name)]
  if (!hasLetter(family)) return { kind: 'retry', problem: 'family-name-missing', field: 'family_name' }
  return { name: { given, family } }
}

export function readPersonDetails(
  input: PersonDetailsInput,
): { readonly person: PersonDetails } | { readonly kind: 'retry'; readonly problem: string; readonly field: string } {
  const read = readPersonName(input)
  if ('kind' in read) return read
  const sex = sexes.find(each => each === input.sex)
  if (!sex) return { kind: 'retry', problem: 'sex-missing', field: 'sex' }
  const postalCode = input.postal_code.trim()
  return { person: { ...read.name, sex, ...(postalCode ? { postalCode } : {}) } }
}

const tidy = (typed: string): string =>
  typed
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
const hasLetter = (value: string): boolean => /\p{L}/u.test(value)

export interface PersonDetailsOptions<F, S> {
  readonly name?: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  readonly title: Text
  readonly lead?: readonly Text[]
  /** What fills the fields, where somebody else told it. */
  suggested?(facts: Partial<F>): SuggestedName | undefined
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/** First and last name, sex, postal code of the person who fills the form. Gives the fact `person`. */
export function personDetailsStep<F extends { person?: PersonDetails }, S>(
  options: PersonDetailsOptions<F, S>,
): Step<F, S, keyof F, 'person', PersonDetailsInput> {
  const stepName = options.name ?? 'your-details'
  return {
    name: stepName,
    needs: options.needs,
    gives: ['person'],
    required: options.required,
    input: z.object(personDetailsInput),
    limits: ['address'],
    texts: personDetailsProblems,
    page: (facts, scene) => ({
      kind: 'form',
      name: stepName,
      title: options.title,
      ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
      ...(options.lead ? { lead: options.lead } : {}),
      fields: personDetailsFields(facts.person ?? options.suggested?.(facts), true),
      submit: text('verify.continue'),
    }),
    async handle(_context, _facts, _scene, input): Promise<Outcome<F, 'person'>> {
      const read = readPersonDetails(input)
      if ('kind' in read) return read
      return { kind: 'advance', facts: { person: read.person } as Pick<F, 'person'> }
    },
  }
}
