import { expect, test } from '@jest/globals'
import { type Grade, gradeCandidates, MemoryRegistry } from '../../../src/core/matching/index.ts'
import { makePopulation, today } from '../../driver/population/index.ts'

test('a clinic of some thousand people, and those who register there: no false link', () => {
  const { records, visitors } = makePopulation({ seed: 4, count: 6000, visitors: 1 })
  const registry = new MemoryRegistry(today)
  for (const record of records) registry.add(record)
  const falseLinks: string[] = []
  const seen = new Map<string, Grade[]>()
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
    const [best] = verdict.candidates
    if (verdict.grade === 'certain' && best?.id !== truth) falseLinks.push(`${errorClass}: ${best?.reasons.join(', ')}`)
    const its = verdict.candidates.find(({ id }) => id === truth)?.grade ?? 'none'
    seen.set(errorClass, [...(seen.get(errorClass) ?? []), truth ? its : verdict.grade])
  }
  expect(falseLinks).toEqual([])
  const share = (errorClass: string, ...grades: readonly Grade[]): number => {
    const all = seen.get(errorClass) ?? []
    return all.filter(grade => grades.includes(grade)).length / all.length
  }
  expect(visitors.length).toBeGreaterThan(4000)
  for (const same of ['exact', 'case and accents', 'hyphens and spaces', 'previous name'])
    expect(share(same, 'certain')).toBeGreaterThan(0.9)
  for (const soft of [
    'nickname',
    'typo in the first name',
    'typo in the last name',
    'letters transposed',
    'first and last swapped',
    'one of two surnames',
    'first of several given names',
    'spouses on one phone and one email',
  ])
    expect(share(soft, 'certain', 'probable')).toBeGreaterThan(0.75)
  for (const far of ['day and month swapped', 'digit of the birth date', 'nickname and typo'])
    expect(share(far, 'certain', 'probable', 'possible')).toBeGreaterThan(0.75)
  expect(share('twin', 'certain')).toBe(0)
  expect(share('nobody’s record', 'none')).toBeGreaterThan(0.95)
})
