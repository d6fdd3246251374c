import { describe, expect, test } from '@jest/globals'
import { usernameSuggestions } from '../../src/core/usernames.ts'
import {
  codeState,
  mayHoldCode,
  type RecordContact,
  type RecordProofCase,
  recordProof,
} from '../../src/flows/activate/policy.ts'

const at = new Date('2026-11-21T10:00:00Z')
const before = new Date('2026-11-20T10:00:00Z')
const later = new Date('2026-12-01T10:00:00Z')
const fresh = { voided_at: null, superseded_at: null, used_at: null, expires_at: later }

describe('what a code is worth', () => {
  test.each([
    ['a fresh one', fresh, 'live'],
    ['one at the very end of its life', { ...fresh, expires_at: at }, 'expired'],
    ['an expired one', { ...fresh, expires_at: before }, 'expired'],
    ['a used one', { ...fresh, used_at: before }, 'used'],
    ['a used and then expired one', { ...fresh, used_at: before, expires_at: before }, 'used'],
    ['a used one that a newer one followed', { ...fresh, used_at: before, superseded_at: before }, 'used'],
    ['one that a newer one replaced', { ...fresh, superseded_at: before }, 'void'],
    ['a void one', { ...fresh, voided_at: before }, 'void'],
    ['a void and used one', { ...fresh, voided_at: before, used_at: before }, 'void'],
    ['a void and expired one', { ...fresh, voided_at: before, expires_at: before }, 'void'],
  ] as const)('%s', (_name, code, state) => {
    expect(codeState(code, at)).toBe(state)
  })
})

const phone: RecordContact = { id: 'phone', kind: 'phone', value: '+15550101234', shared: false }
const parentsPhone: RecordContact = { id: 'parents', kind: 'phone', value: '+15550109999', shared: true }
const email: RecordContact = { id: 'email', kind: 'email', value: 'ana@example.org', shared: false }
const sharedEmail: RecordContact = { ...email, id: 'shared-email', shared: true }
const given: RecordProofCase = {
  contacts: [phone, email],
  holder: 'patient',
  age: 40,
  channel: 'sms',
  identityChecked: false,
}

describe('which contacts of record prove the holder', () => {
  test.each([
    ['by text: phones only', {}, ['phone']],
    ['by email: phones only, so one mailbox is not both proofs', { channel: 'email' }, ['phone']],
    ['on paper: email too', { channel: 'letter' }, ['phone', 'email']],
    ['by hand: email too', { channel: 'in_person' }, ['phone', 'email']],
    [
      'by hand, identity checked: what is on file is still proven',
      { channel: 'in_person', identityChecked: true },
      ['phone', 'email'],
    ],
    ['an adult may share a phone', { contacts: [parentsPhone] }, ['parents']],
    [
      'at 12 years, for a representative: the parents’ phone',
      { age: 12, holder: 'representative', contacts: [parentsPhone] },
      ['parents'],
    ],
    ['at 13: a parent’s phone is no proof', { age: 13, contacts: [parentsPhone, phone] }, ['phone']],
    ['at 17: nor a shared mailbox', { age: 17, channel: 'letter', contacts: [phone, sharedEmail] }, ['phone']],
    ['at 18: it is', { age: 18, contacts: [parentsPhone] }, ['parents']],
    [
      'a teenager’s representative proves the shared phone',
      { age: 15, holder: 'representative', contacts: [parentsPhone] },
      ['parents'],
    ],
  ] as [string, Partial<RecordProofCase>, string[]][])('%s', (_name, changes, ids) => {
    const proof = recordProof({ ...given, ...changes })
    expect(proof.kind === 'required' && proof.contacts.map(contact => contact.id)).toEqual(ids)
  })

  test.each([
    [
      'nothing on file, by hand, identity checked',
      { contacts: [], channel: 'in_person', identityChecked: true },
      'waived',
    ],
    ['nothing on file, by hand, not checked', { contacts: [], channel: 'in_person' }, 'impossible'],
    ['nothing on file, on paper, checked', { contacts: [], channel: 'letter', identityChecked: true }, 'impossible'],
    ['only an email on file, by text', { contacts: [email] }, 'impossible'],
    ['a teenager with a parent’s phone only', { age: 15, contacts: [parentsPhone] }, 'impossible'],
    [
      'the same, identity checked by hand',
      { age: 15, contacts: [parentsPhone], channel: 'in_person', identityChecked: true },
      'waived',
    ],
  ] as [string, Partial<RecordProofCase>, string][])('%s', (_name, changes, kind) => {
    expect(recordProof({ ...given, ...changes }).kind).toBe(kind)
  })

  test.each([
    ['patient', 12, false],
    ['patient', 13, true],
    ['patient', 90, true],
    ['representative', 0, true],
  ] as const)('a %s of a patient aged %i may hold a code: %s', (holder, age, may) => {
    expect(mayHoldCode(holder, age)).toBe(may)
  })
})

test('suggested usernames are plain, repeat for one seed, and differ for another', () => {
  const name = { given: 'María José', family: 'Núñez-O’Brien' }
  const suggestions = usernameSuggestions(name, Buffer.alloc(32, 7))
  expect(suggestions).toEqual(usernameSuggestions(name, Buffer.alloc(32, 7)))
  expect(suggestions).not.toEqual(usernameSuggestions(name, Buffer.alloc(32, 9)))
  for (const one of suggestions) expect(one).toMatch(/^mariajose\.nunezobrien\d{4}$/)
  expect(usernameSuggestions({ given: '', family: '' }, Buffer.alloc(32))[0]).toBe('portal1000')
})
