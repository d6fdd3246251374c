import { sql } from 'kysely'
import type { Reader } from './database.ts'
import type { PatientContactsTable } from './tables.ts'

export type ContactOfRecordRow = Pick<PatientContactsTable, 'id' | 'kind' | 'value_sealed' | 'value_index' | 'rank'> & {
  /** It stands on another person's record or account too (a parent's phone on a child's record); see `person_index`. */
  readonly shared: boolean
}

/**
 * The clinic's contacts of one patient, best first, each with whether somebody else has it too. A record of the same
 * person at another organisation is nobody else's, nor is an account that is tied to the person's own record.
 */
export async function findContactsOfRecord(read: Reader, patientId: string): Promise<readonly ContactOfRecordRow[]> {
  return read
    .selectFrom('patient_contacts as mine')
    .innerJoin('patients as person', 'person.id', 'mine.patient_id')
    .select(['mine.id', 'mine.kind', 'mine.value_sealed', 'mine.value_index', 'mine.rank'])
    .select(
      sql<boolean>`exists (
        select 1 from patient_contacts other join patients on patients.id = other.patient_id
        where other.value_index = mine.value_index and other.patient_id <> mine.patient_id
          and patients.status <> 'merged' and patients.person_index <> person.person_index
      ) or exists (
        select 1 from account_contacts own where own.value_index = mine.value_index and not exists (
          select 1 from account_links self join patients on patients.id = self.patient_id
          where self.account_id = own.account_id and self.relationship = 'self' and self.ended_at is null
            and patients.person_index = person.person_index
        )
      )`.as('shared'),
    )
    .where('mine.patient_id', '=', patientId)
    .orderBy('mine.rank')
    .orderBy('mine.id')
    .execute()
}
