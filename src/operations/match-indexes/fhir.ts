import { z } from 'zod'
import { localDate } from '../../core/dates.ts'
import { type Grade, isUsable, lowerGrade, namesOf } from '../../core/matching/index.ts'
import { sourceKey } from '../../core/names.ts'
import { purposes } from '../../core/purposes.ts'
import { fromFhir, type PatientRecord } from '../../core/registry/index.ts'
import { createOutbound, type Logger, now, type Sealer } from '../../platform/index.ts'
import type { Settings } from '../../settings/index.ts'
import type { IndexAnswer, IndexCandidate, IndexRequest, MatchIndex, MatchPerson } from './contract.ts'
import { contactKey, toQuery } from './registry.ts'

export interface FhirIndexParts {
  readonly settings: Pick<Settings, 'matching' | 'outbound'>
  readonly sealer: Sealer
  readonly log: Logger
  /** The registry beside it: links are made to its records only. */
  readonly registry: MatchIndex
}

/** Records that are asked for: as many as the rules would look at behind one name. */
const mostEntries = 50
/** http://hl7.org/fhir/R4/extension-match-grade.html */
const gradeUrl = 'http://hl7.org/fhir/StructureDefinition/match-grade'
const gradeOf: Readonly<Record<string, Grade>> = {
  certain: 'certain',
  probable: 'probable',
  possible: 'possible',
  'certainly-not': 'none',
}
const answer = z.looseObject({
  resourceType: z.literal('Bundle'),
  total: z.number().optional(),
  entry: z
    .array(
      z.looseObject({
        fullUrl: z.string().optional(),
        resource: z.unknown(),
        search: z
          .looseObject({
            mode: z.string().optional(),
            extension: z.array(z.looseObject({ url: z.string(), valueCode: z.string().optional() })).optional(),
          })
          .optional(),
      }),
    )
    .default([]),
})
interface ExternalEntry {
  readonly grade: Grade
  readonly record: PatientRecord
}
interface ExternalAnswer {
  readonly entries: readonly ExternalEntry[]
  /** It knows of more than it sent. */
  readonly isCrowded: boolean
}

/**
 * An external index of patients (FHIR R4 `Patient/$match`, http://hl7.org/fhir/R4/patient-operation-match.html) beside the
 * registry. A record gets the lower of its grade and ours; one that it does not name is no more than possible; one that
 * only it knows is a rival. While it does not answer, nobody is certain.
 */
export function createFhirIndex({ settings, sealer, log, registry }: FhirIndexParts): MatchIndex & {
  close(): Promise<void>
} {
  const { fhir } = settings.matching
  if (!fhir) throw new Error('matching.fhir is not set')
  const outbound = createOutbound({
    allow: settings.outbound.allow,
    // the operator's own setting: such an index stands in the clinic's network
    trusted: [fhir.url],
    timeoutMs: fhir.timeout_ms,
  })

  /** @returns `undefined` where nothing, or nothing that can be understood, came back */
  async function ask(request: IndexRequest): Promise<ExternalAnswer | undefined> {
    try {
      const response = await outbound.fetch(`${fhir?.url.replace(/\/$/, '')}/Patient/$match`, {
        method: 'POST',
        headers: {
          accept: 'application/fhir+json',
          'content-type': 'application/fhir+json',
          ...(fhir?.token ? { authorization: `Bearer ${fhir.token}` } : {}),
        },
        body: JSON.stringify(parametersOf(request.person)),
      })
      if (!response.ok) {
        await response.body?.cancel()
        return trouble('refused', response.status)
      }
      const parsed = answer.safeParse(await response.json())
      if (!parsed.success) return trouble('not-a-bundle')
      const entries = entriesOf(parsed.data, request)
      if (!entries) return trouble('entry-not-readable')
      return { entries, isCrowded: Math.max(entries.length, parsed.data.total ?? 0) >= mostEntries }
    } catch (error) {
      log.fault('matching.index', error)
      return undefined
    }
  }
  function trouble(reason: string, status?: number): undefined {
    log.warn('matching.index', { reason, ...(status ? { status } : {}) })
    return undefined
  }

  return {
    close: () => outbound.close(),
    async find(request: IndexRequest): Promise<IndexAnswer> {
      if (!isUsable(toQuery(sealer, request.person))) return registry.find(request)
      const external = await ask(request)
      const entries = external?.entries ?? []
      const sourceIds = entries.map(({ record }) => record.sourceId)
      const own = await registry.find({ ...request, sourceIds: [...(request.sourceIds ?? []), ...sourceIds] })
      if (!external) return { ...own, doubts: [...own.doubts, 'index-unavailable'] }
      const sourceIndexOf = (id: string): string =>
        sealer.index(purposes.patientSource, sourceKey(request.organization.id, id)).toString('hex')
      const named = new Map<string, Grade>()
      for (const { grade, record } of entries) {
        const index = sourceIndexOf(record.sourceId)
        named.set(index, lowerGrade(named.get(index) ?? 'certain', grade))
      }
      const known = new Set(own.candidates.map(({ sourceIndex }) => sourceIndex?.toString('hex')))
      const strangers = entries.filter(
        ({ grade, record }) =>
          grade !== 'none' && record.status !== 'merged' && !known.has(sourceIndexOf(record.sourceId)),
      )
      return {
        doubts: external.isCrowded ? [...own.doubts, 'crowded'] : own.doubts,
        candidates: [
          ...own.candidates.map(candidate => ({
            ...candidate,
            ceiling: {
              grade: named.get(candidate.sourceIndex?.toString('hex') ?? '') ?? 'possible',
              reason: 'index-disagrees' as const,
            },
          })),
          ...strangers.map(entry => toStranger(sealer, entry)),
        ],
      }
    },
  }
}

