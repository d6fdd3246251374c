import type { Middleware } from 'koa'
import { type ReferenceOperation, renderApiReference } from '../../../views/index.ts'
import { adminResources, rolesOf } from '../../core/operator-access.ts'
import { negotiateLanguage, type Translators } from '../../platform/index.ts'
import type { Route } from './contract.ts'
import { problemsByStatus } from './document.ts'
import { prefix } from './routing.ts'

export const referencePath = `${prefix}/reference`

/** The document as a page, drawn here: no script, nothing from elsewhere. */
export function referencePage(routes: readonly Route[], translators: Translators): Middleware {
  const groups = adminResources.map(name => ({
    name,
    operations: routes.filter(({ resource }) => resource === name).map(operationOf),
  }))
  return ctx => {
    const { lang } = ctx.query
    const language = negotiateLanguage({
      ...(typeof lang === 'string' ? { query: lang } : {}),
      acceptLanguage: ctx.get('accept-language'),
    })
    ctx.state.route = referencePath
    ctx.type = 'html'
    ctx.body = renderApiReference(
      {
        language,
        nonce: ctx.state.nonce,
        languageSwitch: `${referencePath}?lang=${language === 'en' ? 'es' : 'en'}`,
        document: `${prefix}/openapi.json`,
        groups,
      },
      translators(language),
    )
  }
}

function operationOf(route: Route): ReferenceOperation {
  const { id, method, path, summary, description = '', resource, verb, example } = route
  const text = example.text ?? (example.body === undefined ? undefined : JSON.stringify(example.body))
  const roles = rolesOf(resource, verb, id).join(', ')
  return {
    id,
    method,
    path: `${prefix}${path}`,
    summary,
    description,
    scope: `${resource}:${verb} (${roles})`,
    parameters: [...fieldsOf(route.params, 'path'), ...fieldsOf(route.query, 'query')],
    ...(text === undefined ? {} : { example: text }),
    problems: problemsByStatus(route),
  }
}

const fieldsOf = ({ shape }: Route['params'], place: string) =>
  Object.entries(shape).map(([name, field]) => ({
    name: `${name} (${place})`,
    words: (field as Route['body'] & object).meta()?.description ?? '',
  }))
