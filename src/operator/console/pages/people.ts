import { type ConsolePage, type ConsoleSection, lines, link, tag, typedForm } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { readReference } from '../../../core/references.ts'
import type { Called } from '../../api/in-process.ts'
import { type ConsoleArea, type ConsoleModule, FormTrouble, type Place, type Typed } from '../contract.ts'
import { personKeyFields, reasonField } from '../fields.ts'
import { resetActs } from './factor-resets.ts'
import { personPage } from './person.ts'
import { helpActs } from './person-acts.ts'
import { personHistory } from './person-history.ts'

const home = { href: '/console', label: text('console.overview') }
const keys = ['username', 'phone', 'email', 'record_number', 'reference'] as const
type Found = Called<'accounts.search'>['body']['items'][number]

const searchForm: Extract<ConsoleSection, { kind: 'form' }> = {
  kind: 'form',
  act: 'search',
  fields: [...personKeyFields(keys), reasonField],
  submit: text('console.people.search'),
}

const searchPage = (sections: readonly ConsoleSection[]): ConsolePage => ({
  name: 'people',
  title: text('console.people'),
  trail: [home],
  lead: [text('console.people.lead')],
  sections,
})

/** A number or a name never stands in an address: what is found is the answer to the form. */
async function search({ api }: Place, typed: Typed): Promise<ConsolePage> {
  const by = keys.find(key => key === typed.text('by'))
  if (!by) throw new FormTrouble({ field: 'by', said: text('console.people.by.wanted') })
  const reason = typed.text('reason')
  const { items } = (await api.call('accounts.search', { body: { [by]: typed.text('value'), reason } })).body
  const sought = by === 'reference' ? (readReference(typed.text('value')) ?? '') : ''
  return { ...searchPage([resultsOf(items, sought), typedForm(searchForm, typed.values)]), name: 'people-found' }
}

/** @param sought the reference code that was searched by: it leads to what happened then */
export const resultsOf = (items: readonly Found[], sought = ''): ConsoleSection => ({
  kind: 'table',
  heading: text('console.people.found', { count: items.length }),
  columns: [
    { label: text('console.people.name') },
    { label: text('console.people.username') },
    { label: text('console.people.status') },
    { label: text('console.people.reached-at') },
  ],
  rows: items.map(({ id, name, username, status, contacts }) => ({
    cells: [
      link(`/console/people/${id}${sought && `?reference=${encodeURIComponent(sought)}`}`, name || username),
      username,
      tag(text(`console.people.status.${status}`), status === 'active' ? 'good' : 'bad'),
      lines(contacts.map(({ masked }) => masked)),
    ],
  })),
  empty: text(sought ? 'console.people.nobody-at-reference' : 'console.people.nobody'),
})

const people: ConsoleModule = {
  path: '/console/people',
  isForOrganization: true,
  load: async () => searchPage([searchForm]),
  acts: { search: { handle: async (place, typed) => ({ page: await search(place, typed) }) } },
}

const person: ConsoleModule = {
  path: '/console/people/{id}',
  isForOrganization: true,
  load: personPage,
  acts: { ...helpActs, ...resetActs },
}
/** The same during one call, whose proof stands in the address. */
const call: ConsoleModule = { ...person, path: '/console/people/{id}/call/{proof}' }

export const peopleArea: ConsoleArea = {
  modules: [people, person, call, personHistory],
  ways: async ({ may }) =>
    may('accounts', 'read')
      ? [{ href: '/console/people', label: text('console.people'), help: text('console.people.help') }]
      : [],
  menu: [{ href: '/console/people', label: text('console.people'), group: 'people', resource: 'accounts' }],
}
