import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>
export type Resolved = { readonly value: string; readonly problem?: undefined } | { readonly problem: string }

export const isReference = (text: string): boolean => /^(?:env|file):./.test(text)

/**
 * The secret behind `env:NAME` or `file:PATH`. A path is relative to the file that names it; the last line break of
 * the secret's file does not count.
 */
export function resolveReference(reference: string, env: Environment, namedIn?: string): Resolved {
  const [, kind, name = ''] = /^(env|file):(.+)$/s.exec(reference) ?? []
  if (kind === 'env') {
    const value = env[name]
    return value ? { value } : { problem: `refers to the environment variable ${name}, which is not set` }
  }
  if (kind !== 'file') return { problem: 'is a secret: write env:NAME or file:PATH here, never the secret itself' }
  try {
    const value = readFileSync(resolve(namedIn ? dirname(namedIn) : '.', name), 'utf8').replace(/\r?\n$/, '')
    return value ? { value } : { problem: `refers to the file ${name}, which is empty` }
  } catch (fault) {
    const code = (fault as NodeJS.ErrnoException).code
    const why = code === 'ENOENT' ? 'which does not exist' : `which cannot be read (${code ?? 'unknown fault'})`
    return { problem: `refers to the file ${name}, ${why}` }
  }
}
