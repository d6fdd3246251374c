import { describe, expect, test } from '@jest/globals'
import { gradeCandidates, type MatchCandidate, type MatchQuery, namesOf } from '../../../src/core/matching/index.ts'
import { fromCsv, fromFhir } from '../../../src/core/registry/index.ts'
import { ana, contact, email, named, phone, record, today, verified } from './people.ts'

const grade = (query: MatchQuery, ...candidates: readonly MatchCandidate[]) => gradeCandidates(query, candidates, today)
/** Grade and reasons of one record alone. */
const one = (query: Partial<MatchQuery>, over: Partial<MatchCandidate>) => {
  const { grade: given, candidates } = grade(ana(query), record(over))
  return [given, candidates[0]?.reasons ?? []]
}
const proven = ['birth-date-exact', 'phone-verified', 'email-verified']

test('first and last name, birth date and an own contact that was proven: certain', () => {
  expect(one({}, {})).toEqual(['certain', ['name-exact', ...proven]])
})

describe('names that are the same', () => {
  test.each([
    ['Ana', 'López', ['Ana'], 'Lopez'],
    ['ANA', 'o’brien', ['Ana'], "O'Brien"],
    ['Ana', 'O Brien', ['Ana'], "O'Brien"],
    ['Ana', 'Smith Jones', ['Ana'], 'Smith-Jones'],
    ['Ana', 'SmithJones', ['Ana'], 'Smith-Jones'],
    ['Ana', 'Jones-Smith', ['Ana'], 'Smith Jones'],
    ['Ana', 'Weiss', ['Ana'], 'Weiß'],
    ['Ana', 'Soerensen', ['Ana'], 'Soerensen'],
    ['Mary-Ann', 'Lopez', ['Maryann'], 'Lopez'],
    ['Mary Ann', 'Lopez', ['Mary', 'Ann'], 'Lopez'],
    ['', 'Suharto', [], 'Suharto'],
    ['Suharto', '', [], 'Suharto'],
    ['Ana', 'Lopez Jr.', ['Ana'], 'Lopez'],
    ['Ana Jr', 'Lopez', ['Ana'], 'Lopez'],
    ['小明', '王', ['小明'], '王'],
    ['مُحَمَّد', 'علي', ['محمد'], 'علي'],
  ])('%s %s is %j %s', (given, family, recordGiven, recordFamily) => {
    expect(one({ given, family }, named(recordGiven, recordFamily))).toEqual(['certain', ['name-exact', ...proven]])
  })

  test('a previous name is exact, and so is the name in use', () => {
    const names = [
      { kind: 'legal', given: ['Ana', 'María'], family: 'Delgado' },
      { kind: 'in-use', given: ['Anita'], family: 'Delgado' },
      { kind: 'previous', given: ['Ana'], family: 'Lopez' },
    ] as const
    expect(one({}, { names })).toEqual(['certain', ['name-exact', 'previous-name', ...proven]])
    expect(one({ given: 'Anita', family: 'Delgado' }, { names })).toEqual([
      'certain',
      ['name-exact', 'name-in-use', ...proven],
    ])
  })
})

describe('one soft defect is probable', () => {
  test.each([
    ['nickname', 'Bob', 'Lopez', ['Robert'], 'Lopez'],
    ['nickname', 'Francisco', 'Lopez', ['Paco'], 'Lopez'],
    ['one-edit', 'Anna', 'Lopez', ['Ana'], 'Lopez'],
    ['one-edit', 'Ana', 'Lopes', ['Ana'], 'Lopez'],
    ['transposition', 'Ana', 'Lpoez', ['Ana'], 'Lopez'],
    ['swapped-names', 'Lopez', 'Ana', ['Ana'], 'Lopez'],
    ['one-surname', 'Ana', 'Garcia', ['Ana'], 'García Márquez'],
    ['one-surname', 'Ana', 'García Márquez', ['Ana'], 'Marquez'],
    ['one-surname', 'Ana', 'Cruz', ['Ana'], 'de la Cruz'],
    ['first-given-name', 'Ana', 'Lopez', ['Ana', 'María'], 'Lopez'],
    ['first-given-name', 'Ana M', 'Lopez', ['Ana', 'María'], 'Lopez'],
    ['first-given-name', 'Ana María', 'Lopez', ['Ana'], 'Lopez'],
    ['given-names-reordered', 'María José', 'Lopez', ['José', 'María'], 'Lopez'],
    ['given-name-missing', '', 'Lopez', ['Ana'], 'Lopez'],
  ])('%s: %s %s and %j %s', (reason, given, family, recordGiven, recordFamily) => {
    expect(one({ given, family }, named(recordGiven, recordFamily))).toEqual(['probable', [reason, ...proven]])
  })
})

