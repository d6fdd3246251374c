import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { objectSchemas } from '../core/objects/index.ts'
import {
  describeIssue,
  type Environment,
  isReference,
  type LocatedProblem,
  pathText,
  readYamlFile,
  resolveReference,
  type YamlDocument,
} from '../settings/index.ts'

/** An object as a file describes it, checked against its schema; `at` says where a part of it stands. */
export interface DescribedObject {
  readonly kind: string
  readonly id: string
  readonly value: Readonly<Record<string, unknown>>
  at(path: readonly PropertyKey[]): Pick<LocatedProblem, 'file' | 'line'>
}
export interface ObjectFiles {
  readonly objects: readonly DescribedObject[]
  readonly problems: readonly LocatedProblem[]
  /** Secrets that could not be had and were passed over; empty unless that was asked for. */
  readonly passedOver: readonly LocatedProblem[]
}
export interface ReadOptions {
  /** Objects stand without the secrets that are not there: for a plan, which shows none anyway. */
  readonly passOverSecrets?: boolean
}
type Values = Record<PropertyKey, unknown>

const shortestSecret = 16
const isGroup = (value: unknown): value is Values => typeof value === 'object' && value !== null

/** Every text at a pattern in which `[]` is any entry, with a way to put another in its place. */
export function textsAt(
  value: unknown,
  pattern: readonly string[],
  path: readonly PropertyKey[] = [],
): { path: readonly PropertyKey[]; text: string; replace(text: string): void }[] {
  const [part, ...rest] = pattern
  if (part === undefined || !isGroup(value)) return []
  const keys: PropertyKey[] = part === '[]' ? (Array.isArray(value) ? [...value.keys()] : []) : [part]
  return keys.flatMap(key => {
    const inner = value[key]
    if (rest.length > 0) return textsAt(inner, rest, [...path, key])
    const replace = (text: string): void => {
      value[key] = text
    }
    return typeof inner === 'string' ? [{ path: [...path, key], text: inner, replace }] : []
  })
}

interface Reading {
  readonly env: Environment | undefined
  readonly problems: LocatedProblem[]
  /** Where secrets that are not there go; a problem where left out. */
  readonly passedOver?: LocatedProblem[]
}

/** Takes a secret out; one of a list takes the list with it, since part of it would be another list. */
function removeAt(value: Values, path: readonly PropertyKey[]): void {
  const key = path.findLastIndex(part => typeof part !== 'number')
  const holder = path.slice(0, key).reduce<unknown>((inner, part) => (inner as Values)[part], value)
  delete (holder as Values)[path[key] as PropertyKey]
}

function readDocument(file: string, document: YamlDocument, { env, problems, passedOver }: Reading) {
  const report = (path: readonly PropertyKey[], problem: string): void => {
    problems.push({ file, line: document.lineOf(path), path: pathText(path), problem })
  }
  const kinds = objectSchemas.map(each => each.kind).join(', ')
  const value = document.value
  if (!isGroup(value) || Array.isArray(value)) return report([], `must be an object with a kind (one of ${kinds})`)
  const known = objectSchemas.find(each => each.kind === value.kind)
  if (!known)
    return report(['kind'], value.kind === undefined ? `is missing: one of ${kinds}` : `must be one of ${kinds}`)
  const before = problems.length
  const lacking: (readonly PropertyKey[])[] = []
  for (const { path, text, replace } of known.secrets.flatMap(pattern => textsAt(value, pattern))) {
    if (!isReference(text)) report(path, 'is a secret: write env:NAME or file:PATH here, never the secret itself')
    else if (env) {
      const resolved = resolveReference(text, env, file)
      if (resolved.problem !== undefined && passedOver) {
        passedOver.push({ file, line: document.lineOf(path), path: pathText(path), problem: resolved.problem })
        lacking.push(path)
      } else if (resolved.problem !== undefined) report(path, resolved.problem)
      else if (resolved.value.length < shortestSecret)
        report(path, `refers to a secret that is shorter than ${shortestSecret} characters`)
      else replace(resolved.value)
    }
  }
  for (const path of lacking) removeAt(value, path)
  for (const { path, text, replace } of (known.texts ?? []).flatMap(pattern => textsAt(value, pattern))) {
    if (!/^file:./.test(text)) report(path, 'must be file:PATH, where the text stands')
    else if (env) {
      const resolved = resolveReference(text, env, file)
      if (resolved.problem !== undefined) report(path, resolved.problem)
      else replace(resolved.value)
    }
  }
  const parsed = known.schema.safeParse(value)
  for (const issue of parsed.error?.issues ?? [])
    for (const { path, problem } of describeIssue(issue, value)) report(path, problem)
  if (!parsed.success || problems.length > before) return undefined
  const object = parsed.data as Values & { id: string }
  return {
    kind: known.kind,
    id: object.id,
    value: object,
    at: (path: readonly PropertyKey[]) => ({ file, line: document.lineOf(path) }),
  }
}

/** A folder stands for its YAML files, by name. */
function expandFolders(paths: readonly string[]): readonly string[] {
  return paths.flatMap(path => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
    return readdirSync(path)
      .filter(name => /\.ya?ml$/.test(name))
      .sort()
      .map(name => join(path, name))
  })
}

/**
 * Reads object files and folders of them, several documents a file, without a database. All mistakes of all files come back together.
 * @param env resolves references to secrets from here; left out, their form alone is checked
 */
export function readObjectFiles(
  files: readonly string[],
  env?: Environment,
  { passOverSecrets = false }: ReadOptions = {},
): ObjectFiles {
  const problems: LocatedProblem[] = []
  const passedOver: LocatedProblem[] = []
  const objects = new Map<string, DescribedObject>()
  const reading: Reading = { env, problems, ...(passOverSecrets ? { passedOver } : {}) }
  for (const file of expandFolders(files)) {
    for (const document of readYamlFile(file, problems)) {
      const object = readDocument(file, document, reading)
      if (!object) continue
      const name = `${object.kind} ${object.id}`
      const first = objects.get(name)?.at(['id'])
      if (first)
        problems.push({
          ...object.at(['id']),
          path: 'id',
          problem: `${name} stands at ${first.file}:${first.line} already`,
        })
      else objects.set(name, object)
    }
  }
  return { objects: [...objects.values()], problems, passedOver }
}
