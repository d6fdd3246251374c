import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sourceKey } from '../../src/core/names.ts'
import { purposes } from '../../src/core/purposes.ts'
import { applyObjects } from '../../src/operations/config.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import type { PatientFormat } from '../../src/operations/patient-files/index.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { newId } from '../../src/platform/index.ts'
import { createAccountLink, findAccountLinks } from '../../src/store/account-links.ts'
import { createAccount } from '../../src/store/accounts.ts'
import { findContactsOfRecord } from '../../src/store/contacts-of-record.ts'
import { findPatientBySource } from '../../src/store/patients.ts'
import { openRegistryHouse, type RegistryHouse } from './house.ts'

let open: RegistryHouse
beforeAll(async () => {
  open = await openRegistryHouse()
  const { objects } = readObjectFiles(['test/registry/clinics.yaml'])
  await applyObjects(open.house, objects, 'test')
})
afterAll(() => open.close())

const run = async (text: string, format: PatientFormat, organization = 'northside') => {
  // in small chunks: rows and letters fall across their edges
  const bytes = Buffer.from(text)
  const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
    bytes.subarray(index * 7, index * 7 + 7),
  )
  const input = Readable.from(chunks, { objectMode: false })
  return importPatients(open.house, { organization, input, format, actor: 'cli:test' })
}
const report = async (text: string, format: PatientFormat) => {
  const result = await run(text, format)
  if (result.kind !== 'imported') throw new Error(JSON.stringify(result))
  return result.report
}
const find = (id: string) => findPatientBySource(open.house.db, open.house.sealer, sourceKey('northside', id))
const contacts = async (id: string) =>
  (await findContactsOfRecord(open.house.db, (await find(id))?.id ?? newId())).map(({ value_sealed }) =>
    open.house.sealer.open(purposes.contactValue, value_sealed).toString(),
  )

const maria = {
  resourceType: 'Patient',
  id: 'p-1',
  identifier: [{ use: 'usual', type: { coding: [{ code: 'MR' }] }, system: 'urn:mrn', value: 'MRN-0042' }],
  name: [
    { use: 'old', family: 'Delgado', given: ['María'] },
    { use: 'official', family: 'Quintanilla Jr.', given: ['María', 'José'] },
    { use: 'usual', given: ['Majo'] },
    { use: 'maiden', family: 'Ríos' },
  ],
  telecom: [
    { system: 'phone', value: '(555) 010-7788', use: 'work' },
    { system: 'email', value: 'MAJO@Example.com' },
    { system: 'phone', value: '555-010-1234', use: 'mobile' },
    { system: 'phone', value: '555-010-9999', use: 'old' },
    { system: 'phone', value: '000-000-0000', use: 'home' },
    { system: 'fax', value: '555-010-0000' },
  ],
  gender: 'female',
  birthDate: '1984-02-29',
  address: [{ use: 'home', line: ['12 Elm Street', 'Apt 4'], city: 'Boston', state: 'MA', postalCode: '02139' }],
  communication: [{ language: { coding: [{ code: 'es-MX' }] }, preferred: true }],
}
const bundle = (...resources: object[]): string =>
  JSON.stringify(
    {
      resourceType: 'Bundle',
      type: 'collection',
      meta: { entry: [{}] },
      entry: resources.map(resource => ({ resource })),
    },
    null,
    2,
  )

