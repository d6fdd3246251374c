import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import type { Transaction } from './database.ts'
import { demographicsPurpose } from './patients.ts'
import type { PatientDemographics, PatientsTable } from './tables.ts'

/** Takes some records that have no match keys yet; rows that somebody works on wait for the next call. */
export async function findPatientsWithoutKeys(
  tx: Transaction,
  sealer: Sealer,
  limit: number,
): Promise<
  readonly {
    readonly id: string
    readonly organizationId: string
    readonly status: PatientsTable['status']
    readonly demographics: PatientDemographics
  }[]
> {
  const rows = await tx
    .selectFrom('patients')
    .select(['id', 'organization_id', 'status', 'demographics_sealed'])
    .where('keys_version', 'is', null)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map(row => ({
    id: row.id,
    organizationId: row.organization_id,
    status: row.status,
    demographics: sealer.openJson<PatientDemographics>(demographicsPurpose, row.demographics_sealed),
  }))
}

export async function updateKeysVersion(
  tx: Transaction,
  patientIds: readonly string[],
  version: number,
): Promise<void> {
  await sql`update patients set keys_version = ${version} where id = any(${[...patientIds]}::uuid[])`.execute(tx)
}
