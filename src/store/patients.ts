import { sql } from 'kysely'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import { advisoryLocks } from './advisory-locks.ts'
import type { Reader, Transaction } from './database.ts'
import { createMatchKeys, deleteMatchKeys } from './match-keys.ts'
import type { PatientDemographics, PatientsTable } from './tables.ts'

export const demographicsPurpose = 'patients.demographics'

export interface Patient {
  readonly id: string
  readonly organizationId: string
  readonly status: PatientsTable['status']
  readonly replacedBy?: string
  readonly demographics: PatientDemographics
}
/** A record as an import writes it: sealed and indexed already. */
export interface PatientWrite {
  readonly id: string
  /** Not in the registry before this batch. */
  readonly isNew: boolean
  readonly sourceIndex: Buffer
  readonly contentHash: Buffer
  readonly demographicsSealed: Buffer
  readonly nameBirthIndex: Buffer
  readonly personIndex: Buffer
  readonly birthIndex: Buffer
  readonly recordNumberIndex: Buffer | null
  readonly status: PatientsTable['status']
  readonly contacts: readonly PatientContactWrite[]
  /** What it is found by; none for a merged record. */
  readonly matchKeys: readonly Buffer[]
  readonly keysVersion: number
}
export interface PatientContactWrite {
  readonly id: string
  readonly kind: 'phone' | 'email'
  readonly valueSealed: Buffer
  readonly valueIndex: Buffer
  readonly use: string | null
  readonly confirmedOn: string | null
}

const columns = ['id', 'organization_id', 'status', 'replaced_by', 'demographics_sealed'] as const
const patientOf = (
  sealer: Sealer,
  row: Pick<PatientsTable, (typeof columns)[number]> | undefined,
): Patient | undefined =>
  row && {
    id: row.id,
    organizationId: row.organization_id,
    status: row.status,
    ...(row.replaced_by ? { replacedBy: row.replaced_by } : {}),
    demographics: sealer.openJson<PatientDemographics>(demographicsPurpose, row.demographics_sealed),
  }

export const findPatient = async (read: Reader, sealer: Sealer, id: string): Promise<Patient | undefined> =>
  patientOf(sealer, await read.selectFrom('patients').select(columns).where('id', '=', id).executeTakeFirst())

/** Holds the record until the transaction ends: what is decided on it is decided once. */
export const findPatientForUpdate = async (tx: Transaction, sealer: Sealer, id: string): Promise<Patient | undefined> =>
  patientOf(sealer, await tx.selectFrom('patients').select(columns).where('id', '=', id).forUpdate().executeTakeFirst())

/** @param sourceKey `sourceKey(organization, id)` of core/names */
export const findPatientBySource = async (
  read: Reader,
  sealer: Sealer,
  sourceKey: string,
): Promise<Patient | undefined> =>
  patientOf(
    sealer,
    await read
      .selectFrom('patients')
      .select(columns)
      .where('source_index', '=', sealer.index(purposes.patientSource, sourceKey))
      .executeTakeFirst(),
  )

/** @param recordNumberKey `recordNumberKey(organization, number)` of core/names; merged records have given theirs away */
export async function findPatientsByRecordNumber(
  read: Reader,
  sealer: Sealer,
  recordNumberKey: string,
): Promise<readonly Patient[]> {
  const rows = await read
    .selectFrom('patients')
    .select(columns)
    .where('record_number_index', '=', sealer.index(purposes.patientRecordNumber, recordNumberKey))
    .where('status', '=', 'active')
    .limit(2)
    .execute()
  return rows.flatMap(row => patientOf(sealer, row) ?? [])
}