describe('FHIR R4', () => {
  test('a record with names, contacts, address and language', async () => {
    expect(await report(bundle(maria, { resourceType: 'Organization', id: 'o' }), 'fhir')).toMatchObject({
      created: 1,
      otherResources: 1,
      contactsLeftOut: 1,
      rejected: [],
    })
    const patient = await find('p-1')
    expect(patient).toMatchObject({ status: 'active', organizationId: 'northside' })
    expect(patient?.demographics).toEqual({
      source_id: 'p-1',
      record_number: 'MRN-0042',
      given_names: ['María', 'José'],
      family_name: 'Quintanilla',
      suffix: 'jr',
      name_in_use: { given: 'Majo', family: 'Quintanilla' },
      previous_names: [
        { given: ['María'], family: 'Delgado' },
        { given: ['María', 'José'], family: 'Ríos' },
      ],
      sex: 'female',
      birth_date: '1984-02-29',
      postal_code: '02139',
      address_lines: ['12 Elm Street', 'Apt 4'],
      city: 'Boston',
      state: 'MA',
      language: 'es',
    })
    expect(await contacts('p-1')).toEqual(['+15550101234', 'majo@example.com', '+15550107788'])
  })

  test('a second run changes nothing, a third only what is new', async () => {
    const rows = () => open.house.db.selectFrom('patients').selectAll().orderBy('id').execute()
    const before = await rows()
    const events = () => open.house.db.selectFrom('audit_events').select('id').execute()
    const trail = await events()
    expect(await report(bundle(maria), 'fhir')).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
    expect(await rows()).toEqual(before)
    expect(await events()).toEqual(trail)
    const moved = { ...maria, telecom: [{ system: 'phone', value: '555-010-4321' }] }
    expect(await report(bundle(moved), 'fhir')).toMatchObject({ created: 0, updated: 1 })
    expect(await contacts('p-1')).toEqual(['+15550104321'])
    expect((await rows())[0]?.id).toBe(before[0]?.id)
  })

  test('NDJSON tells the line of what it refuses, and nothing else of it', async () => {
    const lines = [
      JSON.stringify({ ...maria, id: 'n-1' }),
      '{ broken',
      '',
      JSON.stringify({ ...maria, id: 'n-2', birthDate: '1984-02' }),
      JSON.stringify({ ...maria, id: 'n-3', birthDate: '2984-02-01' }),
      JSON.stringify({ ...maria, id: 'n-4', name: [] }),
      JSON.stringify({ ...maria, id: 'n-1' }),
      JSON.stringify({ ...maria, id: 'n-5', birthDate: '1984-02-30' }),
      JSON.stringify({ resourceType: 'Patient', id: 5 }),
      JSON.stringify({ ...maria, id: undefined, identifier: [] }),
      JSON.stringify({ ...maria, id: 'n-6' }),
    ]
    const found = await report(lines.join('\n'), 'ndjson')
    expect(found.created).toBe(2)
    expect(found.rejected).toEqual([
      { line: 2, reason: 'not-json' },
      { line: 4, reason: 'birth-date-incomplete' },
      { line: 5, reason: 'birth-date-future' },
      { line: 6, reason: 'no-name' },
      { line: 7, reason: 'duplicate-in-file' },
      { line: 8, reason: 'birth-date-not-real' },
      { line: 9, reason: 'not-a-patient' },
      { line: 10, reason: 'no-source-id' },
    ])
  })

  test('a Bundle tells the line of an entry too', async () => {
    const text = bundle({ ...maria, id: 'b-1' }, { ...maria, id: 'b-2', birthDate: 'soon' })
    const line = text.slice(0, text.indexOf('"b-2"')).split('\n').length - 3
    expect((await report(text, 'fhir')).rejected).toEqual([{ line: expect.any(Number), reason: 'birth-date-not-real' }])
    expect((await report(text, 'fhir')).rejected[0]?.line).toBe(line)
  })

  test.each([
    ['{"resourceType":"Bundle","entry":[{"resource":', 'the file ends in the middle of the Bundle'],
    ['{"resourceType":"Patient"}', 'the file is not a FHIR Bundle with entries'],
    ['{"resourceType":"Bundle","entry":[}]}', 'the file is not valid JSON from here on'],
    ['', 'the file is not a FHIR Bundle with entries'],
  ])('%j is no Bundle', async (text, problem) => {
    expect(await run(text, 'fhir')).toMatchObject({ kind: 'unreadable', line: 1, problem })
  })

  test('dead, inactive and merged records', async () => {
    const other = (id: string, more: object) => ({ ...maria, id, ...more })
    await report(
      bundle(
        other('s-1', { deceasedDateTime: '2020-01-01' }),
        other('s-2', { active: false }),
        other('s-3', { link: [{ type: 'replaced-by', other: { reference: 'Patient/s-4' } }] }),
        other('s-4', { link: [{ type: 'replaces', other: { reference: 'Patient/s-3' } }] }),
        other('s-5', { link: [{ type: 'replaced-by', other: { reference: 'Patient/absent' } }] }),
      ),
      'fhir',
    ).then(found => expect(found.successorsMissing).toBe(1))
    expect((await find('s-1'))?.status).toBe('deceased')
    expect((await find('s-2'))?.status).toBe('inactive')
    expect(await find('s-3')).toMatchObject({ status: 'merged', replacedBy: (await find('s-4'))?.id })
    expect((await find('s-5'))?.replacedBy).toBeUndefined()
  })

  test('a merger carries links along, and never makes a second self account', async () => {
    const ids = ['m-1', 'm-2', 'm-3']
    const at = new Date()
    await report(bundle(...ids.map(id => ({ ...maria, id }))), 'fhir')
    const accounts = await Promise.all(
      ids.slice(0, 2).map(async id => {
        const accountId = newId()
        const patientId = (await find(id))?.id ?? ''
        await open.house.db.transaction().execute(async tx => {
          const profile = { given: 'Majo', family: 'Quintanilla' }
          const account = { id: accountId, population: 'patient', username: id, profile, language: 'en' } as const
          await createAccount(tx, open.house.sealer, account, at)
          const link = { id: newId(), accountId, patientId, organizationId: 'northside', relationship: 'self' } as const
          await createAccountLink(tx, { ...link, access: 'full', basis: 'access-code' }, at)
        })
        return accountId
      }),
    )
    const into = { link: [{ type: 'replaced-by', other: { reference: 'urn:uuid:m-3' } }] }
    // m-3 has no account: of the two that come to it one may stay its own
    await report(bundle({ ...maria, id: 'm-1', ...into }, { ...maria, id: 'm-2', ...into }), 'fhir')
    const links = await open.house.db.selectFrom('account_links').select(['account_id', 'patient_id']).execute()
    expect(links.filter(link => accounts.includes(link.account_id))).toHaveLength(2)
    const survivor = (await find('m-3'))?.id
    expect(links.filter(link => link.patient_id === survivor)).toHaveLength(1)
    const carried = await open.house.db
      .selectFrom('audit_events')
      .selectAll()
      .where('type', '=', 'account-link.carried')
      .execute()
    expect(carried).toMatchObject([{ patient_id: survivor }])

    const holder = links.find(link => link.patient_id === survivor)?.account_id ?? ''
    const access = async () => (await findAccountLinks(open.house.db, holder, new Date())).length
    expect(await access()).toBe(1)
    await report(bundle({ ...maria, id: 'm-3', active: false }), 'fhir')
    expect(await access()).toBe(0)
    await report(bundle({ ...maria, id: 'm-3' }), 'fhir')
    expect(await access()).toBe(1)
  })
})

