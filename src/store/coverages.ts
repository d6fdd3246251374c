import { sql } from 'kysely'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'

const memberPurpose = 'patient_coverages.member'

/** A member id that a clinic has on a record, as an import writes it: sealed and indexed already. */
export interface CoverageWrite {
  readonly memberIndex: Buffer
  readonly memberSealed: Buffer
  readonly verifiedOn: string | null
}
export const sealCoverage = (
  sealer: Sealer,
  key: string,
  coverage: { readonly payer: string; readonly memberId: string; readonly verifiedOn?: string },
): CoverageWrite => ({
  memberIndex: sealer.index(purposes.patientMember, key),
  memberSealed: sealer.sealJson(memberPurpose, { payer: coverage.payer, member_id: coverage.memberId }),
  verifiedOn: coverage.verifiedOn ?? null,
})

/** The coverages of these records become exactly those given. */
export async function replaceCoverages(
  tx: Transaction,
  patients: readonly { readonly id: string; readonly coverages: readonly CoverageWrite[] }[],
  at: Date,
): Promise<void> {
  if (patients.length === 0) return
  await sql`delete from patient_coverages where patient_id = any(${patients.map(({ id }) => id)}::uuid[])`.execute(tx)
  await createCoverages(
    tx,
    patients.flatMap(({ id, coverages }) => coverages.map(coverage => ({ ...coverage, patientId: id }))),
    at,
  )
}

async function createCoverages(
  tx: Transaction,
  rows: readonly (CoverageWrite & { readonly patientId: string })[],
  at: Date,
): Promise<number> {
  if (rows.length === 0) return 0
  const of = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick)
  const { numAffectedRows } = await sql`
    insert into patient_coverages (patient_id, member_index, member_sealed, verified_on, created_at)
    select distinct on (patient_id, member_index) given.*, ${at}::timestamptz
    from unnest(${of(row => row.patientId)}::uuid[], ${of(row => row.memberIndex)}::bytea[],
      ${of(row => row.memberSealed)}::bytea[], ${of(row => row.verifiedOn)}::date[])
      as given (patient_id, member_index, member_sealed, verified_on)
    on conflict (patient_id, member_index) do update set
      member_sealed = excluded.member_sealed, verified_on = excluded.verified_on
      where patient_coverages.verified_on is distinct from excluded.verified_on`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** One line of a file that is about a patient who stands elsewhere in it. */
export interface CoverageChange extends CoverageWrite {
  readonly sourceIndex: Buffer
  /** It ended: it goes. */
  readonly hasEnded: boolean
}

/**
 * Writes coverages that came apart from their patients (FHIR Coverage).
 * @returns those whose patient is not in the registry yet, and how many rows are other than before
 */
export async function createOrUpdateCoverages(
  tx: Transaction,
  changes: readonly CoverageChange[],
  at: Date,
): Promise<{ readonly left: readonly CoverageChange[]; readonly changed: number }> {
  const { rows } = await sql<{ id: string; source_index: Buffer }>`
    select id, source_index from patients where source_index = any(${changes.map(each => each.sourceIndex)}::bytea[])
  `.execute(tx)
  const ids = new Map(rows.map(row => [row.source_index.toString('hex'), row.id]))
  const known = changes.flatMap(change => {
    const patientId = ids.get(change.sourceIndex.toString('hex'))
    return patientId ? [{ ...change, patientId }] : []
  })
  const ended = known.filter(({ hasEnded }) => hasEnded)
  let changed = 0
  if (ended.length > 0) {
    const gone = await sql`
      delete from patient_coverages using unnest(${ended.map(each => each.patientId)}::uuid[],
        ${ended.map(each => each.memberIndex)}::bytea[]) as gone (patient_id, member_index)
      where patient_coverages.patient_id = gone.patient_id
        and patient_coverages.member_index = gone.member_index`.execute(tx)
    changed += Number(gone.numAffectedRows ?? 0)
  }
  changed += await createCoverages(
    tx,
    known.filter(({ hasEnded }) => !hasEnded),
    at,
  )
  return { left: changes.filter(change => !ids.has(change.sourceIndex.toString('hex'))), changed }
}

/** Living records with one of these member ids, at most so many: more than a few is nobody. */
export async function findPatientsByMember(
  read: Reader,
  memberIndexes: readonly Buffer[],
): Promise<readonly { readonly patientId: string; readonly isVerified: boolean }[]> {
  const { rows } = await sql<{ patient_id: string; verified: boolean }>`
    select patient_coverages.patient_id, bool_or(patient_coverages.verified_on is not null) as verified
    from patient_coverages join patients on patients.id = patient_coverages.patient_id
    where patient_coverages.member_index = any(${[...memberIndexes]}::bytea[]) and patients.status = 'active'
    group by patient_coverages.patient_id limit 20`.execute(read)
  return rows.map(row => ({ patientId: row.patient_id, isVerified: row.verified }))
}
