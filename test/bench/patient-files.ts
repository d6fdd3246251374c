import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { PatientFormat } from '../../src/operations/patient-files/index.ts'

const families = ['Quintanilla', 'Okonkwo', 'Nguyễn', 'Sørensen', "O'Brien", 'García-Márquez', 'Lee', 'Kowalczyk']
const given = ['María', 'Chidi', 'Linh', 'Søren', 'Aoife', 'Gabriel', 'Dana', 'Zofia', 'Ann', 'Bo']
const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? ''
const digits = (value: number, length: number): string => String(value).padStart(length, '0')

const birthDate = (index: number): string =>
  `${1930 + (index % 80)}-${digits(1 + (index % 12), 2)}-${digits(1 + (index % 28), 2)}`

/** A record as a hospital's export has it: two names, three contacts, an address. */
const fhirPatient = (index: number) => ({
  resourceType: 'Patient',
  id: `patient-${index}`,
  meta: { versionId: '1', lastUpdated: '2026-11-01T00:00:00Z' },
  identifier: [
    { use: 'usual', type: { coding: [{ code: 'MR' }] }, system: 'urn:oid:1.2.3', value: `MRN${digits(index, 8)}` },
  ],
  active: true,
  name: [
    { use: 'official', family: pick(families, index), given: [pick(given, index), pick(given, index * 7 + 3)] },
    { use: 'maiden', family: pick(families, index + 3) },
  ],
  telecom: [
    { system: 'phone', value: `(212) 5${digits(index % 100, 2)}-${digits(index % 10_000, 4)}`, use: 'mobile' },
    { system: 'phone', value: `617-5${digits(index % 97, 2)}-${digits((index * 3) % 10_000, 4)}`, use: 'home' },
    { system: 'email', value: `patient.${index}@example.com` },
  ],
  gender: index % 2 ? 'female' : 'male',
  birthDate: birthDate(index),
  address: [{ use: 'home', line: [`${index} Elm Street`], city: 'Boston', state: 'MA', postalCode: '02139' }],
  communication: [{ language: { coding: [{ code: 'en' }] }, preferred: true }],
})

const csvRow = (index: number): string =>
  [
    `patient-${index}`,
    `MRN${digits(index, 8)}`,
    pick(given, index),
    `"${pick(families, index)}"`,
    index % 2 ? 'f' : 'm',
    birthDate(index),
    `2125${digits(index % 1_000_000, 6)}`,
    `patient.${index}@example.com`,
    '02139',
  ].join(',')

const shapes: Record<PatientFormat, { head: string; row(index: number, isLast: boolean): string; tail: string }> = {
  fhir: {
    head: '{\n  "resourceType": "Bundle",\n  "type": "collection",\n  "entry": [\n',
    row: (index, isLast) =>
      `${JSON.stringify({ fullUrl: `urn:uuid:${index}`, resource: fhirPatient(index) }, null, 2)}${isLast ? '' : ','}\n`,
    tail: ']}\n',
  },
  ndjson: { head: '', row: index => `${JSON.stringify(fhirPatient(index))}\n`, tail: '' },
  csv: {
    head: 'source_id,record_number,given_name,family_name,sex,birth_date,phone_mobile,email,postal_code\n',
    row: index => `${csvRow(index)}\n`,
    tail: '',
  },
}

/** Writes a file of invented patients, always the same for the same count. */
export async function writePatientFile(path: string, format: PatientFormat, count: number): Promise<void> {
  const shape = shapes[format]
  const file = createWriteStream(path)
  file.write(shape.head)
  for (let index = 0; index < count; index += 1)
    if (!file.write(shape.row(index, index === count - 1))) await once(file, 'drain')
  file.end(shape.tail)
  await once(file, 'close')
}
