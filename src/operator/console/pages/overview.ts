import type { ConsoleSection } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { ConsoleArea, Place } from '../contract.ts'

/** The first page: who one is, where to go and what waits there, and charts; each area brings its own. */
export const overviewArea = (areas: readonly ConsoleArea[]): ConsoleArea => ({
  modules: [
    {
      path: '/console',
      async load(place) {
        const ways = (await Promise.all(areas.map(area => area.ways?.(place) ?? []))).flat()
        const charts = (await Promise.all(areas.map(area => area.charts?.(place) ?? []))).flat()
        return {
          name: 'overview',
          title: text('console.overview'),
          sections: [
            whoYouAre(place),
            ...(ways.length > 0 ? [{ kind: 'ways', heading: text('console.overview.places'), ways } as const] : []),
            ...charts,
          ],
        }
      },
    },
  ],
})

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
