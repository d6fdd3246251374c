import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareBirthDates } from '../../../src/core/matching/dates.ts'
import {
  compareNames,
  gradeCandidates,
  grades,
  type MatchCandidate,
  type MatchQuery,
  MemoryRegistry,
  nameForms,
} from '../../../src/core/matching/index.ts'
import { isNickname, nicknamePairs } from '../../../src/core/matching/nicknames.ts'
import { foldName } from '../../../src/core/names.ts'
import type { PatientRecord } from '../../../src/core/registry/index.ts'
import { ana, contact, email, phone, record, today } from './people.ts'

const options = { seed: 20261122, numRuns: 400 }
const words = [
  'Ana',
  'Anna',
  'Eva',
  'Juan',
  'José',
  'María',
  'Bob',
  'Robert',
  'Lopez',
  'López',
  'García',
  'de',
  'Smith',
  'Smyth',
  'Jr',
  'II',
  '',
]
const name = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 3 }).map(list => list.join(' ')),
  fc.array(fc.constantFrom(...words), { maxLength: 2 }).map(list => list.join('-')),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const fullName = fc.record({ given: name, family: name }).map(({ given, family }) => nameForms(given, family))
const date = fc.constantFrom(
  '1980-03-14',
  '1980-03-15',
  '1980-04-13',
  '1980-03-04',
  '1980-04-03',
  '1900-01-01',
  '2010-01-01',
  '2006-06-01',
)
const value = fc.constantFrom(phone, '+16175550102', '+16175550103', email, 'eva@example.com')
const candidate: fc.Arbitrary<MatchCandidate> = fc.record({
  id: fc.uuid(),
  names: fc.array(
    fc.record({
      kind: fc.constantFrom('legal' as const, 'previous' as const),
      given: fc.array(name, { maxLength: 2 }),
      family: name,
    }),
    { minLength: 1, maxLength: 2 },
  ),
  sex: fc.constantFrom('female' as const, 'male' as const, 'undisclosed' as const),
  birthDate: date,
  status: fc.constantFrom('active' as const, 'active' as const, 'inactive' as const, 'deceased' as const),
  isRestricted: fc.boolean(),
  contacts: fc.array(
    fc
      .record({ key: value, isShared: fc.boolean(), firstSeen: fc.constantFrom('2010-01-01', '2026-01-01') })
      .map(({ key, ...rest }) => contact(key, rest)),
    { maxLength: 3 },
  ),
})
const query: fc.Arbitrary<MatchQuery> = fc.record({
  given: name,
  family: name,
  sex: fc.constantFrom('female' as const, 'male' as const, 'undisclosed' as const),
  birthDate: date,
  contacts: fc.array(
    fc.record({ key: value, isVerified: fc.boolean() }).map(({ key, isVerified }) => ({
      kind: key.includes('@') ? ('email' as const) : ('phone' as const),
      key,
      isVerified,
    })),
    { maxLength: 3 },
  ),
})
const candidates = fc.uniqueArray(candidate, { maxLength: 6, selector: ({ id }) => id })
const rank = (verdict: { grade: (typeof grades)[number] }): number => grades.indexOf(verdict.grade)

describe('comparing is symmetric', () => {
  test('names, however they are written', () => {
    fc.assert(
      fc.property(fullName, fullName, (one, other) => {
        expect(compareNames(other, one)?.toSorted()).toEqual(compareNames(one, other)?.toSorted())
      }),
      { ...options, numRuns: 3000 },
    )
  })
  test('a name is itself, whatever its case, marks, hyphens and spaces', () => {
    const kept = fullName.filter(({ family }) => family.length > 0)
    fc.assert(
      fc.property(kept, one => expect(compareNames(one, one)).toEqual([])),
      options,
    )
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Núñez', 'García', 'Weiß', "O'Brien"), { minLength: 1, maxLength: 3 }),
        list => {
          const forms = nameForms('Ana', list.join(' '))
          for (const other of [
            list.join('-'),
            list.join(''),
            list.join(' ').toUpperCase(),
            list.join(' ').normalize('NFD'),
            list.toReversed().join('  '),
          ])
            expect(compareNames(forms, nameForms('ANA', other))).toEqual([])
        },
      ),
      options,
    )
  })
  test('birth dates', () => {
    fc.assert(
      fc.property(date, date, (one, other) =>
        expect(compareBirthDates(one, other)).toBe(compareBirthDates(other, one)),
      ),
      options,
    )
  })
  test('familiar forms, one hop', () => {
    for (const [one, other] of nicknamePairs()) {
      expect(one).not.toBe(other)
      expect(foldName(one)).toBe(one)
      expect(isNickname(other, one)).toBe(true)
    }
    expect(isNickname('bob', 'rob')).toBe(false)
  })
})

