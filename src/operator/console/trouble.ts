import { type ConsoleForm, type ConsoleTrouble, formKey } from '../../core/console/index.ts'
import { type Text, text } from '../../core/index.ts'
import type { Translators } from '../../platform/index.ts'
import type { Refused } from '../api/index.ts'
import { FormTrouble } from './contract.ts'

type Item = ConsoleTrouble['items'][number]

/** An API's refusal in words of ours; a word of an operation that has none is said as it is. */
export function wordsOf(kind: string, translators: Pick<Translators, 'has'>): Text {
  const id = `console.problem.${kind}`
  return translators.has(id) ? text(id) : text('console.problem.other', { kind })
}

/** What went wrong with one form, at the fields that it is about. */
export function troubleOf(
  error: Refused | FormTrouble | 'stale',
  form: ConsoleForm | undefined,
  translators: Pick<Translators, 'has'>,
): ConsoleTrouble {
  const heading = text('console.trouble')
  const place = form ? { form: formKey(form) } : {}
  if (error === 'stale') return { heading, items: [{ said: text('console.problem.stale') }], ...place }
  if (error instanceof FormTrouble) return { heading, items: error.items, ...place }
  const { problem, reference } = error
  const { errors } = problem.details
  const items = errors
    ? errors.map(({ path, message }) => itemOf(form, path, message))
    : [{ said: wordsOf(problem.kind, translators) }]
  return { heading, items: oncePerField(items), reference, ...place }
}

function itemOf(form: ConsoleForm | undefined, path: string, message: string): Item {
  const field = form?.fields
    .filter(each => each.kind !== 'hidden')
    .map(each => ({ each, length: longest(each.paths ?? [`body.${each.name}`], path) }))
    .filter(({ length }) => length > 0)
    .sort((one, other) => other.length - one.length)[0]?.each
  if (!field) return { said: text('console.problem.place', { path: path.replace(/^body\./, '') }), detail: message }
  return field.wanted
    ? { said: field.wanted, field: field.name }
    : { said: text('console.problem.field'), field: field.name, detail: message }
}

/** How much of a place a field's own places cover: `body.redirect_uris` covers `body.redirect_uris.2`. */
const longest = (paths: readonly string[], path: string): number =>
  Math.max(0, ...paths.filter(each => path === each || path.startsWith(`${each}.`)).map(each => each.length))

const oncePerField = (items: readonly Item[]): readonly Item[] =>
  items.filter((item, at) => !item.field || items.findIndex(({ field }) => field === item.field) === at)
