import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  checkUsername,
  foldName,
  nameBirthKey,
  nameTokens,
  normalizeUsername,
  recordNumberKey,
  splitSuffix,
} from '../../src/core/names.ts'

describe('names', () => {
  test.each([
    ['O’Brien', "O'BRIEN"],
    ['Núñez', 'Nunez'],
    ['Núñez'.normalize('NFD'), 'Núñez'.normalize('NFC')],
    ['Weiß', 'WEISS'],
    ['Sørensen', 'Sorensen'],
    ['Ægir', 'aegir'],
    ['Wałęsa', 'Walesa'],
    ['De la Cruz', 'delacruz'],
    ['Smith-Jones', 'Smith Jones'],
    ['İnönü', 'Inonu'],
    ['Nguyễn', 'nguyen'],
  ])('%s and %s fold alike', (one, other) => {
    expect(foldName(one)).toBe(foldName(other))
  })

  test.each([
    ['Smith', 'Smyth'],
    ['राम', 'रमा'],
    ['Lee', 'Li'],
  ])('%s and %s stay two names', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other))
  })

  test('tokens keep the parts of a compound name', () => {
    expect(nameTokens('García-Márquez, de')).toEqual(['garcia', 'marquez', 'de'])
  })

  test.each([
    ['Smith Jr.', 'Smith', 'jr'],
    ['Smith, III', 'Smith', 'iii'],
    ['Smith', 'Smith', undefined],
    ['Jr', 'Jr', undefined],
    ['Van Sr Houten', 'Van Sr Houten', undefined],
  ])('suffix of %s', (typed, name, suffix) => {
    expect(splitSuffix(typed)).toEqual(suffix ? { name, suffix } : { name })
  })

  test('the key of the blind index leaves the suffix out', () => {
    expect(nameBirthKey('O’Brien, Jr.', '1980-02-03')).toBe(nameBirthKey('OBRIEN', '1980-02-03'))
  })

  test('a record number is the same with dashes and in small letters', () => {
    expect(recordNumberKey('northside', 'mrn-00 42')).toBe(recordNumberKey('northside', 'MRN0042'))
    expect(recordNumberKey('northside', 'MRN0042')).not.toBe(recordNumberKey('eastside', 'MRN0042'))
  })

  test('folding is idempotent and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name => {
        expect(foldName(foldName(name))).toBe(foldName(name))
        expect(normalizeUsername(normalizeUsername(name))).toBe(normalizeUsername(name))
        const { name: rest } = splitSuffix(name)
        expect(foldName(name).startsWith(foldName(rest))).toBe(true)
      }),
    )
  })
})

describe('usernames', () => {
  test('case and compatibility forms do not count', () => {
    expect(normalizeUsername('  Ｍaria.Lopez ')).toBe('maria.lopez')
  })
  test.each([
    ['ab', 'username-length'],
    ['a'.repeat(65), 'username-length'],
    ['maria lopez', 'username-characters'],
    ['-maria', 'username-characters'],
    ['a@b@c', 'username-characters'],
    ['maria.lopez', undefined],
    ['maria@example.com', undefined],
    ['josé_1980', undefined],
  ])('%s', (username, problem) => {
    expect(checkUsername(username)).toBe(problem)
  })
})
