import { maskEmail } from './contacts.ts'

/** What a protocol says of itself, not of a person. */
const plainNames: ReadonlySet<string> = new Set([
  'iss',
  'aud',
  'azp',
  'acr',
  'amr',
  'auth_time',
  'iat',
  'exp',
  'nbf',
  'email_verified',
  'phone_number_verified',
  'locale',
  'AuthnContextClassRef',
  'NameID Format',
])

/**
 * An attribute as somebody may see it who tests a connection: its owner recognises it, nobody else learns it. What the
 * protocol says of itself is shown as it is.
 */
export function maskedAttribute(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map(each => maskedAttribute(name, each)).join(', ')
  if (value instanceof Date) return maskedAttribute(name, value.toISOString())
  if (typeof value === 'object' && value !== null) return `{ ${Object.keys(value).join(', ')} }`
  const shown = String(value)
  if (plainNames.has(name) || typeof value === 'boolean') return shown
  if (shown.includes('@')) return maskEmail(shown)
  const letters = [...shown]
  return letters.length < 5 ? '•••' : `${letters[0]}•••${letters.at(-1)}`
}
