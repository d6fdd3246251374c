import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OperatorRole } from '../core/operator-access.ts'
import { projectRoot } from '../platform/index.ts'

/** The invented patients of one organisation; the file goes through the real import. */
export const patientsFile = join(projectRoot, 'config/demo/patients.fhir.json')
export const patientsOrganization = 'northside'

/** What somebody has besides the password; an authenticator app's secret is the demo's own. */
export interface SeededAccount {
  readonly username: string
  /** Long enough to be taken by the product itself. */
  readonly password: string
  /** by FHIR id, for whom the registry knows */
  readonly patient?: string
  readonly option?: 'text-code' | 'voice-code'
  readonly hasAuthenticator?: true
  readonly question?: { readonly id: string; readonly answer: string }
  /** Who is no patient. */
  readonly provider?: {
    readonly given: string
    readonly family: string
    readonly email: string
    readonly phone: string
  }
}

/** Who has an account from the start. */
export const seededAccounts: readonly SeededAccount[] = [
  { username: 'rosa.m', password: 'garden lantern 4 violet', patient: 'rosa', option: 'text-code' },
  { username: 'dorothy.l', password: 'teapot orchard 9 winter', patient: 'dorothy', option: 'voice-code' },
  { username: 'teresa.v', password: 'copper meadow 6 piano', patient: 'teresa', hasAuthenticator: true },
  {
    username: 'marcus.w',
    password: 'canyon bicycle 8 pepper',
    patient: 'marcus',
    question: { id: 'dream-job', answer: 'lighthouse keeper' },
  },
  {
    username: 'amara.cole',
    password: 'harbor saddle 3 thunder',
    hasAuthenticator: true,
    provider: { given: 'Amara', family: 'Cole', email: 'amara.cole@example.com', phone: '+12175550150' },
  },
]

/** Who of the staff may use the operator API, each with an authenticator app. */
export interface SeededOperator {
  readonly username: string
  readonly password: string
  readonly given: string
  readonly family: string
  readonly email: string
  readonly role: OperatorRole
  /** left out: the whole installation */
  readonly organizations?: readonly string[]
}
export const seededOperators: readonly SeededOperator[] = [
  {
    username: 'olivia.owner',
    password: 'velvet compass 5 orchard',
    given: 'Olivia',
    family: 'Brandt',
    email: 'olivia.brandt@example.com',
    role: 'owner',
  },
  {
    username: 'samir.security',
    password: 'granite lantern 2 willow',
    given: 'Samir',
    family: 'Haddad',
    email: 'samir.haddad@example.com',
    role: 'security',
  },
  {
    username: 'hannah.desk',
    password: 'saffron window 7 river',
    given: 'Hannah',
    family: 'Ortiz',
    email: 'hannah.ortiz@example.com',
    role: 'help-desk',
    organizations: [patientsOrganization],
  },
  {
    username: 'victor.viewer',
    password: 'pebble harvest 6 cinnamon',
    given: 'Victor',
    family: 'Lind',
    email: 'victor.lind@example.com',
    role: 'viewer',
    organizations: [patientsOrganization],
  },
]

/** Accounts of an older system, with its password hashes; the file goes through the real import. */
export const importedFile = join(projectRoot, 'config/demo/accounts.ndjson')
export const importedAccounts = [{ username: 'helen.k', password: 'maple kettle 7 harbour', patient: 'helen' }] as const

/** Who has a letter with an access code on the kitchen table. */
export const seededLetters = ['walter', 'mia', 'ana', 'jun'] as const

/** Who was invited by mail; the link is in the inbox. */
export const seededInvitations = ['nadia'] as const

/** Who can register without a letter: the record is certainly theirs, and nobody has an account for it. */
export const seededNewcomers: readonly string[] = ['robin']

export interface DemoPatient {
  readonly id: string
  readonly organization: string
  readonly record_number: string
  readonly given_name: string
  readonly family_name: string
  readonly birth_date: string
  readonly sex: string
  readonly language: string
  readonly phones: readonly string[]
  readonly emails: readonly string[]
}

interface FhirPatient {
  readonly resourceType: 'Patient'
  readonly id: string
  readonly identifier: readonly [{ readonly value: string }]
  readonly name: readonly [{ readonly given: readonly string[]; readonly family: string }]
  readonly telecom: readonly { readonly system: string; readonly value: string }[]
  readonly gender: string
  readonly birthDate: string
  readonly communication: readonly [{ readonly language: { readonly coding: readonly [{ readonly code: string }] } }]
}

/** The same people in the words of demo.json, read from the file that is imported. */
export function readPatients(): readonly DemoPatient[] {
  const bundle = JSON.parse(readFileSync(patientsFile, 'utf8')) as {
    entry: { resource: FhirPatient | { readonly resourceType: 'Coverage' } }[]
  }
  const resources = bundle.entry.map(({ resource }) => resource)
  return resources
    .filter((each): each is FhirPatient => each.resourceType === 'Patient')
    .map(resource => {
      const telecom = (system: string) =>
        resource.telecom.filter(each => each.system === system).map(each => each.value)
      return {
        id: resource.id,
        organization: patientsOrganization,
        record_number: resource.identifier[0].value,
        given_name: resource.name[0].given.join(' '),
        family_name: resource.name[0].family,
        birth_date: resource.birthDate,
        sex: resource.gender,
        language: resource.communication[0].language.coding[0].code,
        phones: telecom('phone').map(e164),
        emails: telecom('email'),
      }
    })
}

const e164 = (phone: string): string => `+${phone.replace(/\D/g, '').replace(/^(?=\d{10}$)/, '1')}`
