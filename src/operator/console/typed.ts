import type { TypedValues } from '../../core/console/index.ts'
import type { Typed, TypedFile } from './contract.ts'

/** Fields of the console itself, beside those of a form. */
export const ownFields = { csrf: 'csrf', key: '_form', organization: '_organization', kept: '_kept' } as const
const own: ReadonlySet<string> = new Set(Object.values(ownFields))

/** What a body holds of a form's own fields; anything that is no text is left out. */
export function valuesOf(body: unknown, secrets: readonly string[] = []): TypedValues {
  const values: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries((body ?? {}) as Readonly<Record<string, unknown>>))
    if (!own.has(name) && !secrets.includes(name) && isText(value)) values[name] = value
  return values
}

const isText = (value: unknown): value is string | readonly string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every(each => typeof each === 'string'))

export function typedOf(values: TypedValues, files: ReadonlyMap<string, TypedFile> = new Map()): Typed {
  const all = (name: string): readonly string[] => {
    const value = values[name]
    return value === undefined ? [] : typeof value === 'string' ? [value] : value
  }
  const text = (name: string): string => (all(name)[0] ?? '').trim()
  return {
    values,
    text,
    maybe: name => text(name) || undefined,
    isOn: name => all(name).length > 0,
    all,
    lines: name =>
      text(name)
        .split(/\r?\n/)
        .map(line => line.trim())
        .filter(line => line !== ''),
    file: name => files.get(name),
  }
}
