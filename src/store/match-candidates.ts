import { sql } from 'kysely'
import { mostBehindKey } from '../core/matching/index.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader } from './database.ts'
import { demographicsPurpose } from './patients.ts'
import { prepared } from './prepared.ts'
import type { PatientContactsTable, PatientDemographics, PatientsTable } from './tables.ts'

export interface CandidateSearch {
  readonly organizationId: string
  /** of names and birth date, as in `patient_match_keys` */
  readonly keys: readonly Buffer[]
  /** value indexes of contacts */
  readonly contacts: readonly Buffer[]
  /** Records that somebody else named, by source index. */
  readonly sources: readonly Buffer[]
  /** The account of the person who asks: its contacts are nobody else's. */
  readonly accountId?: string
}
export interface CandidateRow {
  readonly id: string
  readonly sourceIndex: Buffer
  readonly status: PatientsTable['status']
  readonly demographics: PatientDemographics
  readonly createdAt: Date
  readonly selfAccountId?: string
  readonly contacts: readonly CandidateContactRow[]
}
export interface CandidateContactRow {
  readonly kind: PatientContactsTable['kind']
  readonly valueIndex: Buffer
  readonly use: string | null
  /** Only told of contacts that were asked for, and of work lines. */
  readonly isShared: boolean
  readonly confirmedOn: string | null
  readonly createdAt: Date
}
export interface FoundCandidateRows {
  readonly rows: readonly CandidateRow[]
  /** More records than are looked at stand behind one of the keys. */
  readonly isCrowded: boolean
  /** Records of the organisation have no keys yet. */
  readonly isIncomplete: boolean
}

interface Row {
  readonly id: string
  readonly source_index: Buffer
  readonly status: PatientsTable['status']
  readonly demographics_sealed: Buffer
  readonly created_at: Date
  readonly self_account: string | null
  readonly is_crowded: boolean
  readonly is_incomplete: boolean
  readonly kind: PatientContactsTable['kind'] | null
  readonly value_index: Buffer
  readonly use: string | null
  readonly is_shared: boolean
  readonly confirmed_on: string | null
  readonly contact_created_at: Date
}
interface Values {
  readonly keys: Buffer[]
  readonly contacts: Buffer[]
  readonly sources: Buffer[]
  readonly accountId: string | null
  readonly organizationId: string
}
const statement = prepared((db, values: Values) => ({
  compile: () =>
    sql<Row>`
    with behind as materialized (
      select each.place, hit.patient_id
      from unnest(${values.keys}::bytea[]) with ordinality as each (key, place)
        cross join lateral (
          select patient_id from patient_match_keys where key = each.key limit ${mostBehindKey + 1}
        ) hit
    ), reached as (
      select patient_id from behind
      union
      select hit.patient_id from unnest(${values.contacts}::bytea[]) as each (value_index)
        cross join lateral (
          select patient_id from patient_contacts where value_index = each.value_index limit ${mostBehindKey}
        ) hit
      union
      select id from patients where source_index = any(${values.sources}::bytea[])
    )
    select person.id, person.source_index, person.status, person.demographics_sealed, person.created_at,
      (select account_id from account_links
        where patient_id = person.id and relationship = 'self' and ended_at is null) as self_account,
      exists (select 1 from behind group by place having count(place) > ${mostBehindKey}) as is_crowded,
      exists (
        select 1 from patients where organization_id = ${values.organizationId} and keys_version is null
      ) as is_incomplete,
      mine.kind, mine.value_index, mine.use, mine.confirmed_on::text, mine.created_at as contact_created_at,
      (mine.value_index = any(${values.contacts}::bytea[]) or mine.use = 'work') and (exists (
        select 1 from patient_contacts other join patients on patients.id = other.patient_id
        where other.value_index = mine.value_index and other.patient_id <> mine.patient_id
          and patients.status <> 'merged' and patients.person_index <> person.person_index
      ) or exists (
        select 1 from account_contacts own
        where own.value_index = mine.value_index and own.account_id is distinct from ${values.accountId}::uuid
          and not exists (
            select 1 from account_links self join patients on patients.id = self.patient_id
            where self.account_id = own.account_id and self.relationship = 'self' and self.ended_at is null
              and patients.person_index = person.person_index)
      )) as is_shared
    from reached join patients person on person.id = reached.patient_id
      left join patient_contacts mine on mine.patient_id = person.id
    where person.organization_id = ${values.organizationId} and person.status <> 'merged'
    order by person.id, mine.rank`.compile(db),
}))

const usualLength = 10
const nothing = Buffer.alloc(0)
/**
 * Lists as long as Postgres takes a list for whose values it does not know. A shorter one would make a plan for these
 * very values look cheaper than the one it has, and planning anew costs more than what is planned.
 */
const filled = (list: readonly Buffer[]): Buffer[] => [
  ...list,
  ...Array.from({ length: Math.max(0, usualLength - list.length) }, () => nothing),
]

/**
 * Records that may be meant, with their contacts: one statement, one index read a key, and no more than
 * {@link mostBehindKey} rows behind each, however large the registry or a bucket of it. Opens only what it found.
 */
export async function findMatchCandidates(
  read: Reader,
  sealer: Sealer,
  search: CandidateSearch,
): Promise<FoundCandidateRows> {
  const rows = await statement.rows(read, {
    keys: filled(search.keys),
    contacts: filled(search.contacts),
    sources: filled(search.sources),
    accountId: search.accountId ?? null,
    organizationId: search.organizationId,
  })
  const found = new Map<string, CandidateRow & { readonly contacts: CandidateContactRow[] }>()
  for (const row of rows) {
    let person = found.get(row.id)
    if (!person) {
      person = {
        id: row.id,
        sourceIndex: row.source_index,
        status: row.status,
        demographics: sealer.openJson<PatientDemographics>(demographicsPurpose, row.demographics_sealed),
        createdAt: row.created_at,
        ...(row.self_account ? { selfAccountId: row.self_account } : {}),
        contacts: [],
      }
      found.set(row.id, person)
    }
    if (row.kind)
      person.contacts.push({
        kind: row.kind,
        valueIndex: row.value_index,
        use: row.use,
        isShared: row.is_shared,
        confirmedOn: row.confirmed_on,
        createdAt: row.contact_created_at,
      })
  }
  return {
    rows: [...found.values()],
    isCrowded: rows[0]?.is_crowded ?? false,
    isIncomplete: rows[0]?.is_incomplete ?? false,
  }
}
