import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { memberKey } from '../../src/core/coverage.ts'
import { sourceKey } from '../../src/core/names.ts'
import { purposes } from '../../src/core/purposes.ts'
import { applyObjects } from '../../src/operations/config.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import type { PatientFormat } from '../../src/operations/patient-files/index.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { findPatientsByMember } from '../../src/store/coverages.ts'
import { findPatientBySource } from '../../src/store/patients.ts'
import { openRegistryHouse, type RegistryHouse } from './house.ts'

/** Member ids on patient records: from CSV columns and FHIR Coverage, found by payer and number however they are written. */
let open: RegistryHouse
beforeAll(async () => {
  open = await openRegistryHouse()
  const { objects } = readObjectFiles(['test/registry/clinics.yaml'])
  await applyObjects(open.house, objects, 'test')
})
afterAll(() => open.close())

async function take(text: string, format: PatientFormat) {
  const input = Readable.from([text])
  const result = await importPatients(open.house, { organization: 'northside', input, format, actor: 'cli:test' })
  if (result.kind !== 'imported') throw new Error(JSON.stringify(result))
  return result.report
}
async function members(payer: string, memberId: string): Promise<readonly (string | boolean)[]> {
  const key = memberKey('northside', payer, memberId) ?? ''
  const found = await findPatientsByMember(open.house.db, [open.house.sealer.index(purposes.patientMember, key)])
  const ids = new Map<string, string>()
  for (const id of ['a1', 'a2', 'f1', 'f2']) {
    const patient = await findPatientBySource(open.house.db, open.house.sealer, sourceKey('northside', id))
    if (patient) ids.set(patient.id, id)
  }
  return found.flatMap(({ patientId, isVerified }) => [ids.get(patientId) ?? '', isVerified])
}

test('CSV: a column says all that is known; a file without it leaves what is known', async () => {
  const header = 'source_id,given_name,family_name,birth_date,payer,member_id,coverage_verified_at'
  const row = 'a1,Augusta,Lindqvist,1970-01-02,Commonwealth Health,CHP 12-34,2026-03-01'
  expect(await take(`${header}\n${row}\na2,Bo,Lindqvist,1971-01-02,,,\n`, 'csv')).toMatchObject({ created: 2 })
  expect(await members('commonwealth-health', 'chp1234')).toEqual(['a1', true])
  expect(await take(`${header}\n${row}\n`, 'csv')).toMatchObject({ unchanged: 1 })
  await take('source_id,given_name,family_name,birth_date\na1,Augusta,Lindqvist,1970-01-03\n', 'csv')
  expect(await members('commonwealth-health', 'chp1234')).toEqual(['a1', true])
  await take(`${header}\na1,Augusta,Lindqvist,1970-01-03,Other,X9,\n`, 'csv')
  expect(await members('commonwealth-health', 'chp1234')).toEqual([])
  expect(await members('other', 'x-9')).toEqual(['a1', false])
})

test('FHIR Coverage: before or after its patient, under each name of the payer; ended ones go', async () => {
  const patient = (id: string) => ({
    resourceType: 'Patient',
    id,
    name: [{ family: 'Okonkwo', given: ['Ifeoma'] }],
    birthDate: '1980-05-06',
  })
  const coverage = (id: string, over: object = {}) => ({
    resourceType: 'Coverage',
    status: 'active',
    beneficiary: { reference: `Patient/${id}` },
    subscriberId: 'HM-777',
    payor: [{ display: 'Harbor Mutual', identifier: { value: '60054' } }],
    ...over,
  })
  const lines = (...resources: object[]) => resources.map(each => `${JSON.stringify(each)}\n`).join('')
  const first = lines(coverage('f1'), patient('f1'), coverage('nobody'), { resourceType: 'Observation' })
  expect(await take(first, 'ndjson')).toMatchObject({
    created: 1,
    coverages: 2,
    coveragesWithoutPatient: 1,
    otherResources: 1,
  })
  expect(await members('harbor mutual', 'hm777')).toEqual(['f1', false])
  expect(await members('60054', 'HM 777')).toEqual(['f1', false])
  const checked = { extension: [{ url: 'urn:vestibule:coverage-verified-on', valueDate: '2026-04-01' }] }
  const bundle = { resourceType: 'Bundle', entry: [{ resource: coverage('f1', checked) }] }
  await take(JSON.stringify(bundle), 'fhir')
  expect(await members('60054', 'HM777')).toEqual(['f1', true])
  await take(lines(coverage('f1', { status: 'cancelled' })), 'ndjson')
  expect(await members('60054', 'HM777')).toEqual([])
})

test('nothing of it can be read in the database', async () => {
  const { rows } = await open.database.pool.query('select * from patient_coverages')
  expect(JSON.stringify(rows)).not.toMatch(/Other|X9/)
})