/** Nothing but what was asked of the person; an index that cannot read a field leaves it. */
function parametersOf(person: MatchPerson): object {
  const gender = { female: 'female', male: 'male', another: 'other', undisclosed: 'unknown' }[
    person.sex ?? 'undisclosed'
  ]
  const isSingle = person.family.trim() === ''
  return {
    resourceType: 'Parameters',
    parameter: [
      {
        name: 'resource',
        resource: {
          resourceType: 'Patient',
          name: [
            {
              family: isSingle ? person.given : person.family,
              ...(isSingle || person.given.trim() === '' ? {} : { given: person.given.trim().split(/\s+/u) }),
              ...(person.suffix ? { suffix: [person.suffix] } : {}),
            },
          ],
          gender,
          birthDate: person.birthDate,
          telecom: person.contacts.map(({ kind, value }) => ({ system: kind, value })),
          ...(person.postalCode ? { address: [{ postalCode: person.postalCode }] } : {}),
        },
      },
      { name: 'onlyCertainMatches', valueBoolean: false },
      { name: 'count', valueInteger: mostEntries },
    ],
  }
}

/** @returns `undefined` where an entry cannot be read: who knows whom it hides */
function entriesOf(bundle: z.output<typeof answer>, { organization }: IndexRequest): ExternalEntry[] | undefined {
  const context = { today: localDate(now(), organization.timeZone), phoneCountry: organization.phoneCountry }
  const entries: ExternalEntry[] = []
  for (const { resource, fullUrl, search } of bundle.entry) {
    if ((resource as { resourceType?: unknown } | null)?.resourceType !== 'Patient') continue
    const { record } = fromFhir(resource, context, fullUrl)
    if (!record) return undefined
    const code = search?.extension?.find(({ url }) => url === gradeUrl)?.valueCode
    // without a grade that is known it says no more than that there is somebody
    entries.push({ record, grade: gradeOf[code ?? ''] ?? 'possible' })
  }
  return entries
}

/** Somebody whom only the external index knows: nobody can be tied to them, but they may be meant. */
const toStranger = (sealer: Sealer, { grade, record }: ExternalEntry): IndexCandidate => ({
  id: `external:${sealer.index(purposes.patientSource, record.sourceId).toString('hex').slice(0, 16)}`,
  names: namesOf(record),
  ...(record.suffix ? { suffix: record.suffix } : {}),
  sex: record.sex,
  birthDate: record.birthDate,
  ...(record.address?.postalCode ? { postalCode: record.address.postalCode } : {}),
  status: record.status === 'merged' ? 'inactive' : record.status,
  isRestricted: record.isRestricted ?? false,
  contacts: record.contacts.map(({ kind, value, use, confirmed }) => ({
    kind,
    key: contactKey(sealer, kind, value),
    ...(use ? { use } : {}),
    isShared: false,
    firstSeen: localDate(now(), 'UTC'),
    ...(confirmed ? { confirmed } : {}),
  })),
  ceiling: { grade: lowerGrade(grade, 'probable'), reason: 'not-in-registry' },
})
