import { nameBirthKey, personKey, sourceKey } from '../../src/core/names.ts'
import { contactPurpose, purposes } from '../../src/core/purposes.ts'
import { addSeconds, days, newId, now, type Sealer } from '../../src/platform/index.ts'
import type { AccessCodesTable, Database, PatientDemographics } from '../../src/store/index.ts'

export interface PatientSeed {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly phones?: readonly string[]
  readonly emails?: readonly string[]
  readonly organization?: string
  readonly more?: Partial<PatientDemographics>
}
export interface CodeSeed {
  readonly patientId: string
  readonly code: string
  readonly organization?: string
  readonly channel?: AccessCodesTable['channel']
  readonly identityChecked?: boolean
  readonly representative?: { name: { given: string; family: string }; relationship: string; basis: string }
  readonly changes?: { expires_at?: Date; superseded_at?: Date; voided_at?: Date; used_at?: Date }
}

export async function seedOrganization(db: Database, id: string): Promise<void> {
  await db
    .insertInto('organizations')
    .values({
      id,
      name: JSON.stringify({ en: 'Northside Clinic' }),
      branding: JSON.stringify({}),
      time_zone: 'America/Chicago',
      default_language: 'en',
      settings: JSON.stringify({}),
      managed_by: 'file',
      created_at: now(),
      updated_at: now(),
    })
    .execute()
}

/** A record as an import leaves it. @returns its id */
export async function seedPatient(db: Database, sealer: Sealer, one: PatientSeed): Promise<string> {
  const id = newId()
  const organization = one.organization ?? 'northside'
  const demographics: PatientDemographics = {
    source_id: id,
    given_names: [one.given],
    family_name: one.family,
    sex: 'undisclosed',
    birth_date: one.birthDate,
    ...one.more,
  }
  await db
    .insertInto('patients')
    .values({
      id,
      organization_id: organization,
      source_index: sealer.index(purposes.patientSource, sourceKey(organization, id)),
      content_hash: sealer.index(purposes.patientContent, JSON.stringify(demographics)),
      demographics_sealed: sealer.sealJson('patients.demographics', demographics),
      name_birth_index: sealer.index(purposes.patientNameBirth, nameBirthKey(one.family, one.birthDate)),
      person_index: sealer.index(
        purposes.patientPerson,
        personKey(demographics.given_names, one.family, one.birthDate) ?? sourceKey(organization, id),
      ),
      birth_index: sealer.index(purposes.patientBirth, one.birthDate),
      status: 'active',
      created_at: now(),
      updated_at: now(),
    })
    .execute()
  const contacts = [
    ...(one.phones ?? []).map(value => ({ kind: 'phone' as const, value })),
    ...(one.emails ?? []).map(value => ({ kind: 'email' as const, value })),
  ]
  for (const [rank, { kind, value }] of contacts.entries())
    await db
      .insertInto('patient_contacts')
      .values({
        id: newId(),
        patient_id: id,
        kind,
        value_sealed: sealer.seal(purposes.contactValue, value),
        value_index: sealer.index(contactPurpose(kind), value),
        rank,
        created_at: now(),
      })
      .execute()
  return id
}

/** A code as staff issue it. @returns the code */
export async function seedAccessCode(db: Database, sealer: Sealer, one: CodeSeed): Promise<string> {
  await db
    .insertInto('access_codes')
    .values({
      id: newId(),
      organization_id: one.organization ?? 'northside',
      patient_id: one.patientId,
      code_index: sealer.index(purposes.accessCode, one.code),
      representative_sealed: one.representative
        ? sealer.sealJson('access_codes.representative', one.representative)
        : null,
      channel: one.channel ?? 'sms',
      identity_checked: one.identityChecked ?? false,
      expires_at: addSeconds(now(), days(60)),
      issued_by: 'test',
      created_at: now(),
      ...one.changes,
    })
    .execute()
  return one.code
}
