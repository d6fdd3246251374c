import { existsSync } from 'node:fs'
import { delimiter, dirname, resolve } from 'node:path'
import { settingLeaves } from './describe.ts'
import { describeIssue, type LocatedProblem, pathText, problemText } from './problems.ts'
import { type Environment, isReference, resolveReference } from './references.ts'
import { consistencyRules, isDevelopmentSecret, productionRules } from './rules.ts'
import { type Settings, settingsSchema } from './schema.ts'
import { type Node, nodesAt, originOf, overlay, toNode, toPlain } from './tree.ts'
import { overlayVariables } from './variables.ts'
import { readYamlFile } from './yaml.ts'

export type SettingsError = LocatedProblem
export const defaultSettingsFile = 'config/vestibule.yaml'

/** Files named by `VESTIBULE_CONFIG` (comma or path separator between them), else the default one where it exists. */
export function settingsFiles(env: Environment): string[] {
  const named = (env.VESTIBULE_CONFIG ?? '').split(delimiter === ';' ? /[,;\n]/ : /[,:\n]/).map(name => name.trim())
  const files = named.filter(name => name !== '')
  return files.length > 0 ? files : existsSync(defaultSettingsFile) ? [defaultSettingsFile] : []
}

function readFiles(files: readonly string[], problems: SettingsError[]): Node {
  let root: Node = { origin: { kind: 'file', file: '' }, value: new Map() }
  for (const file of files) {
    for (const document of readYamlFile(file, problems)) {
      const node = toNode(document.value, path => ({ kind: 'file', file, line: document.lineOf(path) }))
      if (node?.value instanceof Map) root = overlay(root, node) as Node
      else problems.push({ file, line: document.line, path: '', problem: 'must be a group of keys' })
    }
  }
  return root
}

/** Puts secrets in the place of references. A secret that stands in a file itself is a mistake, however it was meant. */
function resolveSecrets(root: Node, env: Environment, report: (path: readonly PropertyKey[], problem: string) => void) {
  for (const leaf of settingLeaves.filter(each => each.secret))
    for (const { path, node } of nodesAt(root, leaf.path)) {
      if (typeof node.value !== 'string') continue
      const inFile = node.origin.kind === 'file'
      if (!inFile && !isReference(node.value)) continue
      const resolved = resolveReference(node.value, env, inFile ? node.origin.file : undefined)
      if (resolved.problem === undefined) node.value = resolved.value
      else report(path, resolved.problem)
    }
}

/**
 * Reads the settings of this process: files (later over earlier), then `DATABASE_URL`, `PORT`, `NODE_ENV`, then
 * `VESTIBULE_…`. Nothing is thrown: every mistake of every source comes back at once.
 */
export function loadSettings(from: { files?: readonly string[]; env: Environment }): Settings | SettingsError[] {
  const problems: SettingsError[] = []
  const reported = new Set<string>()
  const root = readFiles(from.files ?? settingsFiles(from.env), problems)
  overlayVariables(root, from.env, problems)

  const report = (path: readonly PropertyKey[], problem: string): void => {
    const name = pathText(path)
    // a value that could not be read is not also reported as too short
    if (reported.has(name)) return
    reported.add(name)
    const origin = problem === 'is missing' ? undefined : originOf(root, path)
    const leaf = settingLeaves.find(each => each.path.join('.') === name)
    const remedy = problem === 'is missing' && leaf ? `: set it in ${defaultSettingsFile} or as ${leaf.variable}` : ''
    problems.push({ file: origin?.file, line: origin?.line, path: name, problem: `${problem}${remedy}` })
  }
  resolveSecrets(root, from.env, report)

  const plain = toPlain(root)
  const parsed = settingsSchema.safeParse(plain)
  for (const issue of parsed.error?.issues ?? [])
    for (const { path, problem } of describeIssue(issue, plain)) report(path, problem)

  const get = (name: string): unknown => {
    const parts = name.split('.')
    const value = parts.reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], plain)
    return value ?? settingLeaves.find(leaf => leaf.path.join('.') === name)?.fallback
  }
  const rules = get('environment') === 'production' ? [...consistencyRules, ...productionRules] : consistencyRules
  for (const rule of rules) {
    const problem = rule.check(get)
    if (problem) report(rule.path.split('.'), problem)
  }
  return parsed.success && problems.length === 0 ? parsed.data : problems.map(found => ({ ...found }))
}

/** A file that holds a secret, and the setting that names it. */
export interface SecretFile {
  readonly setting: string
  readonly file: string
  /** Nobody has to be kept from it: it is one of development's, or an address without a password. */
  readonly isPublic: boolean
}

const isOpenAddress = (value: string): boolean => URL.canParse(value) && new URL(value).password === ''

/** Every file that the settings name as `file:PATH`, where they can be read; mistakes are for `loadSettings`. */
export function secretFilesOf(from: { files?: readonly string[]; env: Environment }): readonly SecretFile[] {
  const root = readFiles(from.files ?? settingsFiles(from.env), [])
  overlayVariables(root, from.env, [])
  return settingLeaves
    .filter(({ secret }) => secret)
    .flatMap(leaf => nodesAt(root, leaf.path))
    .flatMap(({ path, node }) => {
      const { value, origin } = node
      if (typeof value !== 'string' || !value.startsWith('file:')) return []
      const namedIn = origin.kind === 'file' ? origin.file : undefined
      const resolved = resolveReference(value, from.env, namedIn)
      if (resolved.problem !== undefined) return []
      const file = resolve(namedIn ? dirname(namedIn) : '.', value.slice('file:'.length))
      return [
        {
          setting: pathText(path),
          file,
          isPublic: isDevelopmentSecret(resolved.value) || isOpenAddress(resolved.value),
        },
      ]
    })
}

/** The errors of a load as the lines that a terminal or log shows. */
export const settingsErrorText = (errors: readonly SettingsError[]): string =>
  ['These settings are not right:', ...errors.map(error => `  ${problemText(error)}`)].join('\n')