test('a middle name that a file holds apart is one of several given names: the first alone is no exact name', () => {
  const context = { today, phoneCountry: 'US' }
  const files = [
    fromCsv(
      { source_id: '1', given_name: 'Ana', middle_names: 'María', family_name: 'Lopez', birth_date: '1980-03-14' },
      context,
    ),
    fromFhir(
      {
        resourceType: 'Patient',
        id: '1',
        name: [{ use: 'official', given: ['Ana', 'María'], family: 'Lopez' }],
        birthDate: '1980-03-14',
      },
      context,
    ),
  ]
  for (const read of files) {
    if (!read.record) throw new Error(read.rejection)
    const names = namesOf(read.record)
    expect(one({}, { names })).toEqual(['probable', ['first-given-name', ...proven]])
    expect(one({ given: 'Ana Maria' }, { names })).toEqual(['certain', ['name-exact', ...proven]])
  }
})

describe('two of them are possible, and with nothing to outweigh them none', () => {
  test.each([
    ['Bob', 'Garcia', ['Robert'], 'García Márquez'],
    ['Bob', 'Lopez', ['Robert', 'James'], 'Lopez'],
    ['Ana María', 'Lopez', ['Ana', 'Luisa'], 'Lopez'],
    ['Lopez', 'Ana', ['Ana', 'Luisa'], 'Lopez'],
  ])('%s %s and %j %s', (given, family, recordGiven, recordFamily) => {
    expect(one({ given, family }, named(recordGiven, recordFamily))[0]).toBe('possible')
    expect(one({ given, family, contacts: [] }, named(recordGiven, recordFamily))[0]).toBe('none')
  })
})

test.each([
  ['Bob', 'Lopez', ['Robbie'], 'Lopez'],
  ['Ana', 'Lopez', ['Eva'], 'Lopez'],
  ['Ana', 'Li', ['Ana'], 'Lu'],
  ['Ana', 'de', ['Ana'], 'de Lopez'],
  ['🙂', '🙂', ['🙃'], '🙃'],
  ['Ana', 'Smith', ['Ana'], 'Smythe'],
])('%s %s and %j %s are two people', (given, family, recordGiven, recordFamily) => {
  expect(one({ given, family }, named(recordGiven, recordFamily))).toEqual(['none', []])
})

describe('suffixes', () => {
  test.each([
    ['Jr', 'sr', 'none'],
    ['II', 'iii', 'none'],
    ['jr.', 'jr', 'certain'],
    ['Jr', undefined, 'certain'],
    [undefined, 'iv', 'certain'],
  ] as const)('%s against %s: %s', (typed, recorded, expected) => {
    const query = typed ? { suffix: typed } : {}
    expect(one(query, recorded ? { suffix: recorded } : {})[0]).toBe(expected)
    expect(one({ family: `Lopez ${typed ?? ''}` }, recorded ? { suffix: recorded } : {})[0]).toBe(expected)
  })
})

describe('birth dates', () => {
  test.each([
    ['1980-03-14', '1980-03-15', 'birth-date-digit'],
    ['1980-03-14', '1981-03-14', 'birth-date-digit'],
    ['1980-03-04', '1980-04-03', 'birth-date-swap'],
    ['1980-03-12', '1980-03-21', 'birth-date-swap'],
    ['1989-03-14', '1998-03-14', 'birth-date-swap'],
  ])('%s against %s is possible, with a contact', (typed, recorded, reason) => {
    const contacts = ['phone-verified', 'email-verified']
    expect(one({ birthDate: typed }, { birthDate: recorded })).toEqual([
      'possible',
      ['name-exact', reason, ...contacts],
    ])
    expect(one({ birthDate: typed, contacts: [] }, { birthDate: recorded })).toEqual(['none', []])
    expect(one({ birthDate: typed, given: 'Anna' }, { birthDate: recorded })[0]).toBe('possible')
    expect(one({ birthDate: typed, given: 'Anna', family: 'Lopes' }, { birthDate: recorded })[0]).toBe('none')
  })
  test.each([
    ['1980-03-14', '1981-04-14'],
    ['1980-03-14', '1980-02-30'],
    ['1980-13-14', '1980-03-14'],
    ['soon', '1980-03-14'],
  ])('%s against %s is none', (typed, recorded) => {
    expect(one({ birthDate: typed }, { birthDate: recorded })).toEqual(['none', []])
  })
  test('a placeholder says nothing, even where both have it', () => {
    expect(one({ birthDate: '1900-01-01' }, { birthDate: '1900-01-01' })[0]).toBe('possible')
    expect(one({}, { birthDate: '1900-01-01' })[0]).toBe('possible')
    expect(one({ contacts: [] }, { birthDate: '1900-01-01' })[0]).toBe('none')
  })
})

