import type { z } from 'zod'

/** One mistake in a file or a variable: where it stands, what it is about, and what is wrong. Never holds a value. */
export interface LocatedProblem {
  /** File as it was named, or the environment variable; left out where the setting stands nowhere. */
  readonly file?: string
  readonly line?: number
  /** `keys.wrapping[0].secret` */
  readonly path: string
  readonly problem: string
}

type Path = readonly PropertyKey[]

/** `['keys', 'wrapping', 0, 'id']` as `keys.wrapping[0].id`. */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )

/** `config/vestibule.yaml:3: issuer: must be …` */
export const problemText = (found: LocatedProblem): string =>
  [
    found.file === undefined ? undefined : [found.file, found.line].filter(part => part !== undefined).join(':'),
    found.path,
  ]
    .filter(part => part !== undefined && part !== '')
    .concat(found.problem)
    .join(': ')

const words: Readonly<Record<string, string>> = {
  string: 'text (put it in quotes)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  )

/** What a schema found wrong, as sentences for the person who wrote the file. */
export function describeIssue(issue: z.core.$ZodIssue, input: unknown): { path: Path; problem: string }[] {
  const at = (problem: string) => [{ path: issue.path, problem }]
  const given = valueAt(input, issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({ path: [...issue.path, key], problem: 'this key is not known' }))
    case 'invalid_type':
      return at(given === undefined ? 'is missing' : `must be ${words[issue.expected] ?? issue.expected}`)
    case 'invalid_value':
      return at(
        given === undefined
          ? 'is missing'
          : `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`,
      )
    case 'invalid_union': {
      const options = (issue as { options?: readonly unknown[] }).options
      if (!options) return at('has none of the forms that are allowed here')
      return at(
        given === undefined ? `is missing: one of ${options.join(', ')}` : `must be one of ${options.join(', ')}`,
      )
    }
    case 'too_small':
      return at(
        issue.origin === 'string' || issue.origin === 'array'
          ? Number(issue.minimum) === 1
            ? 'must not be empty'
            : `needs at least ${issue.minimum} ${issue.origin === 'string' ? 'characters' : 'entries'}`
          : `must be ${issue.minimum} or more`,
      )
    case 'too_big':
      return at(
        issue.origin === 'string' || issue.origin === 'array'
          ? `may have ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'} at most`
          : `must be ${issue.maximum} or less`,
      )
    case 'invalid_format':
      return at(
        issue.format === 'url' && issue.message === 'Invalid URL'
          ? 'must be a full address, such as https://id.example.org'
          : issue.message,
      )
    default:
      return at(issue.message)
  }
}
