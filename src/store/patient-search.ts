import type { Reader } from './database.ts'

/** A blind index of records, and what is looked for in it. */
export interface PatientIndex {
  readonly column: 'source' | 'record' | 'name' | 'contact'
  readonly value: Buffer
}
const columns = { source: 'source_index', record: 'record_number_index', name: 'name_birth_index' } as const

/** Records of one organisation that are exactly so, oldest first. */
export async function findPatientIds(
  read: Reader,
  organizationId: string,
  { column, value }: PatientIndex,
  limit: number,
): Promise<readonly string[]> {
  const rows = await read
    .selectFrom('patients')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where(eb =>
      column === 'contact'
        ? eb('id', 'in', eb.selectFrom('patient_contacts').select('patient_id').where('value_index', '=', value))
        : eb(columns[column], '=', value),
    )
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
