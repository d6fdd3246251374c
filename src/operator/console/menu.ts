import type { ConsoleDesk } from '../../core/console/index.ts'
import { text } from '../../core/index.ts'
import { type AdminResource, type AdminVerb, accessTable, roleMayUse } from '../../core/operator-access.ts'
import { type ConsoleArea, groups, type Operator } from './contract.ts'

/** Whether the access table lets somebody do this anywhere; what the API would say of it. */
export const mayOf =
  ({ role, organizations }: Operator) =>
  (resource: AdminResource, verb: AdminVerb): boolean =>
    roleMayUse(role, resource, verb) && !(accessTable[resource].reach === 'installation' && organizations !== undefined)

/** Where one can go: what the role may read, and nothing else. */
export function menuOf(areas: readonly ConsoleArea[], operator: Operator, path: string): ConsoleDesk['groups'] {
  const may = mayOf(operator)
  const entries = areas.flatMap(({ menu }) => menu ?? []).filter(({ resource }) => may(resource, 'read'))
  const isHere = (href: string) => path === href || path.startsWith(`${href}/`)
  const home = { href: '/console', label: text('console.overview'), isHere: path === '/console' }
  return [
    { links: [home] },
    ...groups.map(group => ({
      label: text(`console.group.${group}`),
      links: entries
        .filter(entry => entry.group === group)
        .map(({ href, label }) => ({ href, label, isHere: isHere(href) })),
    })),
  ].filter(({ links }) => links.length > 0)
}