describe('sex', () => {
  test.each([
    ['female', 'male', 'possible'],
    ['male', 'female', 'possible'],
    ['female', 'another', 'certain'],
    ['female', 'undisclosed', 'certain'],
    ['undisclosed', 'male', 'certain'],
    ['another', 'male', 'certain'],
  ] as const)('%s against %s: %s', (typed, recorded, expected) => {
    expect(one({ sex: typed }, { sex: recorded })[0]).toBe(expected)
  })
})

describe('contacts', () => {
  const work = contact('+16175550199', { use: 'work', isShared: true })
  const shared = (key: string) => contact(key, { isShared: true })
  test.each([
    ['none in common', verified('+16175550177'), [contact(phone)], 'possible', 'no-contact-in-common'],
    [
      'one that was only typed',
      [{ kind: 'phone', key: phone, isVerified: false }],
      [contact(phone)],
      'possible',
      'contact-not-verified',
    ],
    ['a shared phone', verified(phone), [shared(phone)], 'probable', 'contact-shared'],
    ['a phone alone', verified(phone), [contact(phone), contact(email)], 'certain', 'phone-verified'],
    ['one of two phones', verified(phone), [contact(phone), contact('+16175550102')], 'certain', 'phone-verified'],
    [
      'an email, and a phone that was not proven',
      verified(email),
      [contact(phone), contact(email)],
      'probable',
      'email-alone',
    ],
    ['an email, where there is no phone', verified(email), [contact(email)], 'certain', 'email-verified'],
    [
      'an own email, and the shared phone proven too',
      verified(phone, email),
      [shared(phone), contact(email)],
      'certain',
      'email-verified',
    ],
    [
      'an own email, one of two phones proven',
      verified(phone, email),
      [shared(phone), contact('+16175550102'), contact(email)],
      'probable',
      'email-alone',
    ],
    ['a shared work line', verified(work.key), [work], 'possible', 'no-contact-in-common'],
    ['an email beside a shared work line', verified(email), [work, contact(email)], 'certain', 'email-verified'],
    ['an own work line', verified(work.key), [{ ...work, isShared: false }], 'certain', 'phone-verified'],
    ['both shared', verified(phone, email), [shared(phone), shared(email)], 'probable', 'contact-shared'],
  ] as const)('%s', (_what, contacts, own, expected, reason) => {
    const [given, reasons] = one({ contacts }, { contacts: own })
    expect(given).toBe(expected)
    expect(reasons).toContain(reason)
  })
  test('a shared contact and a soft defect together are possible', () => {
    expect(one({ given: 'Anna' }, { contacts: [shared(phone)] })[0]).toBe('possible')
  })
})

describe('age', () => {
  const born = (birthDate: string, contacts = [contact(phone)]) => one({ birthDate }, { birthDate, contacts })
  const entered = (date: Partial<Parameters<typeof contact>[1]>) => [contact(phone, date)]
  test('under 18 is never certain; from the birthday on it can be', () => {
    expect(born('2008-11-23', entered({ firstSeen: today, confirmed: today }))).toEqual([
      'probable',
      ['name-exact', 'birth-date-exact', 'phone-verified', 'contact-from-childhood', 'under-18'],
    ])
    expect(born('2008-11-22', entered({ confirmed: today }))[0]).toBe('certain')
  })
  test.each([
    ['entered before the 18th birthday', { confirmed: '2023-05-01' }, 'probable'],
    ['confirmed after it', { confirmed: '2025-05-01' }, 'certain'],
    ['first seen before it, confirmed after', { firstSeen: '2019-01-01', confirmed: '2025-05-01' }, 'certain'],
    ['first seen after it, nobody knows since when', { firstSeen: '2026-01-01' }, 'probable'],
  ] as const)('%s', (_what, dates, expected) => {
    expect(born('2006-06-01', entered(dates))[0]).toBe(expected)
  })
  test('one contact that is surely their own is enough', () => {
    const contacts = [contact(phone, { confirmed: '2023-05-01' }), contact('+16175550102', { confirmed: '2025-05-01' })]
    const query = { birthDate: '2006-06-01', contacts: verified(phone, '+16175550102') }
    expect(one(query, { birthDate: '2006-06-01', contacts })[0]).toBe('certain')
  })
})