describe('grading', () => {
  test('does not look at the order of candidates or contacts', () => {
    fc.assert(
      fc.property(query, candidates, fc.infiniteStream(fc.nat()), (asked, all, random) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map(each => [random.next().value as number, each] as const)
            .sort(([a], [b]) => a - b)
            .map(([, each]) => each)
        const again = shuffled(all).map(each => ({ ...each, contacts: shuffled(each.contacts) }))
        expect(gradeCandidates({ ...asked, contacts: shuffled(asked.contacts) }, again, today)).toEqual(
          gradeCandidates(asked, all, today),
        )
      }),
      options,
    )
  })

  test('a rival always prevents certain', () => {
    const rival = fc.record({
      first: fc.constantFrom('Ana', 'Anna', 'Anita', 'Lopez'),
      ...{
        sex: fc.constantFrom('female' as const, 'male' as const, 'undisclosed' as const),
        status: fc.constantFrom('active' as const, 'inactive' as const, 'deceased' as const),
      },
    })
    fc.assert(
      fc.property(rival, candidates, ({ first, sex, status }, others) => {
        const names = [{ kind: 'legal' as const, given: [first], family: first === 'Lopez' ? 'Ana' : 'Lopez' }]
        const rivals = [record({ id: 'rival', names, sex: first === 'Ana' ? sex : 'female', status, contacts: [] })]
        expect(gradeCandidates(ana(), [record()], today).grade).toBe('certain')
        expect(gradeCandidates(ana(), [record(), ...rivals, ...others], today).grade).not.toBe('certain')
      }),
      options,
    )
  })

  test('more records never make anybody more certain, and one at most is', () => {
    fc.assert(
      fc.property(query, candidates, candidates, (asked, some, more) => {
        const before = gradeCandidates(asked, some, today)
        const after = gradeCandidates(asked, [...some, ...more], today)
        for (const { id, grade } of before.candidates)
          expect(grades.indexOf(after.candidates.find(each => each.id === id)?.grade ?? 'none')).toBeLessThanOrEqual(
            grades.indexOf(grade),
          )
        expect(after.candidates.filter(({ grade }) => grade === 'certain').length).toBeLessThanOrEqual(1)
      }),
      options,
    )
  })

  test('certain needs an exact name, birth date, and a proven contact that is nobody else’s', () => {
    let seen = 0
    // few words and dates, so that certainty is not rare
    const close = fc.record({ asked: query, all: candidates, isExact: fc.boolean() })
    fc.assert(
      fc.property(close, ({ asked, all, isExact }) => {
        const given = isExact ? [...all, record()] : all
        const put = isExact ? { ...ana(), contacts: asked.contacts } : asked
        const verdict = gradeCandidates(put, given, today)
        const [best] = verdict.candidates
        if (best?.grade !== 'certain') return
        seen += 1
        const its = given.find(({ id }) => id === best.id)
        expect(best.reasons).toEqual(expect.arrayContaining(['name-exact', 'birth-date-exact']))
        expect(best.rivals).toEqual([])
        expect(its).toMatchObject({ status: 'active', isRestricted: false, birthDate: put.birthDate })
        expect(
          its?.contacts.some(
            each => !each.isShared && put.contacts.some(({ key, isVerified }) => isVerified && key === each.key),
          ),
        ).toBe(true)
      }),
      { ...options, numRuns: 2000 },
    )
    expect(seen).toBeGreaterThan(50)
  })

  test('without a proven contact nothing is more than possible; less proven is never more certain', () => {
    fc.assert(
      fc.property(query, candidates, (asked, all) => {
        const typed = { ...asked, contacts: asked.contacts.map(each => ({ ...each, isVerified: false })) }
        const low = gradeCandidates(typed, [...all, record()], today)
        expect(rank(low)).toBeLessThanOrEqual(grades.indexOf('possible'))
        expect(rank(low)).toBeLessThanOrEqual(
          Math.max(rank(gradeCandidates(asked, [...all, record()], today)), rank(low)),
        )
      }),
      options,
    )
  })
})

describe('the keys', () => {
  const toRecord = (given: MatchCandidate): PatientRecord => ({
    sourceId: given.id,
    givenNames: given.names[0]?.given ?? [],
    familyName: given.names[0]?.family ?? '',
    ...(given.names.length > 1
      ? { previousNames: given.names.slice(1).map(each => ({ given: each.given, family: each.family })) }
      : {}),
    sex: given.sex,
    birthDate: given.birthDate,
    status: given.status,
    contacts: given.contacts
      .filter(({ key }, index, all) => all.findIndex(each => each.key === key) === index)
      .map(({ kind, key }) => ({ kind, value: key })),
  })
  test('find every record that grading would not call none', () => {
    fc.assert(
      fc.property(query, candidates, (asked, all) => {
        const registry = new MemoryRegistry('2020-01-01')
        for (const each of all) registry.add(toRecord(each))
        const found = registry.find(asked).candidates
        const everybody = all.map(each => {
          const alone = new MemoryRegistry('2020-01-01')
          alone.add(toRecord(each))
          return alone.find({
            ...asked,
            given: each.names[0]?.given.join(' ') ?? '',
            family: each.names[0]?.family ?? '',
            birthDate: each.birthDate,
            contacts: each.contacts.map(its => ({ ...its, isVerified: true })),
          }).candidates
        })
        // shared flags are the whole registry's: only whether something is found at all is compared
        const graded = gradeCandidates(asked, everybody.flat(), today).candidates.map(({ id }) => id)
        expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(graded))
      }),
      { ...options, numRuns: 1500 },
    )
  })
})
