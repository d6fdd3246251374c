import { keysVersion, namesOf } from '../../src/core/matching/index.ts'
import { personKey } from '../../src/core/names.ts'
import { contactPurpose, purposes } from '../../src/core/purposes.ts'
import type { PatientRecord } from '../../src/core/registry/index.ts'
import { sealRecordKeys } from '../../src/operations/match-keys.ts'
import { newId, type Sealer } from '../../src/platform/index.ts'
import type { PatientDemographics, Pool } from '../../src/store/index.ts'
import { demographicsPurpose } from '../../src/store/patients.ts'

const batchSize = 2000
/** What is made again after the rows are in: row by row these cost several times as much. */
const asides = [
  ['patients_name_birth', 'patients (organization_id, name_birth_index)'],
  ['patients_birth', 'patients (organization_id, birth_index)'],
  ['patients_record_number', 'patients (organization_id, record_number_index)'],
  ['patients_without_keys', 'patients (organization_id) where keys_version is null'],
  ['patient_contacts_patient', 'patient_contacts (patient_id)'],
  ['patient_contacts_value', 'patient_contacts (value_index)'],
  ['patient_match_keys_patient', 'patient_match_keys (patient_id)'],
] as const

/**
 * Puts records into an empty registry, quickly. What matching reads is as an import writes it; what it does not read
 * (source, birth and record number indexes, values of contacts) is bytes of the right length.
 */
export async function loadRegistry(
  pool: Pool,
  sealer: Sealer,
  organizationId: string,
  records: Iterable<PatientRecord>,
): Promise<number> {
  const fill = Buffer.alloc(52, 7)
  let count = 0
  for (const [name] of asides) await pool.query(`drop index ${name}`)
  await pool.query(`alter table patient_contacts drop constraint patient_contacts_patient_id_fkey;
    alter table patient_match_keys drop constraint patient_match_keys_patient_id_fkey;
    alter table patient_match_keys drop constraint patient_match_keys_pkey`)
  const write = async (batch: readonly PatientRecord[]): Promise<void> => {
    const rows = batch.map(record => ({ id: newId(), record }))
    const contacts = rows.flatMap(({ id, record }) => record.contacts.map((each, rank) => ({ id, rank, each })))
    const keys = rows.flatMap(({ id, record }) =>
      sealRecordKeys(sealer, organizationId, namesOf(record), record.birthDate).map(key => ({ id, key })),
    )
    const index = (number: number): Buffer => {
      const made = Buffer.alloc(32)
      made.writeUInt32BE(number, 0)
      return made
    }
    const from = count
    count += rows.length
    await pool.query(
      `insert into patients (id, organization_id, source_index, content_hash, demographics_sealed, name_birth_index,
         person_index, birth_index, status, keys_version, created_at, updated_at)
       select id, $1, source_index, source_index, sealed, source_index, person_index, source_index, status, $2, $3, $3
       from unnest($4::uuid[], $5::bytea[], $6::bytea[], $7::bytea[], $8::text[])
         as given (id, source_index, sealed, person_index, status)`,
      [
        organizationId,
        keysVersion,
        loadedAt,
        rows.map(({ id }) => id),
        rows.map((_row, place) => index(from + place)),
        rows.map(({ record }) => sealer.sealJson(demographicsPurpose, demographicsOf(record))),
        rows.map(({ record }) =>
          sealer.index(
            purposes.patientPerson,
            personKey(record.givenNames, record.familyName, record.birthDate) ?? record.sourceId,
          ),
        ),
        rows.map(({ record }) => record.status),
      ],
    )
    await pool.query(
      `insert into patient_contacts (id, patient_id, kind, value_sealed, value_index, use, rank, confirmed_on, created_at)
       select gen_random_uuid(), patient_id, kind, $1, value_index, use, rank, confirmed_on, $2
       from unnest($3::uuid[], $4::text[], $5::bytea[], $6::text[], $7::smallint[], $8::date[])
         as given (patient_id, kind, value_index, use, rank, confirmed_on)`,
      [
        fill,
        loadedAt,
        contacts.map(({ id }) => id),
        contacts.map(({ each }) => each.kind),
        contacts.map(({ each }) => sealer.index(contactPurpose(each.kind), each.value)),
        contacts.map(({ each }) => each.use ?? null),
        contacts.map(({ rank }) => rank),
        contacts.map(({ each }) => each.confirmed ?? null),
      ],
    )
    await pool.query(
      'insert into patient_match_keys (key, patient_id) select * from unnest($1::bytea[], $2::uuid[]) on conflict do nothing',
      [keys.map(({ key }) => key), keys.map(({ id }) => id)],
    )
  }
  let batch: PatientRecord[] = []
  let writing: Promise<void> = Promise.resolve()
  for (const record of records) {
    batch.push(record)
    if (batch.length < batchSize) continue
    await writing
    writing = write(batch)
    batch = []
  }
  await writing
  await write(batch)
  await pool.query('alter table patient_match_keys add primary key (key, patient_id)')
  for (const [name, what] of asides) await pool.query(`create index ${name} on ${what}`)
  for (const table of ['patients', 'patient_contacts', 'patient_match_keys'])
    await pool.query(`vacuum analyze ${table}`)
  return count
}

const loadedAt = new Date('2026-11-01T00:00:00Z')

const demographicsOf = (record: PatientRecord): PatientDemographics => ({
  source_id: record.sourceId,
  given_names: [...record.givenNames],
  family_name: record.familyName,
  ...(record.previousNames
    ? { previous_names: record.previousNames.map(({ given, family }) => ({ given: [...given], family })) }
    : {}),
  ...(record.suffix ? { suffix: record.suffix } : {}),
  sex: record.sex,
  birth_date: record.birthDate,
  ...(record.address?.postalCode ? { postal_code: record.address.postalCode } : {}),
})
