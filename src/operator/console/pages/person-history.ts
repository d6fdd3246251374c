import { type ConsoleSection, code, lines, moment, tag } from '../../../core/console/index.ts'
import { historyKindOf } from '../../../core/history.ts'
import { localized, text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleModule, Place } from '../contract.ts'
import { named } from './organizations.ts'

const column = (id: string) => ({ label: text(`console.person.${id}`) })

/** What happened, in the words of the person's own history. @param sought the reference code that led here */
export const historySection = (
  { items, next }: Called<'accounts.history'>['body'],
  { language }: Place,
  { path, sought }: { readonly path: string; readonly sought?: string | undefined },
): ConsoleSection => ({
  kind: 'table',
  heading: text('console.person.history'),
  columns: [column('when'), column('what'), column('by'), column('reference')],
  rows: items.map(({ at, type, by, portal, reference }) => ({
    cells: [
      moment(at),
      lines([text(historyKindOf(type).text), ...(portal ? [localized(named(portal), language)] : [])]),
      text(`console.person.by.${by}`),
      reference && reference === sought
        ? lines([code(reference), tag(text('console.person.sought'), 'good')])
        : code(reference),
    ],
  })),
  empty: text('console.person.no-history'),
  ...(next ? { next: `${path}?cursor=${encodeURIComponent(next)}` } : {}),
})

export const personHistory: ConsoleModule = {
  path: '/console/people/{id}/history',
  isForOrganization: true,
  async load(place) {
    const { api, query, params } = place
    const { id = '' } = params
    const { cursor, reference: sought } = query
    const { body } = await api.call('accounts.history', { params: { id }, query: { limit: 50, cursor } })
    const person = { href: `/console/people/${id}`, label: text('console.person') }
    return {
      name: 'person-history',
      title: text('console.person.history'),
      trail: [
        { href: '/console', label: text('console.overview') },
        { href: '/console/people', label: text('console.people') },
        person,
      ],
      sections: [historySection(body, place, { path: `/console/people/${id}/history`, sought })],
    }
  },
}
