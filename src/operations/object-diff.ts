import { isDeepStrictEqual } from 'node:util'
import { objectSchemas } from '../core/objects/index.ts'
import { textsAt } from './object-files.ts'

/** One place where an object differs, in words: values are JSON, secrets are never there. */
export interface PathChange {
  /** `assurance.floor`, `locations[main].name` */
  readonly path: string
  /** Left out where there was nothing. */
  readonly before?: string
  /** Left out where nothing will be. */
  readonly after?: string
}
export type Plain = Readonly<Record<string, unknown>>

const longest = 120
const isGroup = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list whose entries have ids of their own, as if it were keyed by them. */
const byId = (value: unknown): Plain | undefined =>
  Array.isArray(value) && value.length > 0 && value.every(each => isGroup(each) && typeof each.id === 'string')
    ? Object.fromEntries(value.map(each => [`[${each.id}]`, each]))
    : undefined

interface Difference {
  readonly path: readonly string[]
  readonly before: unknown
  readonly after: unknown
}
function differences(before: unknown, after: unknown, path: readonly string[] = []): Difference[] {
  if (isDeepStrictEqual(before, after)) return []
  const [from, to] = [byId(before) ?? before, byId(after) ?? after]
  if (isGroup(from) && isGroup(to))
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap(key =>
      differences(from[key], to[key], [...path, key]),
    )
  return [{ path, before, after }]
}

/** The same object with every secret and longer text replaced: safe to show. */
export function masked(kind: string, object: Plain): Plain {
  const copy = structuredClone(object) as Record<string, unknown>
  const schema = objectSchemas.find(each => each.kind === kind)
  for (const { replace } of (schema?.secrets ?? []).flatMap(pattern => textsAt(copy, pattern))) replace('(secret)')
  for (const { text, replace } of (schema?.texts ?? []).flatMap(pattern => textsAt(copy, pattern)))
    replace(`(${text.length} characters)`)
  return copy
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, part) => (byId(inner) ?? (inner as Plain | undefined))?.[part as never], value)

const pathText = (path: readonly string[]): string =>
  path.reduce((text, part) => (text === '' || part.startsWith('[') ? `${text}${part}` : `${text}.${part}`), '')

function words(value: unknown): string | undefined {
  const text = JSON.stringify(value)
  return text && text.length > longest ? `${text.slice(0, longest)}…` : text
}

/** Where two states of one object differ; a secret that changes is told, never shown. */
export function changedPaths(kind: string, before: Plain, after: Plain): readonly PathChange[] {
  const [shownBefore, shownAfter] = [masked(kind, before), masked(kind, after)]
  return differences(before, after).map(({ path }) => {
    const [from, to] = [words(valueAt(shownBefore, path)), words(valueAt(shownAfter, path))]
    return {
      path: pathText(path),
      ...(from === undefined ? {} : { before: from }),
      ...(to === undefined ? {} : { after: to }),
    }
  })
}
