import type { Readable } from 'node:stream'
import { memberKey } from '../core/coverage.ts'
import { localDate } from '../core/dates.ts'
import { keysVersion, namesOf } from '../core/matching/index.ts'
import { nameBirthKey, personKey, recordNumberKey, sourceKey } from '../core/names.ts'
import { phoneCountryOf } from '../core/phones.ts'
import { contactPurpose, purposes } from '../core/purposes.ts'
import {
  type PatientCoverage,
  type PatientRecord,
  type RecordCoverage,
  type Rejection,
  rejections,
} from '../core/registry/index.ts'
import { createHashSet } from '../platform/hash-set.ts'
import { newId, now, type Sealer } from '../platform/index.ts'
import {
  type CoverageChange,
  type CoverageWrite,
  createOrUpdateCoverages,
  replaceCoverages,
  sealCoverage,
} from '../store/coverages.ts'
import type { PatientDemographics, Transaction } from '../store/index.ts'
import { findOrganization } from '../store/organizations.ts'
import {
  createOrUpdatePatients,
  demographicsPurpose,
  findPatientVersions,
  lockRegistry,
  type PatientWrite,
  updateLinksOfMergedPatients,
  updatePatientSuccessors,
} from '../store/patients.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { sealRecordKeys } from './match-keys.ts'
import { type PatientFormat, type PatientRow, readPatients, UnreadableFile } from './patient-files/index.ts'

export interface ImportReport {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** Resources of a Bundle or NDJSON file that are no patients. */
  readonly otherResources: number
  /** Phones and addresses that cannot be used; their records were taken. */
  readonly contactsLeftOut: number
  /** Member ids of insurers that came as resources of their own (FHIR Coverage). */
  readonly coverages: number
  /** Of those, whose patient is not in the registry. */
  readonly coveragesWithoutPatient: number
  /** Merged records whose successor is not in the registry. */
  readonly successorsMissing: number
  readonly rejectedCount: number
  /** The first of them; nothing personal beyond the line. */
  readonly rejected: readonly { readonly line: number; readonly reason: Rejection }[]
}
export type ImportResult =
  | { readonly kind: 'imported'; readonly report: ImportReport }
  | { readonly kind: 'refused'; readonly problem: 'organization-unknown' }
  /** What came before the line is in the registry: run the mended file again. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly problem: string; readonly report: ImportReport }

/** Sentence for a rejected row: "line 12 has no birth date". */
export const rejectionText = ({ line, reason }: ImportReport['rejected'][number]): string =>
  `line ${line} ${rejections[reason]}`

export interface ImportRequest {
  readonly organization: string
  readonly input: Readable
  readonly format: PatientFormat
  /** who did it, for the audit, such as `cli:root` */
  readonly actor: string
  /** What is done with the records of each batch once they are in the registry, by id; unchanged ones too. */
  onTaken?(patientIds: readonly string[]): Promise<void>
}
type ImportHouse = Pick<House, 'db' | 'sealer'>
type Counts = { -readonly [K in keyof ImportReport]: ImportReport[K] } & {
  rejected: { line: number; reason: Rejection }[]
}

const batchSize = 500
const longestReport = 10_000

/**
 * Takes a file of patients into an organisation's registry: by source identifier, new records are made, changed ones
 * updated, equal ones left alone, so that running a file twice changes nothing. Records that no file names stay. Each
 * batch is a transaction of its own; memory does not grow with the file but for eight to thirty-two bytes a record.
 * @throws whatever the input fails with; what came before is in the registry then, and audited
 */
export async function importPatients(house: ImportHouse, request: ImportRequest): Promise<ImportResult> {
  const organization = await findOrganization(house.db, request.organization)
  if (!organization) return { kind: 'refused', problem: 'organization-unknown' }
  const context = {
    today: localDate(now(), organization.timeZone),
    phoneCountry: phoneCountryOf(organization.settings),
  }
  const run = createRun(house, organization.id, request.onTaken)
  let broken: unknown
  try {
    for await (const rows of readPatients(request.input, request.format, context)) await run.take(rows)
  } catch (fault) {
    if (!(fault instanceof UnreadableFile) && fault !== request.input.errored) throw fault
    broken = fault
  }
  // a file that breaks off leaves what it brought as whole as one that ends
  await run.finish(request, broken !== undefined)
  const unreadable = broken instanceof UnreadableFile ? broken : undefined
  if (broken && !unreadable) throw broken
  if (unreadable) return { kind: 'unreadable', line: unreadable.line, problem: unreadable.message, report: run.counts }
  return { kind: 'imported', report: run.counts }
}

