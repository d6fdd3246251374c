import { type Cell, lines, link, moment, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { ConsoleArea, ConsoleModule } from '../contract.ts'
import { applicationPage } from './application.ts'
import { type Application, decisions } from './application-forms.ts'
import { gradeTag } from './candidates.ts'
import { home, withQuery } from './queue-parts.ts'

const path = '/console/applications'

const queue: ConsoleModule = {
  path,
  isForOrganization: true,
  async load({ api, query }) {
    const { open, overdue } = (await api.call('applications.waiting')).body
    const { items, next } = (await api.call('applications.list', { query: { limit: 20, cursor: query.cursor } })).body
    return {
      name: 'applications',
      title: text('console.applications'),
      trail: [home],
      lead: [text('console.applications.lead')],
      sections: [
        ...(overdue > 0
          ? [{ kind: 'notice', tone: 'bad', body: [text('console.applications.overdue', { count: overdue })] } as const]
          : []),
        {
          kind: 'table',
          heading: text('console.applications.open', { count: open }),
          columns: [
            { label: text('console.applications.for') },
            { label: text('console.applications.by') },
            { label: text('console.applications.received') },
            { label: text('console.applications.due') },
            { label: text('console.applications.state') },
            { label: text('console.candidate.likeness') },
          ],
          rows: items.map(each => ({
            cells: [
              link(`${path}/${each.id}`, `${each.patient.given} ${each.patient.family}`),
              each.representative
                ? text(`console.word.${each.representative.relationship}`)
                : text('console.word.self'),
              moment(each.created_at),
              due(each),
              stateOf(each),
              gradeTag(each.grade),
            ],
          })),
          empty: text('console.applications.none'),
          ...(next ? { next: withQuery(path, { cursor: next }) } : {}),
        },
      ],
    }
  },
}

const due = ({ due_at: at, overdue }: Application): Cell =>
  overdue ? lines([moment(at), tag(text('console.applications.late'), 'bad')]) : moment(at)

/** Whose turn it is. */
function stateOf({ question, answers }: Application): Cell {
  if (question) return text('console.applications.asked')
  return answers.length > 0 ? tag(text('console.applications.replied'), 'good') : text('console.applications.to-decide')
}

const one: ConsoleModule = {
  path: `${path}/{id}`,
  isForOrganization: true,
  load: async place =>
    applicationPage(place, (await place.api.call('applications.get', { params: { id: place.params.id ?? '' } })).body),
  acts: decisions,
}

export const applicationArea: ConsoleArea = {
  modules: [queue, one],
  async ways({ may, api, organization }) {
    if (!may('applications', 'read')) return []
    const waiting = organization ? (await api.call('applications.waiting')).body : undefined
    const help = waiting?.overdue
      ? text('console.applications.overdue', { count: waiting.overdue })
      : text('console.applications.help')
    return [{ href: path, label: text('console.applications'), help, ...(waiting ? { count: waiting.open } : {}) }]
  },
  menu: [{ href: path, label: text('console.applications'), group: 'people', resource: 'applications' }],
}
