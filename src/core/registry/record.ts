import { normalizeEmail } from '../contacts.ts'
import { isRealDate } from '../dates.ts'
import { splitSuffix } from '../names.ts'
import { isPlaceholderPhone, parsePhone } from '../phones.ts'
import type { Language } from '../texts.ts'
import { type RecordCoverage, toCoverage } from './coverage.ts'

/** A patient as the registry keeps it, whatever format it came in: names cleaned, contacts normalised. */
export interface PatientRecord {
  readonly sourceId: string
  readonly recordNumber?: string
  readonly givenNames: readonly string[]
  readonly familyName: string
  readonly suffix?: string
  /** Where it is another than the first given name and the family name. */
  readonly nameInUse?: { readonly given: string; readonly family: string }
  readonly previousNames?: readonly { readonly given: readonly string[]; readonly family: string }[]
  readonly sex: 'female' | 'male' | 'another' | 'undisclosed'
  /** ISO 8601 calendar date */
  readonly birthDate: string
  readonly address?: {
    readonly lines?: readonly string[]
    readonly city?: string
    readonly state?: string
    readonly postalCode?: string
  }
  readonly language?: Language
  readonly status: 'active' | 'inactive' | 'deceased' | 'merged'
  /** Source id of the record that took this one's place. */
  readonly replacedBy?: string
  /** Confidential beyond the usual: nobody is tied to it without staff. */
  readonly isRestricted?: true
  /** Best first. */
  readonly contacts: readonly RecordContact[]
  /** Left out where the file does not speak of them: those that are known stay. */
  readonly coverages?: readonly RecordCoverage[]
}
export interface RecordContact {
  readonly kind: 'phone' | 'email'
  readonly value: string
  readonly use?: 'mobile' | 'home' | 'work'
  /** ISO date when the clinic entered it or confirmed it with the patient, where the source tells. */
  readonly confirmed?: string
}

/** Why a row is not taken, in words that name no value of it. */
export const rejections = {
  'not-json': 'is not valid JSON',
  'not-csv': 'does not have the columns of the header, or a quote is not closed',
  'not-a-patient': 'is not a FHIR Patient',
  'too-long': 'has a value that is far too long',
  'no-source-id': 'has no identifier of its own',
  'no-name': 'has no family name',
  'no-birth-date': 'has no birth date',
  'birth-date-incomplete': 'has a birth date without day or month',
  'birth-date-not-real': 'has a birth date that is not a real date as YYYY-MM-DD',
  'birth-date-future': 'has a birth date in the future',
  'unknown-value': 'has a sex, status, language or restriction that the format does not know',
  'duplicate-in-file': 'has the identifier of an earlier row of this file',
} as const
export type Rejection = keyof typeof rejections
export type RecordResult =
  | { readonly record: PatientRecord; readonly contactsLeftOut: number; readonly rejection?: undefined }
  | { readonly rejection: Rejection; readonly record?: undefined }

/** What a format's reader found, before it is cleaned. */
export interface RawRecord {
  readonly sourceId: string
  readonly recordNumber?: string
  readonly name: RawName
  readonly nameInUse?: RawName
  readonly previousNames?: readonly RawName[]
  readonly suffix?: string
  readonly sex: PatientRecord['sex']
  readonly birthDate: string
  readonly address?: PatientRecord['address']
  readonly language?: Language
  readonly status: PatientRecord['status']
  readonly replacedBy?: string
  readonly isRestricted?: boolean
  readonly contacts: readonly RecordContact[]
  readonly coverages?: readonly { readonly payer: string; readonly memberId: string; readonly verifiedOn?: string }[]
}
export interface RawName {
  readonly given: readonly string[]
  readonly family: string
}
export interface RecordContext {
  /** today's calendar date in the organisation's time zone */
  readonly today: string
  readonly phoneCountry: string
}

const longest = 300
/** Control characters out, white space closed up, composed form: what a clerk saw on the screen. */
const clean = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
const cleanAll = (texts: readonly string[]): string[] => texts.map(clean).filter(text => text !== '')
const cleanName = (name: RawName): RawName => ({ given: cleanAll(name.given), family: clean(name.family) })
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== '')) as T