function createRun(house: ImportHouse, organizationId: string, onTaken: ImportRequest['onTaken']) {
  const { db, sealer } = house
  const correlationId = newId()
  const seen = createHashSet()
  const mergers: { sourceIndex: Buffer; successorIndex: Buffer }[] = []
  const counts: Counts = {
    created: 0,
    updated: 0,
    unchanged: 0,
    otherResources: 0,
    contactsLeftOut: 0,
    coverages: 0,
    coveragesWithoutPatient: 0,
    successorsMissing: 0,
    rejectedCount: 0,
    rejected: [],
  }
  let batch: { record: PatientRecord; sourceIndex: Buffer }[] = []

  const reject = (line: number, reason: Rejection): void => {
    counts.rejectedCount += 1
    if (counts.rejected.length < longestReport) counts.rejected.push({ line, reason })
  }
  const sourceIndexOf = (sourceId: string): Buffer =>
    sealer.index(purposes.patientSource, sourceKey(organizationId, sourceId))

  /** Its patient may stand anywhere in the file: what finds none waits for the end. */
  let coverages: CoverageChange[] = []
  const takeCoverage = ({ sourceId, coverages: all, hasEnded }: PatientCoverage): void => {
    counts.coverages += 1
    const sourceIndex = sourceIndexOf(sourceId)
    for (const each of all) coverages.push({ ...sealedCoverage(sealer, organizationId, each), sourceIndex, hasEnded })
  }

  const accept = ({ line, result, coverage }: PatientRow): void => {
    if (coverage) takeCoverage(coverage)
    else if (!result) counts.otherResources += 1
    else if (result.rejection) reject(line, result.rejection)
    else {
      const sourceIndex = sourceIndexOf(result.record.sourceId)
      if (!seen.add(sourceIndex)) {
        reject(line, 'duplicate-in-file')
        return
      }
      counts.contactsLeftOut += result.contactsLeftOut
      if (result.record.replacedBy)
        mergers.push({ sourceIndex, successorIndex: sourceIndexOf(result.record.replacedBy) })
      batch.push({ record: result.record, sourceIndex })
    }
  }
  const writeBatch = (taken: typeof batch): Promise<string[]> =>
    db.transaction().execute(async tx => {
      await lockRegistry(tx, organizationId)
      const versions = await findPatientVersions(
        tx,
        taken.map(each => each.sourceIndex),
      )
      const writes: (PatientWrite & { readonly coverages?: CoverageWrite[] })[] = []
      const ids: string[] = []
      for (const { record, sourceIndex } of taken) {
        const version = versions.get(sourceIndex.toString('hex'))
        const contentHash = sealer.index(purposes.patientContent, JSON.stringify(record))
        const id = version?.id ?? newId()
        ids.push(id)
        if (version?.contentHash.equals(contentHash)) counts.unchanged += 1
        else {
          counts[version ? 'updated' : 'created'] += 1
          const sealed = sealRecord(sealer, organizationId, record)
          writes.push({ ...sealed, id, isNew: !version, sourceIndex, contentHash })
        }
      }
      if (writes.length > 0) await createOrUpdatePatients(tx, organizationId, writes, now())
      const spoken = writes.flatMap(({ id, coverages: own }) => (own ? [{ id, coverages: own }] : []))
      await replaceCoverages(tx, spoken, now())
      return ids
    })
  // the next batch is read while the database writes this one
  let writing: Promise<void> = Promise.resolve()
  const write = async (): Promise<void> => {
    const taken = batch
    batch = []
    await writing
    if (taken.length === 0) return
    writing = writeBatch(taken).then(ids => onTaken?.(ids))
    // a failure is thrown where it is awaited: at the next batch or at the end
    writing.catch(() => {})
  }
  /** Of those that were looked at already. */
  let waiting = 0
  let coveragesChanged = 0
  const writeCoverages = async (): Promise<void> => {
    const taken = coverages
    coverages = []
    await write()
    await writing
    if (taken.length === 0) return
    const { left, changed } = await db.transaction().execute(async tx => {
      await lockRegistry(tx, organizationId)
      return createOrUpdateCoverages(tx, taken, now())
    })
    coverages = [...left, ...coverages]
    waiting = left.length
    coveragesChanged += changed
  }
  return {
    counts,
    async take(rows: readonly PatientRow[]): Promise<void> {
      for (const row of rows) {
        accept(row)
        if (batch.length >= batchSize) await write()
        if (coverages.length >= waiting + batchSize) await writeCoverages()
      }
    },
    async finish({ actor, format }: ImportRequest, isBroken: boolean): Promise<void> {
      await writeCoverages()
      counts.coveragesWithoutPatient = new Set(coverages.map(each => each.sourceIndex.toString('hex'))).size
      counts.rejected.sort((one, other) => one.line - other.line)
      await db.transaction().execute(async tx => {
        await lockRegistry(tx, organizationId)
        const trail = { actor, organizationId, correlationId }
        for (let from = 0; from < mergers.length; from += batchSize)
          counts.successorsMissing += await updatePatientSuccessors(tx, mergers.slice(from, from + batchSize), now())
        if (mergers.length > 0) await carryLinks(tx, house, trail)
        if (counts.created + counts.updated + coveragesChanged === 0 && !isBroken) return
        const { rejected: _rejected, ...numbers } = counts
        await recordAudit(tx, house, {
          type: 'patients.imported',
          outcome: isBroken ? 'failure' : 'success',
          ...trail,
          details: { format, ...numbers },
        })
      })
    },
  }
}

