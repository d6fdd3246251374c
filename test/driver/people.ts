import { Readable } from 'node:stream'
import { verifiedOnExtension } from '../../src/core/registry/index.ts'
import { issueAccessCode } from '../../src/operations/access-codes.ts'
import type { House } from '../../src/operations/house.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { newId, now } from '../../src/platform/index.ts'
import { createAccountContact } from '../../src/store/account-contacts.ts'
import { createAccountFactor } from '../../src/store/account-factors.ts'
import { createAccount, type NewAccount } from '../../src/store/accounts.ts'
import type { Database } from '../../src/store/index.ts'
import { createTermsAcceptance } from '../../src/store/terms.ts'
import { notes, notesBirthDate } from './canaries.ts'

export interface SeedAccount {
  readonly username: string
  readonly password?: string
  readonly population?: NewAccount['population']
  readonly status?: 'disabled'
  /** verified own phone, with these factors enrolled */
  readonly phone?: string
  readonly factors?: readonly string[]
  readonly email?: string
  readonly terms?: string | null
  readonly name?: { readonly given: string; readonly family: string }
}
export interface SeedPatient {
  readonly given: string
  readonly family: string
  /** ISO 8601 date */
  readonly birthDate: string
  readonly phone?: string
  /** a second number, after the first */
  readonly otherPhone?: string
  readonly email?: string
  readonly organization?: string
  /** A member id of an insurer that the clinic has on the record, and when it was checked. */
  readonly coverage?: { readonly payer: string; readonly memberId: string; readonly verifiedOn?: string }
}

const defaultName = { given: 'Rosalinda', family: 'Quintanilla' }

/** A person who can sign in; has accepted the terms unless told otherwise. @returns the account's id */
export async function seedAccount(house: House, person: SeedAccount): Promise<string> {
  const { db, sealer, settings } = house
  notesPerson(person)
  const accountId = newId()
  const at = now()
  const passwordHash = person.password === undefined ? undefined : await house.hasher.hash(person.password)
  await db.transaction().execute(async tx => {
    await createAccount(
      tx,
      sealer,
      {
        id: accountId,
        population: person.population ?? 'patient',
        username: person.username,
        profile: person.name ?? defaultName,
        language: 'en',
        ...(passwordHash ? { passwordHash } : {}),
        ...(person.factors?.[0] ? { securityOption: person.factors[0] } : {}),
      },
      at,
    )
    const contact = async (kind: 'phone' | 'email', value: string) => {
      const id = newId()
      await createAccountContact(tx, sealer, { id, accountId, kind, value, verifiedAt: at, primary: true }, at)
      return id
    }
    if (person.email) await contact('email', person.email)
    if (person.phone) {
      const contactId = await contact('phone', person.phone)
      for (const kind of person.factors ?? [])
        await createAccountFactor(tx, { id: newId(), accountId, kind, contactId }, at)
    }
    const version = person.terms === undefined ? settings.terms.version : person.terms
    if (version) await createTermsAcceptance(tx, { accountId, document: 'terms', version }, at)
    if (person.status) await setAccountStatus(tx, accountId, person.status)
  })
  return accountId
}

/** An account as an operator leaves it: what it has open ends by itself. */
export async function setAccountStatus(db: Database, id: string, status: 'active' | 'disabled'): Promise<void> {
  await db.updateTable('accounts').set({ status }).where('id', '=', id).execute()
}

/** A patient record, through the real import. @returns its id */
export async function importPatient(house: House, patient: SeedPatient): Promise<string> {
  const source = newId()
  notesPerson({ ...patient, name: patient })
  notesBirthDate(patient.birthDate)
  const resource = {
    resourceType: 'Patient',
    id: source,
    identifier: [{ system: 'urn:test:mrn', value: source }],
    active: true,
    name: [{ use: 'official', family: patient.family, given: [patient.given] }],
    gender: 'female',
    birthDate: patient.birthDate,
    telecom: [
      ...(patient.phone ? [{ system: 'phone', value: patient.phone, use: 'mobile' }] : []),
      ...(patient.otherPhone ? [{ system: 'phone', value: patient.otherPhone, use: 'home' }] : []),
      ...(patient.email ? [{ system: 'email', value: patient.email }] : []),
    ],
  }
  const before = new Set((await house.db.selectFrom('patients').select('id').execute()).map(row => row.id))
  const result = await importPatients(house, {
    organization: patient.organization ?? 'northside',
    input: Readable.from([resource, ...coverageOf(source, patient)].map(each => `${JSON.stringify(each)}\n`)),
    format: 'ndjson',
    actor: 'test',
  })
  if (result.kind !== 'imported' || result.report.created !== 1)
    throw new Error(`not imported: ${JSON.stringify(result)}`)
  const rows = await house.db.selectFrom('patients').select('id').execute()
  return rows.find(row => !before.has(row.id))?.id as string
}

function coverageOf(source: string, { coverage }: SeedPatient): readonly object[] {
  if (!coverage) return []
  notes('member id', coverage.memberId)
  const { payer, memberId, verifiedOn } = coverage
  return [
    {
      resourceType: 'Coverage',
      status: 'active',
      beneficiary: { reference: `Patient/${source}` },
      subscriberId: memberId,
      payor: [{ display: payer }],
      ...(verifiedOn ? { extension: [{ url: verifiedOnExtension, valueDate: verifiedOn }] } : {}),
    },
  ]
}

/** The access code of a letter, as the person reads it. */
export async function printLetter(house: House, patientId: string, organization = 'northside'): Promise<string> {
  const issued = await issueAccessCode(house, {
    organization,
    patientId,
    channel: 'letter',
    issuedBy: 'test',
    reason: 'asked at the desk',
  })
  if (issued.kind !== 'issued' || !issued.letter) throw new Error(`no letter: ${JSON.stringify(issued)}`)
  notes('access code', issued.letter.code)
  return issued.letter.code
}

export const birthFields = (isoDate: string): Record<string, string> => {
  const [year = '', month = '', day = ''] = isoDate.split('-')
  return { birth_year: year, birth_month: month, birth_day: day }
}

function notesPerson({ username, password, phone, email, name }: Partial<SeedAccount>): void {
  notes('username', username)
  notes('password', password)
  notes('phone', phone)
  notes('email', email)
  notes('given name', name?.given ?? defaultName.given)
  notes('family name', name?.family ?? defaultName.family)
}
