import type { Route } from './contract.ts'
import { Problem } from './problems.ts'

export const prefix = '/admin/v1'

/** `/patients/{id}` against `/patients/x`; a `{name}` takes one segment. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    const value = decoded(given[index] ?? '')
    if (value === undefined) return undefined
    if (name) params[name] = value
    else if (part !== value) return undefined
  }
  return params
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** @throws Problem */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly params: Record<string, string> } {
  const at = routes.flatMap(route => {
    const params = matchPath(`${prefix}${route.path}`, path)
    return params ? [{ route, params }] : []
  })
  const wanted = method === 'HEAD' ? 'GET' : method
  // `/patients/search` is itself before it is a patient called "search"
  const found = at
    .filter(({ route }) => route.method === wanted)
    .sort((one, other) => Object.keys(one.params).length - Object.keys(other.params).length)[0]
  // what is only looked at is not exported, and is not audited as if it were
  if (found && !(method === 'HEAD' && found.route.streams)) return found
  if (at.length === 0) throw new Problem('not-found')
  throw new Problem('method-not-allowed', {
    headers: { allow: [...new Set(at.map(({ route }) => route.method))].join(', ') },
  })
}
