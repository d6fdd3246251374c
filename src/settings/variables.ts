import { type SettingLeaf, settingLeaves } from './describe.ts'
import type { LocatedProblem } from './problems.ts'
import type { Environment } from './references.ts'
import { type Node, setAt } from './tree.ts'

/** Variables that everybody uses; `VESTIBULE_…` goes over them. */
const usual: readonly [variable: string, path: readonly string[]][] = [
  ['DATABASE_URL', ['database', 'url']],
  ['PORT', ['listen', 'port']],
  ['NODE_ENV', ['environment']],
]
/** Not settings: where the settings are, and what the project's own scripts tell each other. */
const notSettings = /^VESTIBULE_(?:CONFIG$|TEST_|DEMO_)/

const matchers = settingLeaves.map(leaf => ({
  leaf,
  pattern: new RegExp(`^${leaf.variable.replaceAll('<n>', '(\\d+)')}$`),
}))

const scalar = (leaf: SettingLeaf, text: string): string | number | boolean => {
  if (leaf.type === 'number' && /^-?\d+(?:\.\d+)?$/.test(text.trim())) return Number(text)
  if (leaf.type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true'
  return text
}

interface Found {
  readonly variable: string
  readonly leaf: SettingLeaf
  readonly path: readonly PropertyKey[]
}

function find(env: Environment, problems: LocatedProblem[]): Found[] {
  const found: Found[] = usual.flatMap(([variable, path]) => {
    const leaf = settingLeaves.find(each => each.path.join('.') === path.join('.'))
    return leaf && env[variable] ? [{ variable, leaf, path }] : []
  })
  for (const variable of Object.keys(env).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))) {
    if (!variable.startsWith('VESTIBULE_') || notSettings.test(variable) || !env[variable]) continue
    const match = matchers.find(each => each.pattern.test(variable))
    if (!match) {
      problems.push({ file: variable, path: '', problem: 'no setting has this variable; see docs/settings.md' })
      continue
    }
    const indexes = (match.pattern.exec(variable) ?? []).slice(1).map(Number)
    const path = match.leaf.path.map(part => (part === '[]' ? (indexes.shift() ?? 0) : part))
    found.push({ variable, leaf: match.leaf, path })
  }
  return found
}

/** Lays environment variables over the settings of the files. An empty variable counts as not set. */
export function overlayVariables(root: Node, env: Environment, problems: LocatedProblem[]): void {
  for (const { variable, leaf, path } of find(env, problems)) {
    const origin = { kind: 'variable', file: variable } as const
    if (!setAt(root, path, { origin, value: scalar(leaf, env[variable] ?? '') }))
      problems.push({ file: variable, path: '', problem: 'the entries of a list are numbered 0, 1, 2 … without a gap' })
  }
}
