import type { PatientRecord } from '../../../src/core/registry/index.ts'

/** A record as a hospital's export has it. */
export const toFhir = (record: PatientRecord): Record<string, unknown> => ({
  resourceType: 'Patient',
  id: record.sourceId,
  name: [
    {
      use: 'official',
      family: record.familyName,
      given: record.givenNames,
      ...(record.suffix ? { suffix: [record.suffix] } : {}),
    },
    ...(record.previousNames ?? []).map(({ given, family }) => ({ use: 'maiden', family, given })),
  ],
  gender: record.sex === 'female' || record.sex === 'male' ? record.sex : 'unknown',
  birthDate: record.birthDate,
  active: record.status !== 'inactive',
  ...(record.status === 'deceased' ? { deceasedBoolean: true } : {}),
  ...(record.isRestricted ? { meta: { security: [{ code: 'R' }] } } : {}),
  telecom: record.contacts.map(({ kind, value, use, confirmed }) => ({
    system: kind,
    value,
    ...(use ? { use } : {}),
    ...(confirmed ? { period: { start: confirmed } } : {}),
  })),
  ...(record.address?.postalCode ? { address: [{ use: 'home', postalCode: record.address.postalCode }] } : {}),
})