/** Checks and cleans one row. Contacts that cannot be used are left out and counted, never a reason to refuse a row. */
export function toRecord(raw: RawRecord, context: RecordContext): RecordResult {
  const sourceId = clean(raw.sourceId)
  if (sourceId === '') return { rejection: 'no-source-id' }
  const name = cleanName(raw.name)
  // somebody with one name has it as family name
  const family = name.family || (name.given.at(-1) ?? '')
  const given = name.family ? name.given : name.given.slice(0, -1)
  if (family === '') return { rejection: 'no-name' }
  const date = checkBirthDate(raw.birthDate.trim(), context.today)
  if (date !== undefined) return { rejection: date }
  if ([sourceId, family, ...given, raw.recordNumber ?? ''].some(text => text.length > longest))
    return { rejection: 'too-long' }

  const split = splitSuffix(family)
  const suffix = clean(raw.suffix ?? '')
    .toLowerCase()
    .replace(/[.,]/g, '')
  const inUse = raw.nameInUse && cleanName(raw.nameInUse)
  const used = inUse && { given: inUse.given[0] ?? given[0] ?? '', family: inUse.family || split.name }
  const isOther = used && (used.given !== given[0] || used.family !== split.name)
  const previous = (raw.previousNames ?? [])
    .map(cleanName)
    .map(old => ({ given: old.given.length > 0 ? old.given : given, family: old.family || split.name }))
  const { contacts, leftOut } = toContacts(raw.contacts, context)
  const address = raw.address && toAddress(raw.address)
  return {
    contactsLeftOut: leftOut,
    record: present({
      sourceId,
      recordNumber: clean(raw.recordNumber ?? ''),
      givenNames: given,
      familyName: split.name,
      suffix: suffix || split.suffix,
      nameInUse: isOther ? used : undefined,
      previousNames: previous.length > 0 ? previous : undefined,
      sex: raw.sex,
      birthDate: raw.birthDate.trim(),
      address,
      language: raw.language,
      status: raw.status,
      replacedBy: raw.replacedBy && clean(raw.replacedBy),
      isRestricted: raw.isRestricted ? (true as const) : undefined,
      contacts,
      coverages: raw.coverages?.flatMap(coverage => toCoverage(coverage, context) ?? []),
    }),
  }
}

function checkBirthDate(text: string, today: string): Rejection | undefined {
  if (text === '') return 'no-birth-date'
  if (/^\d{4}(?:-\d{2})?$/.test(text)) return 'birth-date-incomplete'
  if (!isRealDate(text)) return 'birth-date-not-real'
  return text > today ? 'birth-date-future' : undefined
}

function toAddress(raw: NonNullable<PatientRecord['address']>): PatientRecord['address'] {
  const lines = cleanAll(raw.lines ?? [])
  const address = present({
    lines: lines.length > 0 ? lines : undefined,
    city: clean(raw.city ?? ''),
    state: clean(raw.state ?? ''),
    postalCode: clean(raw.postalCode ?? '').toUpperCase(),
  })
  return Object.keys(address).length > 0 ? address : undefined
}

/** Normalised, each value once, in the order given; work lines last, since they are shared. */
function toContacts(
  raw: readonly RecordContact[],
  { phoneCountry, today }: RecordContext,
): { contacts: RecordContact[]; leftOut: number } {
  const contacts = new Map<string, RecordContact>()
  let leftOut = 0
  for (const contact of raw.slice(0, 20)) {
    const value =
      contact.kind === 'email' ? normalizeEmail(contact.value) : parsePhone(contact.value, phoneCountry)?.e164
    if (!value || (contact.kind === 'phone' && isPlaceholderPhone(value))) leftOut += 1
    else if (!contacts.has(value)) {
      const date = contact.confirmed?.slice(0, 10) ?? ''
      // a date that cannot be is none: what nobody confirmed proves less
      const confirmed = isRealDate(date) && date <= today ? date : undefined
      contacts.set(value, present({ kind: contact.kind, value, use: contact.use, confirmed }))
    }
  }
  const all = [...contacts.values()]
  return { contacts: [...all.filter(({ use }) => use !== 'work'), ...all.filter(({ use }) => use === 'work')], leftOut }
}