/** Held until the transaction ends: of several imports into one organisation one writes at a time. */
export async function lockRegistry(tx: Transaction, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.registry}::int, hashtext(${organizationId}))`.execute(tx)
}

/** What is there already of a batch, by source index in hex. */
export async function findPatientVersions(
  tx: Transaction,
  sourceIndexes: readonly Buffer[],
): Promise<Map<string, { readonly id: string; readonly contentHash: Buffer }>> {
  const { rows } = await sql<{ id: string; source_index: Buffer; content_hash: Buffer }>`
    select id, source_index, content_hash from patients where source_index = any(${[...sourceIndexes]}::bytea[])
  `.execute(tx)
  return new Map(rows.map(row => [row.source_index.toString('hex'), { id: row.id, contentHash: row.content_hash }]))
}

/**
 * Writes a batch, new records and changed ones alike, under {@link lockRegistry}. The contacts of a record become
 * exactly those given. A record that is merged keeps its successor; one that is not any more loses it.
 */
export async function createOrUpdatePatients(
  tx: Transaction,
  organizationId: string,
  patients: readonly PatientWrite[],
  at: Date,
): Promise<void> {
  const of = <T>(pick: (patient: PatientWrite) => T): T[] => patients.map(pick)
  await sql`
    insert into patients (id, organization_id, source_index, content_hash, demographics_sealed, name_birth_index,
      person_index, birth_index, record_number_index, status, keys_version, created_at, updated_at)
    select row.*, ${at}::timestamptz, ${at}::timestamptz from (
      select id, ${organizationId}::text, source_index, content_hash, demographics_sealed, name_birth_index,
        person_index, birth_index, record_number_index, status, keys_version
      from unnest(${of(each => each.id)}::uuid[], ${of(each => each.sourceIndex)}::bytea[],
        ${of(each => each.contentHash)}::bytea[], ${of(each => each.demographicsSealed)}::bytea[],
        ${of(each => each.nameBirthIndex)}::bytea[], ${of(each => each.personIndex)}::bytea[],
        ${of(each => each.birthIndex)}::bytea[], ${of(each => each.recordNumberIndex)}::bytea[], ${of(each => each.status)}::text[],
        ${of(each => each.keysVersion)}::smallint[])
        as given (id, source_index, content_hash, demographics_sealed, name_birth_index, person_index, birth_index,
          record_number_index, status, keys_version)
    ) as row
    on conflict (source_index) do update set
      content_hash = excluded.content_hash,
      demographics_sealed = excluded.demographics_sealed,
      name_birth_index = excluded.name_birth_index,
      person_index = excluded.person_index,
      birth_index = excluded.birth_index,
      record_number_index = excluded.record_number_index,
      status = excluded.status,
      keys_version = excluded.keys_version,
      replaced_by = case when excluded.status = 'merged' then patients.replaced_by end,
      updated_at = excluded.updated_at`.execute(tx)
  const changed = patients.filter(({ isNew }) => !isNew).map(({ id }) => id)
  const contacts = patients.flatMap(({ id, contacts: all }) =>
    all.map((contact, index) => ({ ...contact, patientId: id, rank: index })),
  )
  const all = <T>(pick: (contact: (typeof contacts)[number]) => T): T[] => contacts.map(pick)
  // a contact that stays keeps the time when it was first seen: one from childhood does not become new by a new address
  await sql`
    with former as (
      delete from patient_contacts where patient_id = any(${changed}::uuid[])
      returning patient_id, value_index, created_at
    )
    insert into patient_contacts (id, patient_id, kind, value_sealed, value_index, use, rank, confirmed_on, created_at)
    select given.*, coalesce(
      (select min(former.created_at) from former
        where former.patient_id = given.patient_id and former.value_index = given.value_index),
      ${at}::timestamptz)
    from unnest(${all(each => each.id)}::uuid[], ${all(each => each.patientId)}::uuid[], ${all(each => each.kind)}::text[],
      ${all(each => each.valueSealed)}::bytea[], ${all(each => each.valueIndex)}::bytea[],
      ${all(each => each.use)}::text[], ${all(each => each.rank)}::smallint[],
      ${all(each => each.confirmedOn)}::date[])
      as given (id, patient_id, kind, value_sealed, value_index, use, rank, confirmed_on)`.execute(tx)
  if (changed.length > 0) await deleteMatchKeys(tx, changed)
  await createMatchKeys(tx, patients)
}

/**
 * Names the records that took the place of merged ones. Successors may stand anywhere in a file: run at its end.
 * @returns how many of the pairs have no successor in the registry
 */
export async function updatePatientSuccessors(
  tx: Transaction,
  pairs: readonly { readonly sourceIndex: Buffer; readonly successorIndex: Buffer }[],
  at: Date,
): Promise<number> {
  const merged = pairs.map(pair => pair.sourceIndex)
  const successors = pairs.map(pair => pair.successorIndex)
  await sql`
    update patients set replaced_by = successor.id, updated_at = ${at}
    from unnest(${merged}::bytea[], ${successors}::bytea[]) as pair (source_index, successor_index)
      join patients successor on successor.source_index = pair.successor_index
    where patients.source_index = pair.source_index and patients.status = 'merged'
      and successor.id <> patients.id and patients.replaced_by is distinct from successor.id`.execute(tx)
  const { rows } = await sql<{ missing: string }>`
    select count(*) as missing from unnest(${successors}::bytea[]) as given (source_index)
    where not exists (select 1 from patients where patients.source_index = given.source_index)`.execute(tx)
  return Number(rows[0]?.missing ?? 0)
}

/**
 * Carries the live links of merged records to their successors, one step of a chain at a call. A second self link to
 * one record is never made: that account stays where it is, for staff to look at.
 */
export async function updateLinksOfMergedPatients(
  tx: Transaction,
  organizationId: string,
): Promise<{ readonly accountId: string; readonly patientId: string; readonly formerPatientId: string }[]> {
  const { rows } = await sql<{ account_id: string; patient_id: string; former: string }>`
    with candidate as (
      select link.id, merged.id as former, merged.replaced_by as successor, link.relationship, link.account_id,
        row_number() over (partition by merged.replaced_by, link.relationship order by link.created_at, link.id) as turn
      from account_links link join patients merged on merged.id = link.patient_id
      where merged.organization_id = ${organizationId} and merged.status = 'merged'
        and merged.replaced_by is not null and link.ended_at is null
    )
    update account_links set patient_id = candidate.successor from candidate
    where account_links.id = candidate.id
      and (candidate.relationship <> 'self' or (candidate.turn = 1 and not exists (
        select 1 from account_links own
        where own.patient_id = candidate.successor and own.relationship = 'self' and own.ended_at is null)))
      and not exists (
        select 1 from account_links same
        where same.patient_id = candidate.successor and same.account_id = candidate.account_id
          and same.ended_at is null)
    returning account_links.account_id, account_links.patient_id, candidate.former`.execute(tx)
  return rows.map(row => ({ accountId: row.account_id, patientId: row.patient_id, formerPatientId: row.former }))
}
