import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { applyObjects } from '../../src/operations/config.ts'
import type { House } from '../../src/operations/house.ts'
import { createFhirIndex, createRegistryIndex } from '../../src/operations/match-indexes/index.ts'
import { matchPerson } from '../../src/operations/matching.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { type FhirServer, startFhirServer } from '../driver/fhir-server.ts'
import { testSettings } from '../driver/settings.ts'
import { openRegistryHouse, type RegistryHouse } from '../registry/house.ts'

const phone = '+16175550101'
const ana = {
  resourceType: 'Patient',
  id: 'ana',
  name: [{ family: 'López', given: ['Ana'] }],
  telecom: [{ system: 'phone', value: phone }],
  gender: 'female',
  birthDate: '1980-03-14',
}
let open: RegistryHouse
let fhir: FhirServer
let house: House
let index: ReturnType<typeof createFhirIndex>
/** The same index, asked by somebody who does not wait. */
let hasty: typeof index
beforeAll(async () => {
  open = await openRegistryHouse()
  fhir = await startFhirServer()
  const { objects } = readObjectFiles(['test/registry/clinics.yaml'])
  await applyObjects(open.house, objects, 'test')
  const input = Readable.from([JSON.stringify(ana)])
  await importPatients(open.house, { organization: 'northside', input, format: 'ndjson', actor: 'cli:test' })
  const openIndex = (timeout_ms: number) => {
    const over = { matching: { fhir: { url: fhir.url, token: 'a token', timeout_ms } }, outbound: {} }
    const settings = testSettings({ databaseUrl: open.database.url, port: 3000, over })
    return createFhirIndex({ ...open.house, settings, registry: createRegistryIndex(open.house) })
  }
  // whoever answers does so within this, however busy the machine is
  index = openIndex(20_000)
  hasty = openIndex(300)
  house = { ...open.house, matchIndex: index }
})
afterAll(async () => {
  await index.close()
  await hasty.close()
  await fhir.close()
  await open.close()
})
beforeEach(() => {
  fhir.patients.splice(0)
  fhir.asked.splice(0)
  delete fhir.answers
})

const match = async (person: object = {}, at = house) => {
  const result = await matchPerson(at, {
    organization: 'northside',
    person: { given: 'Ana', family: 'Lopez', sex: 'female', birthDate: '1980-03-14', postalCode: '02139', ...person },
    verified: [{ kind: 'phone', value: phone }],
  })
  if (!result) throw new Error('no such organization')
  return result
}

test('both say certain: certain, and it was asked as the standard has it', async () => {
  fhir.patients.push({ resource: ana })
  expect(await match()).toMatchObject({ grade: 'certain', certain: { patientId: expect.any(String) } })
  expect(fhir.asked).toEqual([
    {
      authorization: 'Bearer a token',
      contentType: 'application/fhir+json',
      parameters: {
        resourceType: 'Parameters',
        parameter: [
          {
            name: 'resource',
            resource: {
              resourceType: 'Patient',
              name: [{ family: 'Lopez', given: ['Ana'] }],
              gender: 'female',
              birthDate: '1980-03-14',
              telecom: [{ system: 'phone', value: phone }],
              address: [{ postalCode: '02139' }],
            },
          },
          { name: 'onlyCertainMatches', valueBoolean: false },
          { name: 'count', valueInteger: 50 },
        ],
      },
    },
  ])
})

describe('the lower grade holds', () => {
  test.each([
    ['probable', 'probable'],
    ['possible', 'possible'],
    ['certainly-not', 'none'],
    ['a grade that the standard does not have', 'possible'],
  ])('%s there: %s', async (grade, expected) => {
    fhir.patients.push({ resource: ana, grade })
    expect((await match()).grade).toBe(expected)
  })
  test('not named there: possible', async () => {
    expect(await match()).toMatchObject({
      grade: 'possible',
      candidates: [{ reasons: expect.arrayContaining(['index-disagrees']) }],
    })
  })
  test('certain there, and probable by our rules', async () => {
    fhir.patients.push({ resource: ana, grade: 'certain' })
    expect((await match({ given: 'Anna' })).grade).toBe('probable')
  })
})

test('a record that only the other index finds is looked at, and is not raised', async () => {
  fhir.patients.push({ resource: ana, grade: 'certain' })
  // neither name nor date would have found it here
  expect((await match({ family: 'Quintanilla', birthDate: '1979-09-09' })).grade).toBe('none')
})

test('somebody whom the registry does not have is a rival, and nobody is tied to them', async () => {
  fhir.patients.push({ resource: ana }, { resource: { ...ana, id: 'elsewhere', telecom: [] } })
  const both = await match()
  expect(both.grade).toBe('probable')
  expect(both.candidates[0]).toMatchObject({ reasons: expect.arrayContaining(['rival']) })
  expect(both.candidates.find(({ id }) => id.startsWith('external:'))).toMatchObject({
    reasons: expect.arrayContaining(['not-in-registry']),
  })
  fhir.patients.splice(0, 2, { resource: { ...ana, id: 'elsewhere', name: [{ family: 'Ray', given: ['Ana'] }] } })
  const alone = await match({ family: 'Ray' })
  expect(alone.grade).toBe('probable')
  expect(alone.candidates[0]?.patientId).toBeUndefined()
  expect(alone.certain).toBeUndefined()
})

describe('an index that does not answer leaves nobody certain', () => {
  const bundle = (entry: object[]) => ({ status: 200, body: JSON.stringify({ resourceType: 'Bundle', entry }) })
  test.each([
    ['too late', 'never'],
    ['with an error', { status: 500, body: '{}' }],
    ['elsewhere', { status: 302, body: '' }],
    ['with a page', { status: 200, body: '<html>' }],
    ['with another resource', { status: 200, body: '{"resourceType":"Patient"}' }],
    ['with a person without a birth date', bundle([{ resource: { ...ana, birthDate: undefined } }])],
  ] as const)('%s', async (_what, answers) => {
    fhir.answers = answers
    expect(await match({}, answers === 'never' ? { ...house, matchIndex: hasty } : house)).toMatchObject({
      grade: 'probable',
      candidates: [{ reasons: expect.arrayContaining(['index-unavailable']) }],
    })
  })
  test('and so does one that has more than it sends', async () => {
    const entry = [{ resource: ana, search: { extension: [] } }]
    fhir.answers = { status: 200, body: JSON.stringify({ resourceType: 'Bundle', total: 400, entry }) }
    expect((await match()).candidates[0]?.reasons).toContain('crowded')
  })
})
