import { normalizeEmail } from '../core/contacts.ts'
import { isRealDate } from '../core/dates.ts'
import type { MemberAttributes } from '../core/federation.ts'
import type { InsurerObject } from '../core/objects/insurer.ts'
import { usablePhone } from '../core/phones.ts'

/** What an insurer sent, by its own names; several values where it sent several. */
export type Received = ReadonlyMap<string, unknown>
export type ClaimNames = InsurerObject['claims']
type Attribute = Exclude<keyof ClaimNames, 'subject'>

/**
 * Under which names each thing is looked for where the operator named none: the standard claims of OpenID Connect
 * (Core §5.1), and what SAML providers send: OIDs of eduPerson, SCHAC and inetOrgPerson, their short names, and the
 * addresses that Microsoft's send. First come, first taken.
 */
const usualNames: Readonly<Record<InsurerObject['protocol'], Readonly<Record<Attribute, readonly string[]>>>> = {
  oidc: {
    member_id: ['member_id'],
    given_name: ['given_name'],
    family_name: ['family_name'],
    birthdate: ['birthdate'],
    phone: ['phone_number'],
    email: ['email'],
  },
  saml: {
    member_id: ['memberId', 'member_id'],
    given_name: [
      'urn:oid:2.5.4.42',
      'givenName',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname',
      'given_name',
    ],
    family_name: [
      'urn:oid:2.5.4.4',
      'sn',
      'surname',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname',
      'family_name',
    ],
    birthdate: [
      'urn:oid:1.3.6.1.4.1.25178.1.2.3',
      'urn:oid:1.3.6.1.5.5.7.9.1',
      'schacDateOfBirth',
      'dateOfBirth',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/dateofbirth',
      'birthdate',
    ],
    phone: [
      'urn:oid:0.9.2342.19200300.100.1.41',
      'urn:oid:2.5.4.20',
      'mobile',
      'telephoneNumber',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/mobilephone',
      'phone_number',
    ],
    email: [
      'urn:oid:0.9.2342.19200300.100.1.3',
      'mail',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
      'email',
    ],
  },
}

/** Reads of an answer what Vestibule knows of a member. A value that cannot be one is as if it had not been sent. */
export function memberAttributes(
  { protocol, claims }: Pick<InsurerObject, 'protocol' | 'claims'>,
  received: Received,
  now: Date,
): MemberAttributes {
  const read = (attribute: Attribute, parse: (text: string) => string | undefined): string | undefined => {
    const named = claims[attribute]
    const names = named === undefined ? usualNames[protocol][attribute] : [named]
    for (const name of names)
      for (const text of textsOf(received.get(name))) {
        const value = parse(text)
        if (value !== undefined) return value
      }
    return undefined
  }
  const attributes = {
    memberId: read('member_id', text => text),
    given: read('given_name', text => text),
    family: read('family_name', text => text),
    birthDate: read('birthdate', text => isoDate(text, now)),
    phone: read('phone', text => usablePhone(text.replace(/^tel:/i, ''))),
    email: read('email', normalizeEmail),
  }
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}

/** The subject, where the operator named an attribute for it. */
export const namedSubject = (name: string, received: Received): string | undefined => textsOf(received.get(name))[0]

const longest = 200
/** Texts of one value or of several, trimmed; what is empty, too long, or has control characters in it is left out. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.slice(0, 20).flatMap(textsOf)
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string') return []
  const trimmed = text.normalize('NFC').trim()
  return trimmed === '' || trimmed.length > longest || /[\p{Cc}\p{Cf}]/u.test(trimmed) ? [] : [trimmed]
}

/**
 * `1980-02-03`, with a time after it or not; `19800203` (SCHAC); `02/03/1980`, month first, as insurers of the United
 * States write it. Years alone, dates that do not exist and dates to come are none.
 */
function isoDate(text: string, now: Date): string | undefined {
  const [, year, month, day] =
    /^(\d{4})-(\d{2})-(\d{2})(?:T.*|[Zz]|[+-]\d{2}:\d{2})?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
  const [, american, americanDay, americanYear] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []
  const date = year
    ? `${year}-${month}-${day}`
    : `${americanYear}-${american?.padStart(2, '0')}-${americanDay?.padStart(2, '0')}`
  return isRealDate(date) && date <= now.toISOString().slice(0, 10) ? date : undefined
}
