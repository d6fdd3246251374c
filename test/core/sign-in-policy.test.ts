import { describe, expect, test } from '@jest/globals'
import { levelsWith, type SignInCase, secondFactorPolicy } from '../../src/core/sign-in-policy.ts'

const aal1 = 'urn:vestibule:aal1'
const confirmed = 'urn:vestibule:aal1:confirmed'
const aal2 = 'urn:vestibule:aal2'
const hardware = 'urn:vestibule:aal2:phishing-resistant'
const base: SignInCase = {
  secondFactor: 'unknown-device',
  isKnownDevice: true,
  requested: [],
  hasSecond: true,
  reach: [aal1, confirmed, aal2],
  addable: [],
}

describe('second factor', () => {
  test.each<[string, Partial<SignInCase>, 'required' | 'enrolment' | 'both' | 'not-needed']>([
    ['patient on a known device', {}, 'not-needed'],
    ['patient elsewhere', { isKnownDevice: false }, 'required'],
    ['patient elsewhere with nothing enrolled', { isKnownDevice: false, hasSecond: false, reach: [] }, 'not-needed'],
    ['always, on a known device', { secondFactor: 'always' }, 'required'],
    ['always, with nothing enrolled', { secondFactor: 'always', hasSecond: false, reach: [] }, 'required'],
    [
      'always, with nothing enrolled but something to add',
      { secondFactor: 'always', hasSecond: false, reach: [], addable: [aal1, confirmed, aal2] },
      'enrolment',
    ],
    [
      'aal2 asked, nothing enrolled but something to add',
      { requested: [aal2], hasSecond: false, reach: [], addable: [aal1, confirmed, aal2] },
      'enrolment',
    ],
    [
      'a passkey to add, by one with two factors',
      { session: aal2, requested: [hardware], addable: [hardware] },
      'enrolment',
    ],
    [
      'a passkey to add, by one who gave a password',
      { session: aal1, requested: [hardware], addable: [hardware] },
      'both',
    ],
    ['nothing to add where an enrolled way will do', { requested: [aal2], addable: [aal2] }, 'required'],
    ['aal1 asked', { requested: [aal1] }, 'not-needed'],
    ['aal2 asked', { requested: [aal2] }, 'required'],
    ['confirmed asked', { requested: [confirmed] }, 'required'],
    ['several asked', { requested: [aal2, aal1] }, 'required'],
    ['unknown value asked', { requested: ['urn:other:gold'] }, 'not-needed'],
    ['a floor of aal2', { floor: aal2 }, 'required'],
    ['a request never lowers the floor', { floor: aal2, requested: [aal1] }, 'required'],
    [
      'aal2 asked, nothing enrolled: the provider answers',
      { requested: [aal2], hasSecond: false, reach: [] },
      'not-needed',
    ],
    ['step-up to aal2', { session: aal1, requested: [aal2] }, 'required'],
    ['step-up that the session has', { session: aal2, requested: [aal2] }, 'not-needed'],
    ['step-up to confirmed is always anew', { session: aal2, requested: [confirmed] }, 'required'],
    ['step-up beyond what a text can give', { session: aal1, requested: [hardware] }, 'not-needed'],
    ['step-up of a strong session beyond a text', { session: aal2, requested: [hardware] }, 'not-needed'],
    ['step-up to any of two, one within reach', { session: aal1, requested: [aal2, hardware] }, 'required'],
    ['step-up to a floor out of reach', { session: aal1, floor: hardware, requested: [aal2] }, 'not-needed'],
    ['step-up for terms while a wish is met', { session: aal1, requested: [aal1, aal2] }, 'not-needed'],
    ['beyond what a text can give, on a known device', { requested: [hardware] }, 'not-needed'],
    ['beyond what a text can give, elsewhere', { isKnownDevice: false, requested: [hardware] }, 'required'],
    ['signed in and nothing asked (terms only)', { session: aal1 }, 'not-needed'],
    [
      'step-up to aal2 with nothing enrolled',
      { session: aal1, requested: [aal2], hasSecond: false, reach: [] },
      'not-needed',
    ],
  ])('%s: %j is %s', (_name, given, answer) => {
    expect(secondFactorPolicy({ ...base, ...given })).toEqual({
      second: answer === 'required' || answer === 'both',
      enrolment: answer === 'enrolment' || answer === 'both',
    })
  })
})

test('a proof beside a password lifts as far as it goes', () => {
  const text = { factor: 'text-code', category: 'possession', amr: ['sms', 'otp'], userVerified: false } as const
  expect(levelsWith({ ...text, phishingResistant: false })).toEqual([aal1, confirmed, aal2])
  expect(levelsWith({ ...text, userVerified: true, phishingResistant: true })).toContain(hardware)
  expect(levelsWith({ ...text, phishingResistant: false, ceiling: aal1 })).toEqual([aal1, confirmed])
  expect(levelsWith({ ...text, category: 'knowledge', amr: ['kba'], phishingResistant: false })).toEqual([
    aal1,
    confirmed,
  ])
})
