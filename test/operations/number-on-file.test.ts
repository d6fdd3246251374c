import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { now } from '../../src/platform/index.ts'
import { findRecordOnFile } from '../../src/steps/index.ts'
import { clock } from '../driver/clock.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient } from '../driver/people.ts'

/** Which numbers of a record prove its person, wherever that is asked. */
let open: TestHouse
beforeAll(async () => {
  open = await openTestHouse('number on file')
})
afterEach(() => clock.reset())
afterAll(() => open.close())

let count = 0
async function numbersOf(birthDate: string, phone: string): Promise<readonly string[]> {
  count += 1
  const person = { given: 'Euphemia', family: `Grantchester${'abc'[count]}`, birthDate, phone }
  const patientId = await importPatient(open.house, person)
  const accountId = await open.seedAccount({ username: `euphemia-${count}` })
  await linkToSelf(open.house, accountId, patientId)
  const ask = { organization: 'northside', organizationGiven: true }
  const record = await findRecordOnFile(open.house.db, { house: open.house, now: now(), ask }, accountId)
  return record?.phones.map(({ value }) => value) ?? []
}

test('one that costs money is nobody’s', async () => {
  expect(await numbersOf('1970-01-01', '+13125550178')).toEqual(['+13125550178'])
  expect(await numbersOf('1970-01-01', '+19005550123')).toEqual([])
})

test('one that a teenager shares proves the parent, until they are 18 where the day comes last', async () => {
  const phone = '+13125550179'
  await importPatient(open.house, { given: 'Parent', family: 'Grantchester', birthDate: '1975-05-05', phone })
  const birthDate = `${now().getUTCFullYear() - 17}-06-15`
  const [year] = birthDate.split('-')
  const eighteen = Date.UTC(Number(year) + 18, 5, 15)
  clock.advance((eighteen - now().getTime()) / 1000 + 3 * 3600)
  expect(await numbersOf(birthDate, phone)).toEqual([])
})
