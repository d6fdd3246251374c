import { Readable } from 'node:stream'
import { issueAccessCode } from '../../src/operations/access-codes.ts'
import { submitApplication } from '../../src/operations/applications.ts'
import type { House } from '../../src/operations/house.ts'
import { issueInvitation } from '../../src/operations/invitations.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { registerAccount } from '../../src/operations/registration.ts'
import { newId, newReference, now } from '../../src/platform/index.ts'
import { createOperator } from '../../src/store/operators.ts'
import { linkToSelf } from '../driver/links.ts'
import { seedAccount } from '../driver/people.ts'

/** Somebody whom the clinic has on record; the same number is the same person in every run. */
export const personOf = (number: number) => ({
  given: given[number % given.length] as string,
  family: `${family[number % family.length]}${letters(number)}`,
  birthDate: `19${50 + (number % 50)}-0${1 + (number % 9)}-1${number % 9}`,
  phone: `+1312555${String(number).padStart(4, '0')}`,
  email: `person-${number}@example.org`,
  recordNumber: `MRN-${number}`,
  username: `person-${number}`,
})
const given = ['Ada', 'Bo', 'Clara', 'Dmitri', 'Esperanza', 'Farid', 'Greta']
const family = ['Fullbright', 'Quackenbush', 'Okonkwo', 'Villanueva', 'Lindqvist']
const letters = (number: number): string =>
  [...String(number)].map(digit => 'abcdefghij'[Number(digit)] as string).join('')

const inQueue = { applications: 120, prospects: 60, codes: 100, operators: 120 } as const

/** So many people through the operations of the product, and what waits for staff: the moulds of all others. */
export async function castPeople(house: House, accounts: number): Promise<void> {
  const records = accounts + inQueue.codes
  const imported = await importPatients(house, {
    organization: 'northside',
    input: Readable.from(Array.from({ length: records }, (_, number) => `${JSON.stringify(resourceOf(number))}\n`)),
    format: 'ndjson',
    actor: 'bench',
  })
  if (imported.kind !== 'imported' || imported.report.created !== records) throw new Error(JSON.stringify(imported))
  const rows = await house.db.selectFrom('patients').select('id').orderBy('id').execute()
  for (const [number, { id }] of rows.slice(0, accounts).entries()) {
    const { username, phone, email, given, family } = personOf(number)
    const account = { username, phone, email, factors: ['text-code'], name: { given, family } }
    await linkToSelf(house, await seedAccount(house, account), id)
  }
  const staff = { organization: 'northside', issuedBy: 'bench', reason: 'bench' } as const
  for (const { id: patientId } of rows.slice(accounts)) {
    const code = await issueAccessCode(house, { ...staff, patientId, channel: 'letter' })
    const invitation = await issueInvitation(house, { ...staff, patientId, origin: 'staff' })
    if (code.kind === 'refused' || invitation.kind === 'refused') throw new Error('no code or no invitation')
  }
  for (let number = 0; number < inQueue.applications; number += 1) await apply(house, number)
  for (let number = 0; number < inQueue.prospects; number += 1) await register(house, number)
  for (let number = 0; number < inQueue.operators; number += 1) {
    const accountId = await seedAccount(house, { username: `desk-${number}`, population: 'staff' })
    const grant = { role: 'viewer', organizations: ['northside'], accountId, createdBy: 'bench' } as const
    await house.db.transaction().execute(tx => createOperator(tx, grant, now()))
  }
}

const resourceOf = (number: number) => {
  const { given, family, birthDate, phone, email, recordNumber } = personOf(number)
  return {
    resourceType: 'Patient',
    id: `source-${number}`,
    identifier: [{ system: 'urn:bench:mrn', type: { coding: [{ code: 'MR' }] }, value: recordNumber }],
    active: true,
    name: [{ use: 'official', family, given: [given] }],
    gender: 'female',
    birthDate,
    telecom: [
      { system: 'phone', value: phone, use: 'mobile' },
      { system: 'email', value: email },
    ],
  }
}

async function apply(house: House, number: number): Promise<void> {
  const { given, family, birthDate, email } = personOf(number)
  const patient = { given, family, sex: 'female', birth_date: birthDate } as const
  const details = { patient, email, language: 'en', terms_version: 'bench' } as const
  const journey = { flowId: newId(), reference: newReference(house.random), ip: '192.0.2.1', device: 'bench' }
  await house.db
    .transaction()
    .execute(tx => submitApplication(tx, house, { organization: 'northside', details, journey }, now()))
}

async function register(house: House, number: number): Promise<void> {
  const { given, family, birthDate } = personOf(number)
  const phone = `+1312556${String(number).padStart(4, '0')}`
  const journey = { flowId: newId(), reference: newReference(house.random), ip: '192.0.2.1', device: 'bench' }
  const person = { profile: { given, family }, username: `registered-${number}`, passwordHash: 'none', language: 'en' }
  const result = await house.db.transaction().execute(tx =>
    registerAccount(
      tx,
      house,
      {
        person: { ...person, termsVersion: 'bench', phone, notices: {} },
        details: { given, family, sex: 'female', birth_date: birthDate, phone },
        ending: { kind: 'prospect', location: 'east' },
        organization: 'northside',
        journey,
      } as never,
      now(),
    ),
  )
  if ((result as { kind: string }).kind === 'refused') throw new Error(JSON.stringify(result))
}
