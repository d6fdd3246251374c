import { createHash } from 'node:crypto'

/**
 * Every secret and every detail of a person that the tests of one file used. Helpers note them as they are used; what
 * an installation keeps or writes (database, logs, metrics) is searched for all of them when it closes. Nothing here
 * ever shows a value: a failure must not be a leak itself.
 */
interface Canary {
  readonly label: string
  /** Lower case; found anywhere in a text. Empty where the value is too short to be told from chance. */
  readonly traces: readonly string[]
  /** Lower case; found as a whole field. */
  readonly fields: readonly string[]
}
const canaries = new Map<string, Canary>()

/** Below this, chance alone finds a value in a megabyte of ciphertext. */
const rareLength = 8

/** A value that must not be found, neither as it is nor in a form that gives it away. */
export function notes(label: string, value: string | undefined): void {
  if (!value || value.length < 4 || canaries.has(value)) return
  const forms = [value, ...otherForms(label, value)].map(form => form.toLowerCase())
  canaries.set(value, { label, fields: forms, traces: forms.filter(form => form.length >= rareLength) })
}

/** A code or date that chance finds inside other numbers: looked for as a whole field. */
export function notesField(label: string, value: string | undefined): void {
  if (!value || value.length < 4 || canaries.has(value)) return
  // a plain hash of so few possibilities is the value itself to whoever tries them all
  const hashes = plainHashes(value)
  canaries.set(value, { label, fields: [value.toLowerCase(), ...hashes], traces: hashes })
}

export function notesBirthDate(iso: string): void {
  const [year, month, day] = iso.split('-')
  for (const form of [iso, `${year}${month}${day}`, `${month}/${day}/${year}`, `${day}/${month}/${year}`])
    notesField('birth date', form)
}

/** What a form carries, by the stable names of its fields. */
export function notesForm(fields: Readonly<Record<string, string>>): void {
  const { birth_year, birth_month, birth_day, code, ...rest } = fields
  if (birth_year && birth_month && birth_day)
    notesBirthDate(`${birth_year}-${birth_month.padStart(2, '0')}-${birth_day.padStart(2, '0')}`)
  notesField('one-time code', code)
  const personal = [
    'username',
    'password',
    'new_password',
    'access_code',
    'given_name',
    'family_name',
    'phone',
    'email',
  ]
  for (const name of personal) if (rest[name] && rest[name].length <= 200) notes(name, rest[name])
}

export const hasCanaries = (): boolean => canaries.size > 0

/** @returns the labels of what stands in one of these texts, or is one; never the value. */
export function findCanaries(texts: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>()
  for (const { label, fields } of canaries.values()) if (fields.some(form => texts.has(form))) found.add(label)
  const traces = traceIndex()
  for (const text of texts) traces.scan(text, label => found.add(label))
  return [...found].sort()
}

let index: { readonly size: number; scan(text: string, hit: (label: string) => void): void } | undefined
/** Thousands of values in megabytes of text: one pass, by the beginnings of the values (Rabin and Karp's way). */
function traceIndex() {
  if (index?.size === canaries.size) return index
  const byBeginning = new Map<string, { form: string; label: string }[]>()
  const mayBegin = new Uint8Array(2 ** 20)
  const mark = (text: string, at: number) =>
    ((text.charCodeAt(at) << 15) ^
      (text.charCodeAt(at + 1) << 10) ^
      (text.charCodeAt(at + 2) << 5) ^
      text.charCodeAt(at + 3)) &
    0xfffff
  for (const { label, traces } of canaries.values())
    for (const form of traces) {
      const beginning = form.slice(0, rareLength)
      byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), { form, label }])
      mayBegin[mark(form, 0)] = 1
    }
  index = {
    size: canaries.size,
    scan(text, hit) {
      for (let at = 0; at + rareLength <= text.length; at += 1) {
        if (!mayBegin[mark(text, at)]) continue
        for (const { form, label } of byBeginning.get(text.slice(at, at + rareLength)) ?? [])
          if (text.startsWith(form, at)) hit(label)
      }
    },
  }
  return index
}

function otherForms(label: string, value: string): string[] {
  const bytes = Buffer.from(value, 'utf8')
  const forms = [bytes.toString('hex'), encodeURIComponent(value.toWellFormed())]
  // a plain hash of what can be guessed is as good as the value; of a random token it is not
  if (!/cookie|token|secret|authorization/.test(label)) forms.push(...plainHashes(value))
  const token = /^[\w-]{20,}$/.test(value) ? Buffer.from(value, 'base64url') : undefined
  // a token stored as the bytes that it stands for
  if (token?.toString('base64url') === value) forms.push(token.toString('hex'))
  const digits = value.replace(/\D/g, '')
  if (label === 'phone' && digits.length >= 10) forms.push(digits.slice(-10))
  if (label === 'access_code' || label === 'access code') forms.push(value.replace(/[\s-]/g, ''))
  return forms
}

const plainHashes = (value: string): string[] =>
  ['sha256', 'sha1', 'md5'].flatMap(algorithm => {
    const digest = createHash(algorithm).update(value).digest()
    return [digest.toString('hex'), digest.toString('base64url'), digest.toString('base64')].map(form =>
      form.toLowerCase(),
    )
  })
