import { createReadStream } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { patientsFile, patientsOrganization, readPatients, seededNewcomers } from '../../src/demo/people.ts'
import { matchPerson } from '../../src/operations/matching.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'

let open: TestHouse
beforeAll(async () => {
  open = await openTestHouse('newcomer')
})
afterAll(() => open.close())

test('whom the demo names as somebody who can register is certain among all of its patients', async () => {
  const input = createReadStream(patientsFile)
  const { house } = open
  await importPatients(house, { organization: patientsOrganization, input, format: 'fhir', actor: 'test' })
  const people = readPatients().filter(({ id }) => seededNewcomers.includes(id))
  expect(people.length).toBeGreaterThan(0)
  for (const { given_name: given, family_name: family, birth_date: birthDate, phones, emails } of people) {
    const verified = [
      ...phones.map(value => ({ kind: 'phone', value }) as const),
      ...emails.map(value => ({ kind: 'email', value }) as const),
    ]
    const found = await matchPerson(house, {
      organization: patientsOrganization,
      person: { given, family, birthDate },
      verified,
    })
    expect(found).toMatchObject({ grade: 'certain', certain: { patientId: expect.any(String) } })
    expect(found?.certain).not.toHaveProperty('selfAccountId')
  }
})