describe('CSV', () => {
  const header = 'source_id,given_name,family_name,birth_date,sex,phone_mobile,email,status,replaced_by\n'
  test('rows by header, refused ones by line', async () => {
    const found = await report(
      `\ufeff${header}c-1,Ann,Lee,1990-05-06,f,555 010 2222,ann@example.com,,
c-2,"Bo
Bo",Ray,1990-05-06,m,,,inactive,
c-3,Cy,Ray,06/05/1990,m,,,,
c-4,Di,Ray
c-5,Ed,Ray,1991-01-01,?,,,,
c-6,Flo,Ray,1991-01-01,o,12,,,c-1
`,
      'csv',
    )
    expect(found).toMatchObject({ created: 3, contactsLeftOut: 1 })
    expect(found.rejected).toEqual([
      { line: 5, reason: 'birth-date-not-real' },
      { line: 6, reason: 'not-csv' },
      { line: 7, reason: 'unknown-value' },
    ])
    expect((await find('c-2'))?.demographics).toMatchObject({ given_names: ['Bo Bo'], sex: 'male' })
    expect(await find('c-6')).toMatchObject({ status: 'merged', replacedBy: (await find('c-1'))?.id })
    expect(await contacts('c-1')).toEqual(['+15550102222', 'ann@example.com'])
  })

  test('a restricted record, and when its contacts were confirmed', async () => {
    const columns = 'source_id,family_name,birth_date,email,restricted,contacts_confirmed_on\n'
    const found = await report(
      `${columns}x-1,Ray,1990-05-06,x1@example.com,yes,2024-05-01
x-2,Ray,1990-05-06,x2@example.com,no,2999-01-01
x-3,Ray,1990-05-06,x3@example.com,perhaps,
`,
      'csv',
    )
    expect(found).toMatchObject({ created: 2, rejected: [{ line: 4, reason: 'unknown-value' }] })
    expect((await find('x-1'))?.demographics.restricted).toBe(true)
    expect((await find('x-2'))?.demographics).not.toHaveProperty('restricted')
    const confirmed = async (id: string) =>
      (
        await open.house.db
          .selectFrom('patient_contacts')
          .select(eb => eb.cast<string>('confirmed_on', 'text').as('on'))
          .where('patient_id', '=', (await find(id))?.id ?? newId())
          .executeTakeFirstOrThrow()
      ).on
    expect(await confirmed('x-1')).toBe('2024-05-01')
    // a day that has not come yet confirms nothing
    expect(await confirmed('x-2')).toBeNull()
  })

  test.each([
    ['source_id,family_name\n', 'the header lacks birth_date'],
    ['source_id,family_name,birth_date,ssn\n1,a,1990-01-01,x\n', 'the header has columns that are not known: ssn'],
    ['', 'the file is empty'],
  ])('%j cannot be read', async (text, problem) => {
    expect(await run(text, 'csv')).toMatchObject({ kind: 'unreadable', line: 1, problem })
  })
})

test('organisations are walls, and an unknown one is refused', async () => {
  expect(await run(bundle(maria), 'fhir', 'nowhere')).toEqual({ kind: 'refused', problem: 'organization-unknown' })
  const before = await find('p-1')
  await run(bundle({ ...maria, birthDate: '1999-09-09' }), 'fhir', 'eastside')
  expect(await find('p-1')).toEqual(before)
})

test('nothing that was imported stands in the database in clear', async () => {
  const tables = ['patients', 'patient_contacts', 'audit_events'] as const
  const rows = await Promise.all(tables.map(table => open.house.db.selectFrom(table).selectAll().execute()))
  const text = JSON.stringify(rows, (_key, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
  )
  for (const secret of ['Quintanilla', 'Majo', '1984-02-29', '5550101234', 'example.com', 'MRN-0042', 'Elm Street'])
    expect(text).not.toContain(secret)
})
