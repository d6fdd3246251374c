import { type SettingLeaf, settingLeaves } from '../settings/index.ts'

const typeText = (leaf: SettingLeaf): string =>
  leaf.secret ? 'secret' : leaf.type === 'choice' ? leaf.choices.map(choice => `\`${choice}\``).join(', ') : leaf.type

const fallbackText = (leaf: SettingLeaf): string => {
  if (leaf.fallback !== undefined) return `\`${String(leaf.fallback)}\``
  return leaf.required && !leaf.path.includes('[]') ? '**required**' : ''
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = (leaf: SettingLeaf): string =>
  `| \`${leaf.path.join('.').replaceAll('.[]', '[]')}\` | \`${leaf.variable}\` | ${[
    typeText(leaf),
    fallbackText(leaf),
    leaf.description,
  ]
    .map(cell)
    .join(' | ')} |`

const head = ['| setting | environment variable | type | default | meaning |', '|---|---|---|---|---|']

/** docs/settings.md: every setting by group, made from the schema. */
export function settingsPage(): string {
  const groups = new Map<string, SettingLeaf[]>()
  for (const leaf of settingLeaves) {
    const group = leaf.path.length > 1 ? (leaf.path[0] ?? '') : 'general'
    groups.set(group, [...(groups.get(group) ?? []), leaf])
  }
  const sections = [...groups].flatMap(([group, leaves]) => [`## ${group}`, '', ...head, ...leaves.map(row), ''])
  return [
    '# Settings',
    '',
    '<!-- Made from src/settings/schema.ts by `npm run docs`. Do not edit. -->',
    '',
    'A process reads its settings once, at start, from these places, later ones over earlier ones:',
    '',
    '1. the YAML files named in `VESTIBULE_CONFIG` (several with commas between them), or `config/vestibule.yaml`;',
    '2. `DATABASE_URL`, `PORT` and `NODE_ENV` (it sets `environment`);',
    '3. one environment variable a setting, as below. `<n>` counts the entries of a list from 0.',
    '',
    'A **secret** never stands in a settings file: the file holds `env:NAME` (an environment variable) or `file:PATH`',
    '(a file, relative to the settings file). Its own environment variable may hold the secret or such a reference.',
    '',
    'Unknown keys and unknown `VESTIBULE_…` variables are refused. All mistakes are reported together, with file and',
    'line. Where `environment` is `production`, the process does not start on development defaults.',
    '',
    ...sections,
  ].join('\n')
}
