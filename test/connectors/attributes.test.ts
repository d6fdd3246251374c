import { describe, expect, test } from '@jest/globals'
import { memberAttributes } from '../../src/connectors/attributes.ts'

const now = new Date('2026-11-28T12:00:00Z')
const read = (received: Record<string, unknown>, claims = {}, protocol: 'oidc' | 'saml' = 'oidc') =>
  memberAttributes({ protocol, claims }, new Map(Object.entries(received)), now)

describe('what an insurer sends is read as', () => {
  test.each<[string, string, string | undefined]>([
    ['a date', '1980-02-03', '1980-02-03'],
    ['a date with a time', '1980-02-03T00:00:00Z', '1980-02-03'],
    ['a date of SCHAC', '19800203', '1980-02-03'],
    ['a date as Americans write it', '2/3/1980', '1980-02-03'],
    ['a date with blanks around it', ' 1980-02-03 ', '1980-02-03'],
    ['a year alone', '1980', undefined],
    ['a date without a year', '0000-02-03', undefined],
    ['a date that does not exist', '1980-02-30', undefined],
    ['an American date that does not exist', '13/13/1980', undefined],
    ['a date to come', '2026-11-29', undefined],
    ['words', 'in spring', undefined],
  ])('birth date: %s', (_words, sent, expected) => {
    expect(read({ birthdate: sent })).toEqual(expected ? { birthDate: expected } : {})
  })

  test.each<[string, unknown, string | undefined]>([
    ['with the country', '+1 217-555-0102', '+12175550102'],
    ['without it', '(217) 555-0102', '+12175550102'],
    ['as an address', 'tel:+1-217-555-0102', '+12175550102'],
    ['of another country', '+34 612 345 678', '+34612345678'],
    ['with an extension', '217-555-0102 ext. 4', undefined],
    ['that is none', 'none', undefined],
  ])('phone: %s', (_words, sent, expected) => {
    expect(read({ phone_number: sent })).toEqual(expected ? { phone: expected } : {})
  })

  test.each<[string, unknown, string | undefined]>([
    ['a text', 'M-1', 'M-1'],
    ['a number', 4401, '4401'],
    ['several, the first that is one', ['', '  ', 'M-1', 'M-2'], 'M-1'],
    ['an empty list', [], undefined],
    ['an object', { value: 'M-1' }, undefined],
    ['nothing', null, undefined],
    ['a truth', true, undefined],
    ['something with a line break in it', 'M-1\nM-2', undefined],
    ['something with an invisible letter in it', 'M-\u200b1', undefined],
    ['something endless', 'M'.repeat(201), undefined],
  ])('member id: %s', (_words, sent, expected) => {
    expect(read({ member_id: sent })).toEqual(expected ? { memberId: expected } : {})
  })

  test('an email, lower-cased, and none where it is none', () => {
    expect(read({ email: ' Ada@Example.com ' })).toEqual({ email: 'ada@example.com' })
    expect(read({ email: 'ada@example.com, eve@example.com' })).toEqual({})
  })
})

test('the operator’s name for a thing is the only one that is looked at', () => {
  const sent = { member_id: 'wrong', plan_member: 'M-1', given_name: 'Ada' }
  expect(read(sent, { member_id: 'plan_member' })).toEqual({ memberId: 'M-1', given: 'Ada' })
  expect(read(sent, { member_id: 'nowhere' })).toEqual({ given: 'Ada' })
  expect(read({ given_name: 'Ada' }, { member_id: 'constructor' })).toEqual({ given: 'Ada' })
})

test.each([
  [
    'OIDs',
    {
      'urn:oid:2.5.4.42': ['Ada'],
      'urn:oid:2.5.4.4': ['Byron'],
      'urn:oid:1.3.6.1.4.1.25178.1.2.3': ['18151210'],
      'urn:oid:0.9.2342.19200300.100.1.3': ['ada@example.com'],
      'urn:oid:2.5.4.20': ['(217) 555-0102'],
    },
  ],
  [
    'short names',
    {
      givenName: ['Ada'],
      sn: ['Byron'],
      dateOfBirth: ['1815-12-10'],
      mail: ['ada@example.com'],
      mobile: ['217-555-0102'],
    },
  ],
  [
    'the addresses of Microsoft',
    Object.fromEntries(
      Object.entries({
        givenname: ['Ada'],
        surname: ['Byron'],
        dateofbirth: ['12/10/1815'],
        emailaddress: ['ada@example.com'],
        mobilephone: ['+12175550102'],
      }).map(([name, value]) => [`http://schemas.xmlsoap.org/ws/2005/05/identity/claims/${name}`, value]),
    ),
  ],
])('SAML by %s', (_words, sent) => {
  expect(read(sent, {}, 'saml')).toEqual({
    given: 'Ada',
    family: 'Byron',
    birthDate: '1815-12-10',
    email: 'ada@example.com',
    phone: '+12175550102',
  })
})
