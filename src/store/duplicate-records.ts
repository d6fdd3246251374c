import { sql } from 'kysely'
import type { Database, Reader, Transaction } from './database.ts'

/** Two rows of the registry, in order. */
export type RecordPair = readonly [string, string]
export interface DuplicateRecords {
  readonly records: RecordPair
  readonly foundAt: Date
}

/** Notes pairs of one organisation, each once; the same statement for none. @returns how many are new */
export async function createDuplicateRecords(
  db: Database | Transaction,
  organizationId: string,
  pairs: readonly RecordPair[],
  at: Date,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into duplicate_records (patient_id, other_id, organization_id, found_at)
    select least(one, other), greatest(one, other), ${organizationId}, ${at}
    from unnest(${pairs.map(([one]) => one)}::uuid[], ${pairs.map(([, other]) => other)}::uuid[]) as pair (one, other)
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Those that wait, oldest first. One of which the clinic let go, by a merger or otherwise, waits for nobody. */
export async function findDuplicateRecords(
  read: Reader,
  organizationId: string,
  count: number,
): Promise<readonly DuplicateRecords[]> {
  const rows = await read
    .selectFrom('duplicate_records')
    .innerJoin('patients as one', 'one.id', 'duplicate_records.patient_id')
    .innerJoin('patients as other', 'other.id', 'duplicate_records.other_id')
    .select(['duplicate_records.patient_id', 'duplicate_records.other_id', 'found_at'])
    .where('duplicate_records.organization_id', '=', organizationId)
    .where('apart_at', 'is', null)
    .where('one.status', '=', 'active')
    .where('other.status', '=', 'active')
    .orderBy('found_at')
    .orderBy('duplicate_records.patient_id')
    .orderBy('duplicate_records.other_id')
    .limit(count)
    .execute()
  return rows.map(row => ({ records: [row.patient_id, row.other_id], foundAt: row.found_at }))
}

/** Staff say that they are two people. @returns false where no such pair of this organisation waits */
export async function updateDuplicateRecordsApart(
  tx: Transaction,
  organizationId: string,
  [one, other]: RecordPair,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('duplicate_records')
    .set({ apart_at: at })
    .where('patient_id', 'in', [one, other])
    .where('other_id', 'in', [one, other])
    .where('organization_id', '=', organizationId)
    .where('apart_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
