import { submitApplication } from '../../src/operations/applications.ts'
import { lookUpAccounts } from '../../src/operations/help-desk.ts'
import { issueInvitation } from '../../src/operations/invitations.ts'
import { makeOperator } from '../../src/operations/operators.ts'
import { registerAccount } from '../../src/operations/registration.ts'
import { newId, newReference, now } from '../../src/platform/index.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import type { OperatorWorld } from './world.ts'

/** People for the examples of the document to be about: each call makes new ones, where a route uses them up. */
export function castOf({ world }: OperatorWorld) {
  const { house } = world.app
  let count = 0
  const next = () => {
    count += 1
    return count
  }
  const staff = { actor: 'test', operator: 'Dana at the desk', organization: 'northside', reason: 'test' }
  return {
    /** A record with email and phone, and no account. */
    patient: () => {
      const number = next()
      return importPatient(house, {
        given: 'Wilhelmina',
        family: 'Quackenbush',
        birthDate: '1984-03-27',
        phone: `+1312555${4000 + number}`,
        email: `wilhelmina-${number}@example.org`,
      })
    },
    /** An account that northside linked, with the id of a contact. */
    async account(username: string) {
      const number = next()
      const phone = `+1312555${5000 + number}`
      const accountId = await seedAccount(house, {
        username,
        password: 'none needed here',
        phone,
        factors: ['text-code'],
      })
      const born = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27', phone }
      const patientId = await importPatient(house, born)
      await linkToSelf(house, accountId, patientId)
      const [view] = await lookUpAccounts(house, { by: 'account', value: accountId }, staff, now())
      return {
        accountId,
        patientId,
        phone,
        contactId: view?.contacts.find(({ isOfRecord }) => !isOfRecord)?.id as string,
      }
    },
    async invitation(patientId: string): Promise<string> {
      const request = {
        organization: 'northside',
        patientId,
        origin: 'staff',
        issuedBy: 'test',
        reason: 'test',
      } as const
      const issued = await issueInvitation(house, request)
      if (issued.kind === 'refused') throw new Error(issued.problem)
      return issued.id
    },
    async application(): Promise<string> {
      const email = `applicant-${next()}@example.org`
      const patient = {
        given: 'Ottoline',
        family: 'Featherstonehaugh',
        sex: 'female',
        birth_date: '1961-07-19',
      } as const
      const details = { patient, email, language: 'en', terms_version: 'test' } as const
      const journey = { flowId: newId(), reference: newReference(house.random), ip: '192.0.2.1', device: 'test' }
      await house.db
        .transaction()
        .execute(tx => submitApplication(tx, house, { organization: 'northside', details, journey }, now()))
      const row = await house.db.selectFrom('applications').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
      return row.id
    },
    async prospect(): Promise<string> {
      const number = next()
      const phone = `+1312555${6000 + number}`
      const born = { given: 'Henrietta', family: 'Wigglesworth' }
      const journey = { flowId: newId(), reference: 'AAA-AAA', ip: '192.0.2.1', device: 'test' }
      const person = {
        profile: born,
        username: `henrietta-${number}`,
        passwordHash: 'none',
        language: 'en',
        termsVersion: 'test',
        phone,
        notices: {},
      } as const
      const result = await house.db.transaction().execute(tx =>
        registerAccount(
          tx,
          house,
          {
            person,
            details: { ...born, sex: 'female', birth_date: '1959-11-03', phone },
            ending: { kind: 'prospect', location: 'east' },
            organization: 'northside',
            journey,
          } as never,
          now(),
        ),
      )
      if ((result as { kind: string }).kind === 'refused') throw new Error(JSON.stringify(result))
      const row = await house.db.selectFrom('prospects').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
      return row.id
    },
    async operator(): Promise<string> {
      const number = next()
      const made = await makeOperator(
        house,
        {
          username: `new-operator-${number}`,
          name: { given: 'Casey', family: 'Fieldstone' },
          email: `casey-${number}@clinic.example`,
          phone: `+1312555${7000 + number}`,
          role: 'help-desk',
          organizations: ['northside'],
          language: 'en',
        },
        { actor: 'test', reason: 'test' },
        now(),
      )
      if (made.kind === 'refused') throw new Error(made.problem)
      return made.accountId
    },
  }
}
export type Cast = ReturnType<typeof castOf>
