import { type ConsoleSection, lines, link, moment, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleArea, ConsoleModule } from '../contract.ts'
import { gradeTag } from './candidates.ts'
import { prospectActs, prospectPage } from './prospect.ts'
import { codeModule, connectModule, recordModule } from './prospect-record.ts'
import { home, withQuery } from './queue-parts.ts'

type Prospect = Called<'prospects.get'>['body']
const path = '/console/prospects'

const queue: ConsoleModule = {
  path,
  isForOrganization: true,
  async load({ api, query }) {
    const { open } = (await api.call('prospects.waiting')).body
    const { items, next } = (await api.call('prospects.list', { query: { limit: 20, cursor: query.cursor } })).body
    return {
      name: 'prospects',
      title: text('console.prospects'),
      trail: [home],
      lead: [text('console.prospects.lead')],
      links: [{ href: `${path}/decided`, label: text('console.prospects.decided') }],
      sections: [
        {
          kind: 'table',
          heading: text('console.prospects.open', { count: open }),
          columns: [
            { label: text('console.people.name') },
            { label: text('console.prospects.registered') },
            { label: text('console.people.reached-at') },
            { label: text('console.candidate.likeness') },
            { label: text('console.prospects.expires') },
          ],
          rows: items.map(each => ({
            cells: [
              link(`${path}/${each.id}`, `${each.given} ${each.family}`),
              moment(each.created_at),
              lines(each.reached_at),
              gradeTag(each.candidates[0]?.grade ?? 'none'),
              moment(each.expires_at),
            ],
          })),
          empty: text('console.prospects.none'),
          ...(next ? { next: withQuery(path, { cursor: next }) } : {}),
        },
      ],
    }
  },
}

const decided: ConsoleModule = {
  path: `${path}/decided`,
  isForOrganization: true,
  async load({ api, query }) {
    const asked = { state: 'decided', limit: 20, cursor: query.cursor } as const
    const { items, next } = (await api.call('prospects.list', { query: asked })).body
    return {
      name: 'prospects-decided',
      title: text('console.prospects.decided'),
      trail: [home, { href: path, label: text('console.prospects') }],
      lead: [text('console.prospects.decided.lead')],
      sections: [decisionTable(items, next)],
    }
  },
}

const decisionTable = (items: readonly Prospect[], next: string | undefined): ConsoleSection => ({
  kind: 'table',
  heading: text('console.prospects.decisions'),
  columns: [
    { label: text('console.people.name') },
    { label: text('console.prospects.decision') },
    { label: text('console.prospects.undo-until') },
  ],
  rows: items.map(each => ({
    cells: [
      link(`${path}/${each.id}`, `${each.given} ${each.family}`),
      tag(text(`console.prospect.state.${each.state}`)),
      moment(each.undo_until),
    ],
  })),
  empty: text('console.prospects.no-decisions'),
  ...(next ? { next: withQuery(`${path}/decided`, { cursor: next }) } : {}),
})

const one: ConsoleModule = {
  path: `${path}/{id}`,
  isForOrganization: true,
  load: async place =>
    prospectPage(place, (await place.api.call('prospects.get', { params: { id: place.params.id ?? '' } })).body),
  acts: prospectActs,
}

export const prospectArea: ConsoleArea = {
  modules: [queue, decided, one, recordModule, codeModule, connectModule],
  async ways({ may, api, organization }) {
    if (!may('prospects', 'read')) return []
    const waiting = organization ? (await api.call('prospects.waiting')).body : undefined
    const help = text('console.prospects.help')
    return [{ href: path, label: text('console.prospects'), help, ...(waiting ? { count: waiting.open } : {}) }]
  },
  menu: [{ href: path, label: text('console.prospects'), group: 'people', resource: 'prospects' }],
}
