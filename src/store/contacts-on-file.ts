import { sql } from 'kysely'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader } from './database.ts'
import type { PatientDemographics } from './tables.ts'

/** A contact that reaches the person of an account: their own, or one that a clinic has on their own record. */
export interface ContactOnFile {
  readonly id: string
  readonly kind: 'phone' | 'email'
  readonly value: string
  /** the organisation whose record it stands on; own contacts have none */
  readonly organization?: string
  /** It stands on another person's record or account too. */
  readonly shared: boolean
  /** Of an own contact: until then it is too new for a recovery to rest on. */
  readonly settlesAt?: Date
  /** ISO date of birth on that record */
  readonly birthDate?: string
}

/** Every contact on file of one account, own and verified ones first. */
export async function findContactsOnFile(
  read: Reader,
  sealer: Sealer,
  accountId: string,
  at: Date,
): Promise<readonly ContactOnFile[]> {
  const { rows } = await sql<{
    id: string
    kind: 'phone' | 'email'
    value_sealed: Buffer
    organization_id: string | null
    demographics_sealed: Buffer | null
    shared: boolean
    settles_at: Date | null
  }>`
    select own.id, own.kind, own.value_sealed, null as organization_id, null as demographics_sealed, false as shared,
      own.settles_at, 0 as place, case when own.primary then 0 else 1 end as rank, own.created_at
    from account_contacts own where own.account_id = ${accountId} and own.verified_at is not null
    union all
    select mine.id, mine.kind, mine.value_sealed, links.organization_id, patients.demographics_sealed,
      exists (
        select 1 from patient_contacts other join patients others on others.id = other.patient_id
        where other.value_index = mine.value_index and other.patient_id <> mine.patient_id and others.status <> 'merged'
          and not exists (select 1 from account_links same where same.patient_id = other.patient_id
            and same.account_id = ${accountId} and same.relationship = 'self' and same.ended_at is null)
      ) or exists (
        select 1 from account_contacts taken
        where taken.value_index = mine.value_index and taken.account_id <> ${accountId}
      ) as shared,
      null as settles_at, 1 as place, mine.rank, mine.created_at
    from account_links links
      join patients on patients.id = links.patient_id and patients.status = 'active'
      join patient_contacts mine on mine.patient_id = links.patient_id
    where links.account_id = ${accountId} and links.relationship = 'self' and links.ended_at is null
      and (links.expires_at is null or links.expires_at > ${at})
    order by place, rank, created_at, id`.execute(read)
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    value: sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
    shared: row.shared,
    ...(row.settles_at ? { settlesAt: row.settles_at } : {}),
    ...(row.organization_id ? { organization: row.organization_id } : {}),
    ...(row.demographics_sealed
      ? { birthDate: sealer.openJson<PatientDemographics>('patients.demographics', row.demographics_sealed).birth_date }
      : {}),
  }))
}
