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
  at(path: readonly PropertyKey[]): { readonly file: string; readonly line: number }
}
export interface ObjectFiles {
  readonly objects: readonly DescribedObject[]
  readonly problems: readonly LocatedProblem[]
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

function readDocument(file: string, document: YamlDocument, env: Environment | undefined, problems: LocatedProblem[]) {
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
  for (const { path, text, replace } of known.secrets.flatMap(pattern => textsAt(value, pattern))) {
    if (!isReference(text)) report(path, 'is a secret: write env:NAME or file:PATH here, never the secret itself')
    else if (env) {
      const resolved = resolveReference(text, env, file)
      if (resolved.problem !== undefined) report(path, resolved.problem)
      else if (resolved.value.length < shortestSecret)
        report(path, `refers to a secret that is shorter than ${shortestSecret} characters`)
      else replace(resolved.value)
    }
  }
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
export function readObjectFiles(files: readonly string[], env?: Environment): ObjectFiles {
  const problems: LocatedProblem[] = []
  const objects = new Map<string, DescribedObject>()
  for (const file of expandFolders(files)) {
    for (const document of readYamlFile(file, problems)) {
      const object = readDocument(file, document, env, problems)
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
  return { objects: [...objects.values()], problems }
}
