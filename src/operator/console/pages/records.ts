import {
  type ConsoleForm,
  type ConsolePage,
  type ConsoleSection,
  code,
  day,
  lines,
  link,
  tag,
  typedForm,
} from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import { type ConsoleArea, type ConsoleModule, FormTrouble, type Place, type Typed } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { codeActs, codeForm, codeModule, codesTable } from './access-codes.ts'
import { invitationModule, invitationsTable, inviteActs, inviteForm } from './invitations.ts'
import { recordImport } from './record-import.ts'

export type PatientRecord = Called<'patients.get'>['body']

const home = { href: '/console', label: text('console.overview') }
const list = { href: '/console/records', label: text('console.records') }
const keys = ['record_number', 'source_id', 'phone', 'email'] as const

const searchForm: ConsoleForm = {
  kind: 'form',
  act: 'search',
  fields: [
    {
      kind: 'select',
      name: 'by',
      label: text('console.records.by'),
      options: [...keys, 'name'].map(value => ({ value, label: text(`console.records.by.${value}`) })),
      value: 'record_number',
    },
    {
      kind: 'text',
      name: 'value',
      label: text('console.records.value'),
      hint: text('console.records.value.hint'),
      paths: ['body', 'body.family_name', ...keys.map(key => `body.${key}`)],
      wanted: text('console.records.value.wanted'),
      isCode: true,
    },
    {
      kind: 'text',
      name: 'birth_date',
      label: text('console.records.birth-date'),
      hint: text('console.records.birth-date.hint'),
      wanted: text('console.records.birth-date.wanted'),
      isCode: true,
      isOptional: true,
    },
    reasonField,
  ],
  submit: text('console.people.search'),
}

const searchPage = (place: Place, sections: readonly ConsoleSection[]): ConsolePage => ({
  name: 'records',
  title: text('console.records'),
  trail: [home],
  lead: [text('console.records.lead')],
  ...(place.may('patients', 'write')
    ? { links: [{ href: '/console/records/import', label: text('console.import') }] }
    : {}),
  sections,
})

async function search(place: Place, typed: Typed): Promise<ConsolePage> {
  const [by, value, reason] = [typed.text('by'), typed.text('value'), typed.text('reason')]
  const isName = by === 'name'
  if (!isName && !keys.some(key => key === by))
    throw new FormTrouble({ field: 'by', said: text('console.people.by.wanted') })
  if (reason === '') throw new FormTrouble({ field: 'reason', said: text('console.field.reason.wanted') })
  const birthDate = typed.text('birth_date')
  if (isName && birthDate === '')
    throw new FormTrouble({ field: 'birth_date', said: text('console.records.birth-date.wanted') })
  const key = isName ? { family_name: value, birth_date: birthDate } : { [by]: value }
  const { items } = (await place.api.call('patients.search', { body: { ...key, reason } })).body
  return { ...searchPage(place, [foundOf(items), typedForm(searchForm, typed.values)]), name: 'records-found' }
}

export const nameOf = ({ given_names: given, family_name: family, name_in_use: used }: PatientRecord): string =>
  used ? `${used.given} ${used.family}`.trim() : `${given.join(' ')} ${family}`.trim()

const foundOf = (items: readonly PatientRecord[]): ConsoleSection => ({
  kind: 'table',
  heading: text('console.records.found', { count: items.length }),
  columns: [
    { label: text('console.people.name') },
    { label: text('console.records.born') },
    { label: text('console.records.record-number') },
    { label: text('console.people.status') },
    { label: text('console.records.account') },
  ],
  rows: items.map(each => ({
    cells: [
      link(`/console/records/${each.id}`, nameOf(each)),
      day(each.birth_date),
      code(each.record_number),
      statusOf(each),
      text(each.has_account ? 'console.yes' : 'console.no'),
    ],
  })),
  empty: text('console.records.nobody'),
})

const statusOf = ({ status }: PatientRecord) =>
  tag(text(`console.records.status.${status}`), status === 'active' ? 'good' : 'bad')

const records: ConsoleModule = {
  path: '/console/records',
  isForOrganization: true,
  load: async place => searchPage(place, [searchForm]),
  acts: { search: { handle: async (place, typed) => ({ page: await search(place, typed) }) } },
}

/** One record, what was given out for it, and what can be. */
const record: ConsoleModule = {
  path: '/console/records/{id}',
  isForOrganization: true,
  async load(place) {
    const { api, may, params } = place
    const { id = '' } = params
    const asked = { query: { patient: id, limit: 10 } }
    const [{ body: read }, codes, invitations] = await Promise.all([
      api.call('patients.get', { params: { id } }),
      api.call('access-codes.list', asked),
      api.call('invitations.list', asked),
    ])
    const isActive = read.status === 'active'
    return {
      name: 'record',
      title: nameOf(read),
      trail: [home, list],
      sections: [
        about(read),
        ...(isActive && may('access-codes', 'write') ? [codeForm(read)] : []),
        ...(isActive && may('invitations', 'write') ? [inviteForm] : []),
        codesTable(codes.body, place, { isOfRecord: true }),
        invitationsTable(invitations.body, { isOfRecord: true }),
      ],
    }
  },
  acts: {
    ...codeActs,
    ...inviteActs,
  },
}

const about = (read: PatientRecord): ConsoleSection => ({
  kind: 'facts',
  heading: text('console.records.about'),
  facts: [
    { label: text('console.records.names'), value: `${read.given_names.join(' ')} ${read.family_name}`.trim() },
    { label: text('console.records.born'), value: day(read.birth_date) },
    { label: text('console.records.record-number'), value: code(read.record_number) },
    { label: text('console.records.source-id'), value: code(read.source_id) },
    { label: text('console.people.status'), value: statusOf(read) },
    ...(read.replaced_by
      ? [
          {
            label: text('console.records.replaced-by'),
            value: link(`/console/records/${read.replaced_by}`, text('console.records.other')),
          },
        ]
      : []),
    {
      label: text('console.records.account'),
      value: read.account
        ? link(`/console/people/${read.account}`, text('console.records.to-account'))
        : text('console.no'),
    },
    {
      label: text('console.records.language'),
      value: read.language ? text(`console.records.language.${read.language}`) : '',
    },
    {
      label: text('console.people.reached-at'),
      value: lines(
        read.contacts.map(({ masked, shared }) =>
          shared ? text('console.records.shared', { contact: masked }) : masked,
        ),
      ),
    },
  ],
})

export const recordArea: ConsoleArea = {
  modules: [records, recordImport, record, codeModule, invitationModule],
  ways: async ({ may }) =>
    may('patients', 'read')
      ? [{ href: '/console/records', label: text('console.records'), help: text('console.records.help') }]
      : [],
  menu: [{ href: '/console/records', label: text('console.records'), group: 'people', resource: 'patients' }],
}
