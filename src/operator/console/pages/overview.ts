import type { ConsoleSection, WaysSection } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { ConsoleArea, Place } from '../contract.ts'
import { overviewCharts } from './overview-charts.ts'

export const overviewArea: ConsoleArea = {
  modules: [
    {
      path: '/console',
      async load(place) {
        return {
          name: 'overview',
          title: text('console.overview'),
          sections: [whoYouAre(place), ...(await waiting(place)), ...(await overviewCharts(place))],
        }
      },
    },
  ],
}

const whoYouAre = ({ operator, organization }: Place): ConsoleSection => ({
  kind: 'facts',
  heading: text('console.overview.you'),
  facts: [
    { label: text('console.overview.name'), value: operator.words },
    { label: text('console.overview.role'), value: text(`console.role.${operator.role}`) },
    { label: text('console.overview.may'), value: text(`console.role.${operator.role}.may`) },
    {
      label: text('console.overview.reach'),
      value: operator.organizations?.join(', ') ?? text('console.overview.everything'),
    },
    ...(organization ? [{ label: text('console.overview.works-for'), value: organization }] : []),
  ],
})

/** What waits for somebody, and where: only what this role may read. */
async function waiting({ may, api, organization }: Place): Promise<readonly WaysSection[]> {
  const ways: WaysSection['ways'][number][] = []
  if (may('accounts', 'read'))
    ways.push({ href: '/console/people', label: text('console.people'), help: text('console.people.help') })
  if (may('applications', 'read')) {
    const waiting = organization ? (await api.call('applications.waiting')).body : undefined
    ways.push({
      href: '/console/applications',
      label: text('console.applications'),
      help: waiting?.overdue
        ? text('console.applications.overdue', { count: waiting.overdue })
        : text('console.applications.help'),
      ...(waiting ? { count: waiting.open } : {}),
    })
  }
  if (may('prospects', 'read')) {
    const waiting = organization ? (await api.call('prospects.waiting')).body : undefined
    ways.push({
      href: '/console/prospects',
      label: text('console.prospects'),
      help: text('console.prospects.help'),
      ...(waiting ? { count: waiting.open } : {}),
    })
  }
  if (may('messages', 'read') && organization) {
    const { items } = (await api.call('messages.list', { query: { state: 'failed', limit: 50 } })).body
    if (items.length > 0)
      ways.push({
        href: '/console/messages?state=failed',
        label: text('console.overview.failed-messages'),
        count: items.length,
      })
  }
  if (may('clients', 'read'))
    ways.push({ href: '/console/clients', label: text('console.clients'), help: text('console.clients.help') })
  return ways.length > 0 ? [{ kind: 'ways', heading: text('console.overview.places'), ways }] : []
}
