import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { maskEmail, normalizeEmail } from '../../src/core/contacts.ts'
import { maskPhone, parsePhone, readablePhone } from '../../src/core/phones.ts'

describe('phones', () => {
  test.each([
    ['(555) 010-1234', '+15550101234'],
    ['555.010.1234', '+15550101234'],
    ['1 555 010 1234', '+15550101234'],
    [' +34 612 345 678 ', '+34612345678'],
    ['212-555-0123', '+12125550123'],
  ])('%s is read as %s', (typed, e164) => {
    expect(parsePhone(typed)?.e164).toBe(e164)
  })

  test.each([['5551234'], ['212-555-0123 ext 12'], ['call 212-555-0123 now'], [''], ['+'], ['1'.repeat(50)]])(
    '%j is no number of a person',
    typed => {
      expect(parsePhone(typed)).toBeUndefined()
    },
  )

  test('tells premium lines and mobiles apart', () => {
    expect(parsePhone('1-900-555-0123')?.type).toBe('premium')
    expect(parsePhone('+34 612 345 678')?.type).toBe('mobile')
    expect(parsePhone('(555) 010-1234')?.type).toBe('unknown')
  })

  test('what was read is read again as itself, and shows two digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }), digits => {
        const phone = parsePhone(String(digits))
        if (!phone) return
        expect(parsePhone(phone.e164)).toEqual(phone)
        expect(parsePhone(readablePhone(phone.e164))).toEqual(phone)
        expect(maskPhone(phone.e164)).toBe(String(digits).slice(-2))
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void parsePhone(text)))
  })
})

describe('email addresses', () => {
  test.each([
    ['  Maria.Lopez+news@Example.COM ', 'maria.lopez+news@example.com'],
    ['josé@correo.example', 'josé@correo.example'],
  ])('%s is stored as %s', (typed, stored) => {
    expect(normalizeEmail(typed)).toBe(stored)
  })

  test.each([
    ['maria'],
    ['@example.com'],
    ['maria@'],
    ['maria@localhost'],
    ['a@b.c, d@e.f'],
    ['Maria <maria@example.com>'],
    ['maria@example.com\r\nBcc: x@y.z'],
    ['ma ria@example.com'],
    ['maria@-example.com'],
    ['.maria@example.com'],
    [`${'a'.repeat(65)}@example.com`],
  ])('%j is refused', typed => {
    expect(normalizeEmail(typed)).toBeUndefined()
  })

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.emailAddress(), address => {
        const once = normalizeEmail(address)
        if (once !== undefined) expect(normalizeEmail(once)).toBe(once)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(normalizeEmail(text) ?? '').not.toMatch(/[\s,;<>]/)
      }),
    )
  })

  test('a mask gives the owner a hint only', () => {
    expect(maskEmail('maria.lopez@example.com')).toBe('m•••@e•••.com')
  })
})
