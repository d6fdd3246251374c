import { compare, type Grade, gradeCandidates, type MatchQuery, MemoryRegistry } from '../core/matching/index.ts'
import type { PatientRecord } from '../core/registry/index.ts'
import type { PatientRow } from './patient-files/index.ts'

/** Which records a query's person really has; more than one where a data set has somebody twice. */
export interface Truth {
  readonly recordIds: ReadonlySet<string>
  /** What went wrong in the query, in the data set's own words. */
  readonly errorClass?: string
}
export type GradeCounts = Readonly<Record<Grade, number>>
export interface FalseLink {
  readonly query: string
  readonly record: string
  readonly reasons: readonly string[]
}
export interface EvaluationReport {
  readonly records: number
  readonly queries: number
  /** Rows of both files that the registry would refuse. */
  readonly recordsRejected: number
  readonly queriesRejected: number
  /** Certain, and wrong. */
  readonly falseLinks: readonly FalseLink[]
  /** Queries of people who are in the records: how their own record was graded. */
  readonly recall: GradeCounts
  readonly byErrorClass: Readonly<Record<string, GradeCounts>>
  /** Queries of people who are not: the highest grade that anybody got. */
  readonly strangers: GradeCounts
}

type Counts = Record<Grade, number>
const noCounts = (): Counts => ({ certain: 0, probable: 0, possible: 0, none: 0 })

/**
 * Runs the matcher over a data set whose truth is known, in memory: the rules, keys and limits of the registry, with
 * every contact of a query as one that was proven, which is what a false link would need.
 * @param today ISO date that counts as the day of registering and as the one when the records were first seen
 */
export async function evaluateMatching(
  files: { readonly records: AsyncIterable<PatientRow[]>; readonly queries: AsyncIterable<PatientRow[]> },
  truths: ReadonlyMap<string, Truth>,
  today: string,
): Promise<EvaluationReport> {
  const registry = new MemoryRegistry(today)
  let recordsRejected = 0
  for await (const rows of files.records)
    for (const { result } of rows)
      if (result?.record) registry.add(result.record)
      else if (result) recordsRejected += 1
  let [queries, queriesRejected] = [0, 0]
  const falseLinks: FalseLink[] = []
  const [recall, strangers] = [noCounts(), noCounts()]
  const byErrorClass: Record<string, Counts> = {}
  for await (const rows of files.queries)
    for (const { result } of rows) {
      if (!result?.record) {
        if (result) queriesRejected += 1
        continue
      }
      queries += 1
      const { record } = result
      const query = queryOf(record)
      const truth = truths.get(record.sourceId)
      const { candidates, isCrowded } = registry.find(query)
      const verdict = gradeCandidates(query, candidates, today, isCrowded ? ['crowded'] : [])
      const [best] = verdict.candidates
      if (verdict.grade === 'certain' && best && !truth?.recordIds.has(best.id))
        falseLinks.push({ query: record.sourceId, record: best.id, reasons: best.reasons })
      if (!truth || truth.recordIds.size === 0) strangers[verdict.grade] += 1
      else {
        const own = verdict.candidates.find(({ id }) => truth.recordIds.has(id))?.grade ?? 'none'
        recall[own] += 1
        const name = truth.errorClass ?? classOf(query, registry, truth, today)
        byErrorClass[name] ??= noCounts()
        byErrorClass[name][own] += 1
      }
    }
  return {
    records: registry.size,
    queries,
    recordsRejected,
    queriesRejected,
    falseLinks,
    recall,
    byErrorClass,
    strangers,
  }
}

const queryOf = (record: PatientRecord): MatchQuery => ({
  given: record.givenNames.join(' '),
  family: record.familyName,
  ...(record.suffix ? { suffix: record.suffix } : {}),
  sex: record.sex,
  birthDate: record.birthDate,
  ...(record.address?.postalCode ? { postalCode: record.address.postalCode } : {}),
  contacts: record.contacts.map(({ kind, value }) => ({ kind, key: value, isVerified: true })),
})

/** What went wrong, where the data set does not say: how the query differs from the person's own record. */
function classOf(query: MatchQuery, registry: MemoryRegistry, { recordIds }: Truth, today: string): string {
  const own = [...recordIds].flatMap(id => registry.get(id) ?? [])
  const [closest] = own
    .map(record => compare(query, record, today))
    .sort((one, other) => one.reasons.length - other.reasons.length)
  if (!closest) return 'record not there'
  const usual = new Set(['name-exact', 'birth-date-exact', 'phone-verified', 'email-verified', 'postal-code'])
  return closest.reasons.filter(reason => !usual.has(reason)).join(' + ') || 'no error'
}
