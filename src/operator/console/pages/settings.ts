import { type Cell, type ConsoleSection, code, lines, link, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleArea, ConsoleModule, Place } from '../contract.ts'
import { home } from './parts.ts'

type Setting = Called<'settings.list'>['body']['items'][number]
type Drifted = Called<'settings.drift'>['body']['items'][number]

/** Of a secret only whether there is one. */
function shownOf({ secret, is_set: isSet, values }: Setting): Cell {
  if (secret) return tag(text(isSet ? 'console.settings.secret-set' : 'console.settings.secret-missing'))
  if (!isSet) return text('console.settings.not-set')
  return lines(values.map(value => code(String(value))))
}

const groupsOf = (items: readonly Setting[]): ReadonlyMap<string, readonly Setting[]> => {
  const groups = new Map<string, Setting[]>()
  for (const setting of items) {
    const [first = ''] = setting.path.split('.')
    groups.set(first, [...(groups.get(first) ?? []), setting])
  }
  return groups
}

const groupTable = (name: string, items: readonly Setting[]): ConsoleSection => ({
  kind: 'table',
  heading: name,
  columns: ['path', 'value', 'variable'].map(each => ({ label: text(`console.settings.${each}`) })),
  rows: items.map(setting => ({
    cells: [code(setting.path), shownOf(setting), code(setting.variable)],
  })),
  empty: text('console.settings.not-set'),
})

const settings: ConsoleModule = {
  path: '/console/settings',
  async load({ api }) {
    const { items } = (await api.call('settings.list')).body
    const drifted = (await api.call('settings.drift')).body.items
    return {
      name: 'settings',
      title: text('console.settings'),
      trail: [home],
      lead: [text('console.settings.lead')],
      sections: [
        {
          kind: 'ways',
          ways: [
            {
              href: '/console/settings/drift',
              label: text('console.drift'),
              help: text('console.drift.help'),
              count: drifted.length,
            },
          ],
        },
        ...[...groupsOf(items)].map(([name, group]) => groupTable(name, group)),
      ],
    }
  },
}

/** Where something of that kind is looked at here. */
const pages: Readonly<Record<string, string>> = {
  client: '/console/clients',
  insurer: '/console/insurers',
  organization: '/console/organizations',
  policy: '/console/policies',
  branding: '/console/branding',
  texts: '/console/branding',
}
function placeOf({ kind, id }: Drifted): Cell {
  const page = pages[kind]
  return page ? link(`${page}/${encodeURIComponent(id)}`, id) : code(id)
}

const drift: ConsoleModule = {
  path: '/console/settings/drift',
  async load({ api }: Place) {
    const { items } = (await api.call('settings.drift')).body
    return {
      name: 'drift',
      title: text('console.drift'),
      trail: [home, { href: '/console/settings', label: text('console.settings') }],
      lead: [text('console.drift.lead')],
      sections: [
        {
          kind: 'table',
          heading: text('console.drift.objects'),
          columns: [
            { label: text('console.drift.id') },
            { label: text('console.drift.kind') },
            { label: text('console.clients.kept-by') },
            { label: text('console.drift.version'), isNumber: true },
            { label: text('console.drift.file-version'), isNumber: true },
          ],
          rows: items.map(each => ({
            cells: [
              placeOf(each),
              text(`console.drift.kind.${each.kind}`),
              tag(text(`console.kept-by.${each.managed_by}`)),
              String(each.version),
              String(each.file_version),
            ],
          })),
          empty: text('console.drift.none'),
        },
        {
          kind: 'code',
          label: text('console.drift.look'),
          lead: [text('console.drift.look.lead')],
          code: 'vestibule config plan\nvestibule config export',
        },
      ],
    }
  },
}

export const settingsArea: ConsoleArea = {
  modules: [settings, drift],
  menu: [{ href: '/console/settings', label: text('console.settings'), group: 'installation', resource: 'settings' }],
}
