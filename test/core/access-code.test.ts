import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  accessCodeAlphabet,
  accessCodeLength,
  formatAccessCode,
  newAccessCode,
  normalizeAccessCode,
} from '../../src/core/access-code.ts'

const code = fc
  .array(fc.integer({ min: 0, max: 31 }), { minLength: accessCodeLength, maxLength: accessCodeLength })
  .map(picks => newAccessCode({ below: () => picks.shift() ?? 0 }))

describe('access codes', () => {
  test('the alphabet has 32 characters, none of them 0, O, 1 or I', () => {
    expect(new Set(accessCodeAlphabet).size).toBe(32)
    expect(accessCodeAlphabet).not.toMatch(/[0O1I]/)
  })

  test('are printed in groups', () => {
    expect(formatAccessCode('7KDMPQ4XWN')).toBe('7KDM-PQ4X-WN')
  })

  test('case, spaces and dashes do not count', () => {
    fc.assert(
      fc.property(code, made => {
        expect(normalizeAccessCode(made)).toBe(made)
        expect(normalizeAccessCode(formatAccessCode(made).toLowerCase())).toBe(made)
        expect(normalizeAccessCode(` ${[...made].join(' ')}\n`)).toBe(made)
        expect(normalizeAccessCode(formatAccessCode(made).replaceAll('-', '–'))).toBe(made)
      }),
    )
  })

  test.each([[''], ['7KDM-PQ4X-W'], ['7KDM-PQ4X-WNN'], ['7KDM-PQ4X-W0'], ['7KDM-PQ4X-W!'], ['-'.repeat(200)]])(
    '%j cannot be one',
    typed => {
      expect(normalizeAccessCode(typed)).toBeUndefined()
    },
  )
})
