/**
 * False links and recall over an invented clinic of 100,000 people, in a process of its own: the registry in memory is
 * larger than the heap that the product ships with. `matching-recall.ts COUNT SEED`
 */
import { type Grade, gradeCandidates, MemoryRegistry } from '../../src/core/matching/index.ts'
import { makeHouseholds, today, type Visitor } from '../driver/population/index.ts'

export type RecallRow = Record<Grade, number> & { readonly isStranger: boolean }
export interface RecallFigures {
  readonly records: number
  readonly visitors: number
  readonly falseLinks: number
  readonly byErrorClass: Record<string, RecallRow>
}

const [count = '100000', seed = '20261122'] = process.argv.slice(2)
const registry = new MemoryRegistry(today)
const visitors: Visitor[] = []
for (const household of makeHouseholds({ seed: Number(seed), count: Number(count), visitors: 0.5 })) {
  for (const record of household.records) registry.add(record)
  visitors.push(...household.visitors)
}
const byErrorClass: Record<string, RecallRow> = {}
let falseLinks = 0
for (const { typed, verified, truth, errorClass } of visitors) {
  const query = {
    given: typed.given.join(' '),
    family: typed.family,
    sex: typed.sex,
    birthDate: typed.birthDate,
    contacts: verified.map(({ kind, value }) => ({ kind, key: value, isVerified: true })),
  }
  const { candidates, isCrowded } = registry.find(query)
  const verdict = gradeCandidates(query, candidates, today, isCrowded ? ['crowded'] : [])
  if (verdict.grade === 'certain' && verdict.candidates[0]?.id !== truth) falseLinks += 1
  const grade = truth ? (verdict.candidates.find(({ id }) => id === truth)?.grade ?? 'none') : verdict.grade
  byErrorClass[errorClass] ??= { isStranger: !truth, certain: 0, probable: 0, possible: 0, none: 0 }
  byErrorClass[errorClass][grade] += 1
}
const figures: RecallFigures = { records: registry.size, visitors: visitors.length, falseLinks, byErrorClass }
console.log(JSON.stringify(figures))
