import type { RecordContact, RecordContext, RecordResult } from './record.ts'
import { type PatientRecord, toRecord } from './record.ts'

/** The columns of a CSV file, by name in any order; docs/registry.md is made from this. */
export const csvColumns = {
  source_id: 'Identifier of the record in the system that the file comes from; the same person keeps it. Required',
  record_number: 'Record number as it is printed on wristbands and letters',
  given_name: 'First name',
  middle_names: 'Further given names, separated by spaces',
  family_name: 'Last name, or the only name. Required',
  suffix: 'Jr, Sr, II, III or IV',
  used_given_name: 'First name in use, where it is another',
  used_family_name: 'Last name in use, where it is another',
  previous_family_name: 'Former last name',
  sex: 'female, male, other or unknown (also f, m, o, u); empty counts as unknown',
  birth_date: 'YYYY-MM-DD. Required',
  phone_mobile: 'Mobile number; without country code, the organisation’s country is meant',
  phone_home: 'Home number',
  phone_work: 'Work number; never the first choice for a code',
  email: 'Email address',
  contacts_confirmed_on:
    'YYYY-MM-DD on which the clinic entered these contacts or last confirmed them with the patient',
  address: 'Street and number',
  city: 'City',
  state: 'State',
  postal_code: 'Postal code',
  language: 'en or es; empty is the organisation’s language',
  status: 'active, inactive, deceased or merged; empty is active',
  replaced_by: 'source_id of the record that took this one’s place; makes it merged',
  payer: 'Who insures them, as insurer objects name it (linking.payers). Needs member_id',
  member_id: 'Member id on their insurance card; a file with this column says all that is known of it',
  coverage_verified_at: 'YYYY-MM-DD on which the clinic checked the card at check-in; empty is never',
  restricted: 'yes where staff alone may tie somebody to the record; empty or no otherwise',
} as const
export type CsvColumn = keyof typeof csvColumns
export const requiredCsvColumns: readonly CsvColumn[] = ['source_id', 'family_name', 'birth_date']

const sexes: Readonly<Record<string, PatientRecord['sex']>> = {
  '': 'undisclosed',
  female: 'female',
  f: 'female',
  male: 'male',
  m: 'male',
  other: 'another',
  another: 'another',
  o: 'another',
  unknown: 'undisclosed',
  u: 'undisclosed',
}
const statuses: Readonly<Record<string, PatientRecord['status']>> = {
  '': 'active',
  active: 'active',
  inactive: 'inactive',
  deceased: 'deceased',
  merged: 'merged',
}

/** What is wrong with a header, as a sentence; `undefined` where it can be read. */
export function checkCsvHeader(header: readonly string[]): string | undefined {
  const known = Object.keys(csvColumns)
  const unknown = header.filter(name => !known.includes(name))
  const missing = requiredCsvColumns.filter(name => !header.includes(name))
  if (missing.length > 0) return `the header lacks ${missing.join(', ')}`
  if (unknown.length > 0) return `the header has columns that are not known: ${unknown.join(', ')}`
  return new Set(header).size < header.length ? 'the header names a column twice' : undefined
}

/** One row of a CSV file, by column. */
export function fromCsv(row: Readonly<Partial<Record<CsvColumn, string>>>, context: RecordContext): RecordResult {
  const value = (column: CsvColumn): string => (row[column] ?? '').trim()
  const sex = sexes[value('sex').toLowerCase()]
  const status = statuses[value('status').toLowerCase()]
  const language = value('language').toLowerCase()
  const restricted = value('restricted').toLowerCase()
  if (!sex || !status || !/^(?:en|es)?$/.test(language) || !/^(?:yes|no)?$/.test(restricted))
    return { rejection: 'unknown-value' }
  const confirmedOn = value('contacts_confirmed_on')
  const confirmed = confirmedOn ? { confirmed: confirmedOn } : {}
  const phone = (column: CsvColumn, use: RecordContact['use'] & string): RecordContact[] =>
    value(column) ? [{ kind: 'phone', value: value(column), use, ...confirmed }] : []
  const used = { given: [value('used_given_name')], family: value('used_family_name') }
  const previous = value('previous_family_name')
  const replacedBy = value('replaced_by')
  const verifiedOn = value('coverage_verified_at')
  const coverage = { payer: value('payer'), memberId: value('member_id'), ...(verifiedOn ? { verifiedOn } : {}) }
  return toRecord(
    {
      sourceId: value('source_id'),
      recordNumber: value('record_number'),
      name: { given: [value('given_name'), ...value('middle_names').split(/\s+/u)], family: value('family_name') },
      suffix: value('suffix'),
      ...(used.given[0] || used.family ? { nameInUse: used } : {}),
      ...(previous ? { previousNames: [{ given: [], family: previous }] } : {}),
      sex,
      birthDate: value('birth_date'),
      address: {
        lines: [value('address')],
        city: value('city'),
        state: value('state'),
        postalCode: value('postal_code'),
      },
      ...(language ? { language: language as 'en' | 'es' } : {}),
      status: replacedBy ? 'merged' : status,
      ...(replacedBy ? { replacedBy } : {}),
      isRestricted: restricted === 'yes',
      ...(row.member_id === undefined ? {} : { coverages: coverage.memberId ? [coverage] : [] }),
      contacts: [
        ...phone('phone_mobile', 'mobile'),
        ...phone('phone_home', 'home'),
        ...phone('phone_work', 'work'),
        ...(value('email') ? [{ kind: 'email', value: value('email'), ...confirmed } as const] : []),
      ],
    },
    context,
  )
}
