import {
  type Cell,
  type ConsoleField,
  type ConsoleOption,
  type ConsoleSection,
  lines,
  type Said,
  tag,
} from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Reason } from '../../../core/matching/index.ts'
import { tellDay } from '../../../core/moments.ts'
import type { Called } from '../../api/in-process.ts'
import { FormTrouble, type Place, type Typed } from '../contract.ts'

export type PatientRecord = Called<'patients.get'>['body']
type Candidate = Called<'prospects.get'>['body']['candidates'][number]
/** A record that somebody may be, with what it says. */
export interface KnownCandidate extends Candidate {
  readonly record: PatientRecord
}
/** What somebody wrote of themselves, to be held against a record. */
export interface Written {
  readonly given: string
  readonly family: string
  readonly birth_date: string
  readonly sex: PatientRecord['sex']
  readonly contacts: readonly Said[]
}

/** Who looks through more decides by something else. */
const mostShown = 5
const inFavour: ReadonlySet<string> = new Set<Reason>([
  'name-exact',
  'previous-name',
  'name-in-use',
  'nickname',
  'first-given-name',
  'given-names-reordered',
  'one-surname',
  'birth-date-exact',
  'phone-verified',
  'email-verified',
  'postal-code',
])
const tones = { certain: 'good', probable: 'good', possible: 'plain', none: 'plain' } as const
export const gradeTag = (grade: string): Cell =>
  tag(text(`console.match.grade.${grade}`), tones[grade as keyof typeof tones] ?? 'plain')

/** The best candidates that are rows of the registry, each as its record stands now. */
export async function knownCandidates({ api }: Place, candidates: readonly Candidate[]): Promise<KnownCandidate[]> {
  const known: KnownCandidate[] = []
  for (const candidate of candidates.filter(({ patient }) => patient !== undefined).slice(0, mostShown)) {
    const { body: record } = await api.call('patients.get', { params: { id: candidate.patient as string } })
    known.push({ ...candidate, record })
  }
  return known
}

export const nameOf = ({ given_names: given, family_name: family }: PatientRecord): string =>
  [...given, family].join(' ')

/** Every candidate beside what was written, numbered; said where there is none. */
export const comparisons = (written: Written, known: readonly KnownCandidate[]): readonly ConsoleSection[] =>
  known.length === 0
    ? [{ kind: 'notice', tone: 'plain', body: [text('console.candidate.nobody')] }]
    : known.flatMap((candidate, index) =>
        comparison(
          written,
          candidate,
          text('console.candidate.heading', { number: index + 1, name: nameOf(candidate.record) }),
        ),
      )

/** What was written beside what is on record, line by line, and what speaks for and against. */
export function comparison(
  written: Written,
  candidate: Pick<KnownCandidate, 'record'> & Partial<Pick<Candidate, 'grade' | 'reasons'>>,
  heading: Said,
): readonly ConsoleSection[] {
  const { record, grade, reasons = [] } = candidate
  const reasonsOf = (isFor: boolean) =>
    lines(reasons.filter(({ id }) => inFavour.has(id) === isFor).map(({ id }) => text(`console.match.${id}`)))
  const row = (label: string, mine: Cell, theirs: Cell, isSame = true) => ({
    cells: [
      text(`console.candidate.${label}`),
      mine,
      isSame ? theirs : lines([theirs, tag(text('console.candidate.differs'), 'bad')]),
    ],
  })
  const names = [nameOf(record), ...(record.name_in_use ? [inUse(record.name_in_use)] : [])]
  return [
    {
      kind: 'table',
      heading,
      columns: [
        { label: text('console.candidate.what') },
        { label: text('console.candidate.written') },
        { label: text('console.candidate.on-record') },
      ],
      rows: [
        row('name', `${written.given} ${written.family}`, lines(names), isSameName(written, record)),
        row(
          'birth-date',
          { kind: 'day', at: written.birth_date },
          { kind: 'day', at: record.birth_date },
          written.birth_date === record.birth_date,
        ),
        row('sex', text(`console.sex.${written.sex}`), text(`console.sex.${record.sex}`), isSameSex(written, record)),
        row('contacts', lines(written.contacts), lines(record.contacts.map(({ masked }) => masked))),
        row('record-number', '', record.record_number ?? ''),
        row('account', '', text(record.has_account ? 'console.candidate.has-account' : 'console.candidate.no-account')),
        ...(record.status === 'active' ? [] : [row('state', '', text(`console.word.${record.status}`))]),
      ],
      empty: text('console.candidate.none'),
    },
    ...(grade === undefined
      ? []
      : [
          {
            kind: 'facts',
            facts: [
              { label: text('console.candidate.likeness'), value: gradeTag(grade) },
              { label: text('console.candidate.for'), value: reasonsOf(true) },
              { label: text('console.candidate.against'), value: reasonsOf(false) },
            ],
          } as const,
        ]),
  ]
}

const inUse = ({ given, family }: { readonly given: string; readonly family: string }): string => `${given} ${family}`
const folded = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const isSameName = ({ given, family }: Written, record: PatientRecord): boolean =>
  [inUse({ given: record.given_names.join(' '), family: record.family_name })]
    .concat(record.name_in_use ? [inUse(record.name_in_use)] : [])
    .some(name => folded(name) === folded(`${given} ${family}`))
const isSameSex = ({ sex }: Written, record: PatientRecord): boolean =>
  [sex, record.sex].includes('undisclosed') || sex === record.sex

/** To choose one of them, or another by its record number. */
export const recordFields = (place: Place, known: readonly KnownCandidate[]): readonly ConsoleField[] => [
  ...(known.length > 0
    ? [
        {
          kind: 'radio',
          name: 'patient',
          label: text('console.candidate.which'),
          options: known.map((candidate, index) => optionOf(place, candidate, index + 1)),
        } as const,
        { kind: 'hidden', name: 'choices', value: String(known.length) } as const,
      ]
    : []),
  {
    kind: 'text',
    name: 'record_number',
    label: text(known.length > 0 ? 'console.candidate.other-number' : 'console.candidate.number'),
    isCode: true,
    isOptional: known.length > 0,
  },
]

/** By its number, name and birth date, so that two of one name are told apart. */
const optionOf = ({ language }: Place, { record, grade }: KnownCandidate, number: number): ConsoleOption => ({
  value: record.id,
  label: text('console.candidate.option', {
    number,
    name: nameOf(record),
    born: tellDay(new Date(record.birth_date), language, 'UTC'),
  }),
  help: text(`console.match.grade.${grade}`),
})

/** The record that was chosen, or whose number was typed. @throws FormTrouble */
export async function chosenRecord({ api }: Place, typed: Typed): Promise<string> {
  const number = typed.maybe('record_number')
  if (!number) {
    const chosen = typed.maybe('patient')
    if (chosen) return chosen
    const field = typed.maybe('choices') ? 'patient' : 'record_number'
    throw new FormTrouble({ field, said: text('console.candidate.wanted') })
  }
  const { items } = (await api.call('patients.search', { body: { record_number: number } })).body
  const [only] = items
  if (!only || items.length > 1)
    throw new FormTrouble({ field: 'record_number', said: text('console.candidate.unknown-number') })
  return only.id
}
