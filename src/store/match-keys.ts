import { sql } from 'kysely'
import type { Transaction } from './database.ts'

export interface MatchKeysWrite {
  /** of the record */
  readonly id: string
  readonly matchKeys: readonly Buffer[]
}

export async function createMatchKeys(tx: Transaction, writes: readonly MatchKeysWrite[]): Promise<void> {
  const rows = writes.flatMap(({ id, matchKeys }) => matchKeys.map(key => ({ id, key })))
  await sql`
    insert into patient_match_keys (key, patient_id)
    select * from unnest(${rows.map(({ key }) => key)}::bytea[], ${rows.map(({ id }) => id)}::uuid[])
    on conflict do nothing`.execute(tx)
}

export async function deleteMatchKeys(tx: Transaction, patientIds: readonly string[]): Promise<void> {
  await sql`delete from patient_match_keys where patient_id = any(${[...patientIds]}::uuid[])`.execute(tx)
}
