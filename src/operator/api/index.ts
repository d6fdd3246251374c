/**
 * The operator API: routes as data, one dispatcher for all of them, and the document out of the same schemas. All writes
 * go through `operations`. Invariant: what the access table does not allow is refused before a handler runs.
 */
import type { Middleware } from 'koa'
import type { Translators } from '../../platform/index.ts'
import { type ApiParts, createDispatcher, type Dispatcher } from './dispatch.ts'
import { documentOf } from './document.ts'
import { referencePage, referencePath } from './reference.ts'
import { routes } from './routes.ts'
import { prefix } from './routing.ts'
import { createServer } from './server.ts'

export type { Dispatcher } from './dispatch.ts'
export { type InProcess, inProcess, Refused } from './in-process.ts'
export { routes } from './routes.ts'

export interface OperatorApi {
  /** For programs, over HTTP. */
  readonly middleware: Middleware
  /** For the console, in the process: the same checks for the same people. */
  readonly dispatcher: Dispatcher
}

export function createOperatorApi({ house, oidc, translators }: ApiParts & { readonly translators: Translators }) {
  let document: string | undefined
  const openapi: Middleware = ctx => {
    document ??= JSON.stringify(documentOf(routes, house.settings.issuer))
    ctx.state.route = `${prefix}/openapi.json`
    ctx.type = 'application/json'
    ctx.body = document
  }
  const dispatcher = createDispatcher({ house, oidc }, routes)
  const middleware = createServer(
    house,
    dispatcher,
    new Map([
      [`${prefix}/openapi.json`, openapi],
      [referencePath, referencePage(routes, translators)],
    ]),
  )
  return { middleware, dispatcher } satisfies OperatorApi
}