/** Links follow their records along chains of mergers; a chain that bites its tail ends after a few rounds. */
async function carryLinks(
  tx: Transaction,
  house: ImportHouse,
  trail: { readonly actor: string; readonly organizationId: string; readonly correlationId: string },
): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const moved = await updateLinksOfMergedPatients(tx, trail.organizationId)
    if (moved.length === 0) return
    for (const { accountId, patientId, formerPatientId } of moved)
      await recordAudit(tx, house, {
        type: 'account-link.carried',
        outcome: 'success',
        ...trail,
        accountId,
        patientId,
        details: { from: formerPatientId },
      })
  }
}

/** @throws Error for a coverage that says nothing; none leaves its reader */
function sealedCoverage(sealer: Sealer, organizationId: string, coverage: RecordCoverage): CoverageWrite {
  const key = memberKey(organizationId, coverage.payer, coverage.memberId)
  if (!key) throw new Error('a coverage has no payer or no member id')
  return sealCoverage(sealer, key, coverage)
}

/** Personal data leaves this function sealed or as keyed indexes only. */
function sealRecord(
  sealer: Sealer,
  organizationId: string,
  record: PatientRecord,
): Omit<PatientWrite, 'id' | 'isNew' | 'sourceIndex' | 'contentHash'> & { readonly coverages?: CoverageWrite[] } {
  const demographics: PatientDemographics = {
    source_id: record.sourceId,
    ...(record.recordNumber ? { record_number: record.recordNumber } : {}),
    given_names: [...record.givenNames],
    family_name: record.familyName,
    ...(record.nameInUse ? { name_in_use: { ...record.nameInUse } } : {}),
    ...(record.previousNames
      ? { previous_names: record.previousNames.map(({ given, family }) => ({ given: [...given], family })) }
      : {}),
    ...(record.suffix ? { suffix: record.suffix } : {}),
    sex: record.sex,
    birth_date: record.birthDate,
    ...(record.address?.postalCode ? { postal_code: record.address.postalCode } : {}),
    ...(record.address?.lines ? { address_lines: [...record.address.lines] } : {}),
    ...(record.address?.city ? { city: record.address.city } : {}),
    ...(record.address?.state ? { state: record.address.state } : {}),
    ...(record.language ? { language: record.language } : {}),
    ...(record.isRestricted ? { restricted: true as const } : {}),
  }
  return {
    demographicsSealed: sealer.sealJson(demographicsPurpose, demographics),
    nameBirthIndex: sealer.index(purposes.patientNameBirth, nameBirthKey(record.familyName, record.birthDate)),
    personIndex: sealer.index(
      purposes.patientPerson,
      personKey(record.givenNames, record.familyName, record.birthDate) ?? sourceKey(organizationId, record.sourceId),
    ),
    birthIndex: sealer.index(purposes.patientBirth, record.birthDate),
    recordNumberIndex: record.recordNumber
      ? sealer.index(purposes.patientRecordNumber, recordNumberKey(organizationId, record.recordNumber))
      : null,
    status: record.status,
    matchKeys:
      record.status === 'merged' ? [] : sealRecordKeys(sealer, organizationId, namesOf(record), record.birthDate),
    keysVersion,
    ...(record.coverages
      ? { coverages: record.coverages.map(each => sealedCoverage(sealer, organizationId, each)) }
      : {}),
    contacts: record.contacts.map(({ kind, value, use, confirmed }) => ({
      id: newId(),
      kind,
      valueSealed: sealer.seal(purposes.contactValue, value),
      valueIndex: sealer.index(contactPurpose(kind), value),
      use: use ?? null,
      confirmedOn: confirmed ?? null,
    })),
  }
}
