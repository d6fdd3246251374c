import { z } from 'zod'
import { type DateParts, localDate, parseBirthDate } from '../core/dates.ts'
import { type Field, type Link, type PageContext, type Text, text } from '../core/index.ts'
import type { Ask, Outcome, Step, StepContext } from '../flow-engine/contract.ts'

const typed = z.string().max(200).default('')
/** The three fields `birth_month`, `birth_day` and `birth_year`, for any form that has them. */
export const birthDateInput = { birth_month: typed, birth_day: typed, birth_year: typed }
export type BirthDateInput = { birth_month: string; birth_day: string; birth_year: string }
export const birthDateProblems = [
  'problem.birth-date-missing',
  'problem.birth-date-year',
  'problem.birth-date-not-real',
  'problem.birth-date-future',
]

/** The field as pages show it. @param known ISO date that was typed before */
export const birthDateField = (known?: string, words: { readonly label?: Text; readonly hint?: Text } = {}): Field => {
  const [year, month, day] = known?.split('-') ?? []
  return {
    kind: 'date',
    name: 'birth',
    label: words.label ?? text('birth.label'),
    hint: words.hint ?? text('birth.hint'),
    ...(year && month && day ? { parts: { year, month: String(Number(month)), day: String(Number(day)) } } : {}),
  }
}

/** Where a calendar date begins first: nobody is told that today has not come yet. */
const firstZone = 'Pacific/Kiritimati'

/** Reads the three fields. @returns the ISO date, or the outcome that asks again */
export function readBirthDate(
  { now }: Pick<StepContext, 'now'>,
  input: BirthDateInput,
): { readonly date: string } | { readonly kind: 'retry'; readonly problem: string; readonly field: string } {
  const parts: DateParts = { month: input.birth_month, day: input.birth_day, year: input.birth_year }
  const birth = parseBirthDate(parts, localDate(now, firstZone))
  return birth.problem ? { kind: 'retry', problem: birth.problem, field: `birth_${birth.part}` } : { date: birth.date }
}

export interface BirthDateOptions<F, S> {
  readonly name?: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  readonly title: Text
  readonly lead?: readonly Text[]
  /** ISO date that fills the fields, where somebody else told it. */
  suggested?(facts: Partial<F>): string | undefined
  /** Stops here instead of going on: somebody too young. */
  check?(context: StepContext, scene: S, birthDate: string): Outcome<F, never> | undefined
  links?(context: PageContext): readonly Link[]
  readonly texts?: readonly string[]
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/** The birth date of the person who fills the form. Gives the fact `birth`, an ISO date. */
export function birthDateStep<F extends { birth?: string }, S>(
  options: BirthDateOptions<F, S>,
): Step<F, S, keyof F, 'birth', BirthDateInput> {
  const name = options.name ?? 'birth-date'
  return {
    name,
    needs: options.needs,
    gives: ['birth'],
    required: options.required,
    input: z.object(birthDateInput),
    limits: ['address'],
    texts: [...birthDateProblems, ...(options.texts ?? [])],
    page: (facts, scene, context) => ({
      kind: 'form',
      name,
      title: options.title,
      ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
      ...(options.lead ? { lead: options.lead } : {}),
      fields: [{ ...birthDateField(facts.birth ?? options.suggested?.(facts)), autocomplete: 'bday' } as Field],
      submit: text('verify.continue'),
      ...(options.links ? { links: options.links(context) } : {}),
    }),
    async handle(context, _facts, scene, input): Promise<Outcome<F, 'birth'>> {
      const read = readBirthDate(context, input)
      if ('kind' in read) return read
      const stopped = options.check?.(context, scene, read.date)
      if (stopped) return stopped as Outcome<F, 'birth'>
      return { kind: 'advance', facts: { birth: read.date } as Pick<F, 'birth'> }
    },
  }
}
