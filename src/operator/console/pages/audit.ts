import {
  type Cell,
  type ConsoleForm,
  type ConsoleSection,
  code,
  formKey,
  link,
  moment,
} from '../../../core/console/index.ts'
import { isRealDate } from '../../../core/dates.ts'
import { type Text, text } from '../../../core/index.ts'
import { Refused } from '../../api/in-process.ts'
import type { ConsoleArea, ConsoleModule, Place } from '../contract.ts'
import { type AuditEvent, auditEventModule, outcomeTag } from './audit-event.ts'
import { auditPersonModule } from './audit-person.ts'
import { verifyModule } from './audit-verify.ts'
import { eventCharts } from './overview-charts.ts'
import { home, withQuery } from './queue-parts.ts'

const path = '/console/audit'

/** Filters of the search, by their names in the address and in the API. */
const ids = ['account', 'patient', 'actor', 'client', 'reference', 'type'] as const
type Filters = { readonly [N in (typeof ids)[number] | 'since' | 'until']?: string }

/** What is searched by; days are those of UTC, from their beginning to the end of the last one. */
function filtersOf({ query }: Place): { readonly filters: Filters; readonly wrong: readonly Text[] } {
  const plain = Object.fromEntries(ids.flatMap(name => (query[name]?.trim() ? [[name, query[name]?.trim()]] : [])))
  const [from, to] = [query.from?.trim(), query.to?.trim()]
  const wrong = [from, to].some(day => day && !isRealDate(day)) ? [text('console.audit.day.wanted')] : []
  if (wrong.length > 0) return { filters: plain, wrong }
  return {
    filters: {
      ...plain,
      ...(from ? { since: `${from}T00:00:00Z` } : {}),
      ...(to ? { until: new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString() } : {}),
    },
    wrong,
  }
}

const search: ConsoleModule = {
  path,
  async load(place) {
    const { query } = place
    const { filters, wrong } = filtersOf(place)
    return {
      name: 'audit',
      title: text('console.audit'),
      trail: [home],
      lead: [text('console.audit.lead')],
      links: [
        { href: `${path}/person`, label: text('console.audit.person') },
        ...(place.operator.organizations ? [] : [{ href: `${path}/verify`, label: text('console.audit.verify') }]),
      ],
      sections: [
        filterForm(query),
        ...(wrong.length > 0 ? [{ kind: 'notice', tone: 'bad', body: wrong } as const] : await found(place, filters)),
      ],
      // what one searched by stays in sight
      ...(own.some(name => query[name]) ? { opens: formKey({}) } : {}),
    }
  },
}

/** What fits; a filter that cannot be read is said, and what was typed stays. */
async function found(place: Place, filters: Filters): Promise<readonly ConsoleSection[]> {
  const { api, query } = place
  try {
    const { items, next } = (
      await api.call('audit-events.search', { query: { ...filters, limit: 25, cursor: query.cursor } })
    ).body
    return [resultTable(items, query, next)]
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.kind !== 'invalid-request') throw error
    const fields = (error.problem.details.errors ?? []).map(each => each.path.replace(/^query\./, ''))
    const known = [...ids].filter(name => fields.includes(name))
    return [{ kind: 'notice', tone: 'bad', body: known.map(name => text(`console.audit.${name}.wanted`)) }]
  }
}

const own = [...ids, 'from', 'to'] as const
const kept = (query: Place['query']) => Object.fromEntries(own.map(name => [name, query[name]]))

const resultTable = (
  items: readonly AuditEvent[],
  query: Place['query'],
  next: string | undefined,
): ConsoleSection => ({
  kind: 'table',
  heading: text('console.audit.found'),
  columns: [
    { label: text('console.audit.when') },
    { label: text('console.audit.type') },
    { label: text('console.audit.outcome') },
    { label: text('console.audit.actor') },
    { label: text('console.audit.reference') },
  ],
  rows: items.map(each => ({
    cells: [
      moment(each.at),
      link(`${path}/${each.id}`, each.type),
      outcomeTag(each.outcome),
      actorLink(each.actor),
      code(each.reference),
    ],
  })),
  empty: text('console.audit.none'),
  ...(next ? { next: withQuery(path, { ...kept(query), cursor: next }) } : {}),
  links: [
    { href: withQuery(`${path}/export`, { ...kept(query), format: 'csv' }), label: text('console.audit.csv') },
    { href: withQuery(`${path}/export`, { ...kept(query), format: 'ndjson' }), label: text('console.audit.ndjson') },
  ],
})

/** Identifiers are long: its end tells one from another, and the event has it whole. */
function actorLink(actor: string | undefined): Cell {
  if (!actor) return ''
  const short = actor.replace(/[0-9a-f-]{28}([0-9a-f]{8})$/, '…$1')
  return link(withQuery(path, { actor }), short)
}

const filterForm = (query: Place['query']): ConsoleForm => ({
  kind: 'form',
  folded: text('console.audit.search'),
  fields: [
    ...ids.map(
      name =>
        ({
          kind: 'text',
          name,
          label: text(`console.audit.${name}`),
          hint: text(`console.audit.${name}.hint`),
          value: query[name] ?? '',
          isCode: true,
          isOptional: true,
        }) as const,
    ),
    ...(['from', 'to'] as const).map(
      name =>
        ({
          kind: 'text',
          name,
          label: text(`console.audit.${name}`),
          hint: text('console.audit.day.hint'),
          value: query[name] ?? '',
          isCode: true,
          isOptional: true,
        }) as const,
    ),
  ],
  submit: text('console.audit.search.submit'),
})

/** All that fits, as it is read; that it was taken is audited by the API. */
const exported: ConsoleModule = {
  path: `${path}/export`,
  async load(place) {
    const { filters } = filtersOf(place)
    const format = place.query.format === 'ndjson' ? 'ndjson' : 'csv'
    return place.api.stream('audit-events.export', { query: { ...filters, format } })
  },
}

export const auditArea: ConsoleArea = {
  modules: [search, exported, auditPersonModule, verifyModule, auditEventModule],
  charts: eventCharts,
  menu: [{ href: path, label: text('console.audit'), group: 'records', resource: 'audit-events' }],
}
