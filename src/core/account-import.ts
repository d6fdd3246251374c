import { z } from 'zod'
import { normalizeEmail } from './contacts.ts'
import { isRealDate } from './dates.ts'
import { type LegacyPassword, type LegacyProblem, readLegacyPassword } from './legacy-passwords.ts'
import { checkUsername, normalizeUsername } from './names.ts'
import { parsePhone } from './phones.ts'

/** Why a line was not taken, said without anything of its content. */
export const accountRejections = {
  'not-json': 'is no JSON object',
  'too-long': 'is too long',
  fields: 'lacks a field, or has one that is not known or not right',
  'password-plain': 'has a plain password: only hashes are taken',
  'password-scheme': 'has a password of an unknown scheme: bcrypt, pbkdf2, argon2 or keycloak',
  'password-encoding': 'has a password hash that cannot be read',
  'password-cost': 'has a password hash whose cost is out of bounds',
  username: 'has a username of unusual characters or length',
  'username-email': 'has an address as username that is not its email',
  'username-taken': 'has a username that another account has',
  email: 'has an email that cannot be one',
  phone: 'has a phone number that cannot be one',
  'birth-date': 'has a birth date that is not real, or in the future',
  'under-13': 'is a child under 13, who gets no account (COPPA)',
  'organization-unknown': 'names an organization that is not there',
  'record-unknown': 'names a record number that the organization does not have, or has twice',
  'record-differs': 'names a record of another birth date',
  'record-taken': 'names a record that has an account already',
  'record-population': 'links a record to somebody who is no patient',
  'imported-differently': 'was imported before with other values: change the account instead',
} as const
export type AccountRejection = keyof typeof accountRejections

const rowSchema = z.strictObject({
  username: z.string(),
  email: z.string(),
  phone: z.string().optional(),
  given_name: z.string().trim().min(1).max(100),
  family_name: z.string().trim().min(1).max(100),
  birth_date: z.string(),
  language: z.enum(['en', 'es']).default('en'),
  population: z.enum(['patient', 'caregiver', 'provider', 'staff']).default('patient'),
  organization: z.string().min(1).max(64),
  record_numbers: z.array(z.string().min(1).max(100)).max(10).default([]),
  password: z.unknown(),
})

/** An account of another system, read and normalised. */
export interface ImportedAccount extends Omit<z.output<typeof rowSchema>, 'password' | 'phone'> {
  /** E.164 */
  readonly phone?: string
  readonly password: LegacyPassword
}

/**
 * Reads one line of an accounts file.
 * @param today the organisation's calendar date; @param phoneCountry of numbers without a country code
 */
export function readAccount(
  value: unknown,
  { today, phoneCountry }: { readonly today: string; readonly phoneCountry: string },
): ImportedAccount | AccountRejection {
  const parsed = rowSchema.safeParse(value)
  if (!parsed.success) return hasPlain(value) ? 'password-plain' : 'fields'
  const { password: given, phone: typed, ...row } = parsed.data
  const password: LegacyPassword | LegacyProblem = readLegacyPassword(given)
  if (typeof password === 'string') return password
  const email = normalizeEmail(row.email)
  if (!email) return 'email'
  const username = row.username.trim()
  if (checkUsername(normalizeUsername(username))) return 'username'
  // an address as a username must be its owner's: the upgrade proves this one
  if (username.includes('@') && normalizeEmail(username) !== email) return 'username-email'
  const phone = typed === undefined ? undefined : parsePhone(typed, phoneCountry)
  if (typed !== undefined && (!phone || phone.type === 'premium')) return 'phone'
  if (!isRealDate(row.birth_date) || row.birth_date > today) return 'birth-date'
  if (row.population === 'patient' && isUnder13(row.birth_date, today)) return 'under-13'
  if (row.record_numbers.length > 0 && row.population !== 'patient') return 'record-population'
  return { ...row, username, email, password, ...(phone ? { phone: phone.e164 } : {}) }
}

/** A string where a hash belongs, whatever else is wrong with the line: that is what the operator must hear of. */
const hasPlain = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof (value as { password?: unknown }).password === 'string'

const isUnder13 = (birthDate: string, today: string): boolean =>
  `${Number(birthDate.slice(0, 4)) + 13}${birthDate.slice(4)}` > today
