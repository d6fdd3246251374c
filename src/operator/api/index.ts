/**
 * The operator API: routes as data, one server for all of them, and the document out of the same schemas. All writes go
 * through `operations`. Invariant: what the access table does not allow is refused before a handler runs.
 */
import type { Middleware } from 'koa'
import type { Translators } from '../../platform/index.ts'
import { documentOf } from './document.ts'
import { referencePage, referencePath } from './reference.ts'
import { routes } from './routes.ts'
import { prefix } from './routing.ts'
import { type ApiParts, createServer } from './server.ts'

export { routes } from './routes.ts'

export function createOperatorApi(parts: ApiParts & { readonly translators: Translators }): Middleware {
  let document: string | undefined
  const openapi: Middleware = ctx => {
    document ??= JSON.stringify(documentOf(routes, parts.house.settings.issuer))
    ctx.state.route = `${prefix}/openapi.json`
    ctx.type = 'application/json'
    ctx.body = document
  }
  return createServer(
    parts,
    routes,
    new Map([
      [`${prefix}/openapi.json`, openapi],
      [referencePath, referencePage(routes, parts.translators)],
    ]),
  )
}
