import type { ConsoleLink } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'

export const home: ConsoleLink = { href: '/console', label: text('console.overview') }

/** An address with a query of what is not empty. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : [])),
  ).toString()
  return search ? `${path}?${search}` : path
}
