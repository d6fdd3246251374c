import type { ConsoleForm, ConsolePage, ConsoleSection } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import { Refused } from '../../api/index.ts'
import { type ConsoleModule, FormTrouble, type Place, type Typed } from '../contract.ts'

type Report = Called<'patients.import'>['body']

const trail = [
  { href: '/console', label: text('console.overview') },
  { href: '/console/records', label: text('console.records') },
]
const types = { csv: 'text/csv', fhir: 'application/fhir+json', ndjson: 'application/fhir+ndjson' } as const

const importForm: ConsoleForm = {
  kind: 'form',
  act: 'import',
  fields: [
    {
      kind: 'radio',
      name: 'format',
      label: text('console.import.format'),
      options: Object.keys(types).map(value => ({
        value,
        label: text(`console.import.format.${value}`),
        help: text(`console.import.format.${value}.help`),
      })),
      value: 'csv',
    },
    {
      kind: 'file',
      name: 'file',
      label: text('console.import.file'),
      hint: text('console.import.file.hint'),
      accept: '.csv,.json,.ndjson,text/csv,application/json,application/fhir+json',
    },
  ],
  submit: text('console.import.submit'),
}

/** Takes records from a file. The same file again changes nothing. */
export const recordImport: ConsoleModule = {
  path: '/console/records/import',
  isForOrganization: true,
  load: async () => ({
    name: 'record-import',
    title: text('console.import'),
    trail,
    lead: [text('console.import.lead')],
    sections: [importForm],
  }),
  acts: { import: { takesFile: true, handle: async (place, typed) => ({ page: await take(place, typed) }) } },
}

async function take({ api }: Place, typed: Typed): Promise<ConsolePage> {
  const file = typed.file('file')
  const type = types[typed.text('format') as keyof typeof types]
  if (!type) throw new FormTrouble({ field: 'format', said: text('console.import.format.wanted') })
  if (!file) throw new FormTrouble({ field: 'file', said: text('console.import.file.wanted') })
  try {
    const upload = { type, stream: file.stream() }
    // another file in the same form is another wish, and the same one twice changes nothing: no key
    const { body } = await api.call('patients.import', { upload, idempotencyKey: '' })
    return reportPage(body)
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.kind !== 'unreadable') throw error
    const detail = error.problem.details.detail ?? ''
    throw new FormTrouble({ field: 'file', said: text('console.import.unreadable', { detail }) })
  }
}

const counted = [
  ['created', 'created'],
  ['updated', 'updated'],
  ['unchanged', 'unchanged'],
  ['rejected', 'rejected_count'],
  ['coverages', 'coverages'],
  ['coverages-alone', 'coverages_without_patient'],
  ['contacts', 'contacts_left_out'],
  ['other', 'other_resources'],
  ['successors', 'successors_missing'],
] as const

function reportPage(report: Report): ConsolePage {
  const isFine = report.rejected_count === 0
  return {
    name: 'record-imported',
    title: text('console.import.done'),
    trail: [...trail, { href: '/console/records/import', label: text('console.import') }],
    sections: [
      {
        kind: 'notice',
        tone: isFine ? 'good' : 'bad',
        body: [text(isFine ? 'console.import.fine' : 'console.import.partly', { count: report.rejected_count })],
      },
      {
        kind: 'facts',
        heading: text('console.import.numbers'),
        facts: counted.map(([id, name]) => ({
          label: text(`console.import.${id}`),
          value: String(report[name]),
        })),
      },
      ...(isFine ? [] : [rejectedTable(report)]),
    ],
  }
}

const rejectedTable = ({ rejected }: Report): ConsoleSection => ({
  kind: 'table',
  heading: text('console.import.rejected'),
  lead: [text('console.import.rejected.lead')],
  columns: [{ label: text('console.import.line') }, { label: text('console.import.why') }],
  rows: rejected.map(({ line, reason }) => ({
    cells: [text('console.import.line.of', { line }), text(`console.import.why.${reason}`)],
  })),
  empty: text('console.import.fine'),
})