test('a single name with a letter more is probable with a contact, and none without', () => {
  expect(one({ given: '', family: 'Suhartto' }, named('', 'Suharto'))[0]).toBe('probable')
  expect(one({ given: '', family: 'Suhartto', contacts: [] }, named('', 'Suharto'))[0]).toBe('none')
})

test.each([
  [{ status: 'deceased' }, 'deceased'],
  [{ status: 'inactive' }, 'inactive'],
  [{ isRestricted: true }, 'restricted'],
] as const)('a record that is %j is never certain', (over, reason) => {
  expect(one({}, over)).toEqual(['probable', ['name-exact', ...proven, reason]])
})

describe('rivals', () => {
  const other = (over: Partial<MatchCandidate>) => record({ id: 'r2', contacts: [contact('+16175550188')], ...over })
  test.each([
    ['of the same name and birth date', other({}), 'rival'],
    ['with one letter more', other(named('Anna', 'Lopez')), 'rival'],
    ['who died', other({ status: 'deceased' }), 'rival'],
    ['a twin, with a contact in common', other({ ...named('Eva', 'Lopez'), contacts: [contact(email)] }), 'twin'],
    ['a twin, on the second phone', other({ ...named('Eva', 'Lopez'), contacts: [contact('+16175550102')] }), 'twin'],
    [
      'a twin of a previous name',
      other({
        names: [...named('Eva', 'Ray').names, { kind: 'previous', given: ['Eva'], family: 'Lopez' }],
        contacts: [contact(email)],
      }),
      'twin',
    ],
    ['the same person twice', other({ contacts: [contact('+16175550102')] }), 'duplicate'],
    ['the same person twice, by place', other({ postalCode: '02139' }), 'duplicate'],
  ])('%s', (_what, rival, reason) => {
    const own = record({ contacts: [contact(phone), contact('+16175550102')], postalCode: '02139' })
    const verdict = grade(ana({ contacts: verified(phone, email) }), own, rival)
    expect(verdict.grade).toBe('probable')
    expect(verdict.candidates[0]).toMatchObject({ id: 'r1', rivals: ['r2'] })
    expect(verdict.candidates[0]?.reasons).toContain(reason)
    expect(verdict.duplicates).toEqual(reason === 'duplicate' ? [['r1', 'r2']] : [])
  })

  test.each([
    ['another birth date', other({ birthDate: '1951-01-02' })],
    ['another first name, no contact in common', other(named('Eva', 'Lopez'))],
    ['another suffix', other({ suffix: 'sr' })],
  ])('somebody with %s is none', (_what, nobody) => {
    expect(grade(ana({ suffix: 'Jr' }), record({ suffix: 'jr' }), nobody)).toMatchObject({
      grade: 'certain',
      candidates: [{ id: 'r1', rivals: [] }],
    })
  })

  test('spouses on one phone and one email: neither is certain', () => {
    const both = [contact(phone, { isShared: true }), contact(email, { isShared: true })]
    const wife = record({ contacts: both })
    const husband = other({ ...named('Juan', 'Lopez'), birthDate: '1978-09-01', sex: 'male', contacts: both })
    expect(grade(ana(), wife, husband)).toMatchObject({ grade: 'probable', candidates: [{ id: 'r1' }] })
    const him = ana({ given: 'Juan', sex: 'male', birthDate: '1978-09-01' })
    expect(grade(him, wife, husband)).toMatchObject({ grade: 'probable', candidates: [{ id: 'r2' }] })
  })

  test('the postal code puts one before the other, and makes neither certain', () => {
    const pair = [record({ postalCode: '02139-1234' }), record({ id: 'r0', postalCode: '02140' })]
    const verdict = grade(ana({ postalCode: '02139' }), ...pair)
    expect(verdict.candidates.map(({ id }) => id)).toEqual(['r1', 'r0'])
    expect(verdict.grade).toBe('probable')
  })
})

test.each(['crowded', 'index-incomplete', 'index-unavailable'] as const)(
  'an index that is %s gives no certainty',
  doubt => {
    const verdict = gradeCandidates(ana(), [record()], today, [doubt])
    expect(verdict.grade).toBe('probable')
    expect(verdict.candidates[0]?.reasons).toContain(doubt)
  },
)

test('a ceiling of the index holds', () => {
  const low = record({ ceiling: { grade: 'possible', reason: 'index-disagrees' } })
  expect(grade(ana(), low)).toMatchObject({
    grade: 'possible',
    candidates: [{ reasons: expect.arrayContaining(['index-disagrees']) }],
  })
})
