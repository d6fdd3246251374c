import { describe, expect, test } from '@jest/globals'
import { type SignInCase, secondFactorPolicy } from '../../src/core/sign-in-policy.ts'

const aal1 = 'urn:vestibule:aal1'
const confirmed = 'urn:vestibule:aal1:confirmed'
const aal2 = 'urn:vestibule:aal2'
const hardware = 'urn:vestibule:aal2:phishing-resistant'
const base: SignInCase = { population: 'patient', isKnownDevice: true, requested: [], hasSecond: true }

describe('second factor', () => {
  test.each<[string, Partial<SignInCase>, 'required' | 'not-needed']>([
    ['patient on a known device', {}, 'not-needed'],
    ['patient elsewhere', { isKnownDevice: false }, 'required'],
    ['caregiver elsewhere', { population: 'caregiver', isKnownDevice: false }, 'required'],
    ['patient elsewhere with nothing enrolled', { isKnownDevice: false, hasSecond: false }, 'not-needed'],
    ['provider on a known device', { population: 'provider' }, 'required'],
    ['staff on a known device', { population: 'staff' }, 'required'],
    ['staff with nothing enrolled', { population: 'staff', hasSecond: false }, 'required'],
    ['aal1 asked', { requested: [aal1] }, 'not-needed'],
    ['aal2 asked', { requested: [aal2] }, 'required'],
    ['confirmed asked', { requested: [confirmed] }, 'required'],
    ['several asked', { requested: [aal2, aal1] }, 'required'],
    ['unknown value asked', { requested: ['urn:other:gold'] }, 'not-needed'],
    ['a floor of aal2', { floor: aal2 }, 'required'],
    ['a request never lowers the floor', { floor: aal2, requested: [aal1] }, 'required'],
    ['aal2 asked, nothing enrolled: the provider answers', { requested: [aal2], hasSecond: false }, 'not-needed'],
    ['step-up to aal2', { session: aal1, requested: [aal2] }, 'required'],
    ['step-up that the session has', { session: aal2, requested: [aal2] }, 'not-needed'],
    ['step-up to confirmed is always anew', { session: aal2, requested: [confirmed] }, 'required'],
    ['step-up beyond what a text can give still tries', { session: aal1, requested: [hardware] }, 'required'],
    ['signed in and nothing asked (terms only)', { session: aal1 }, 'not-needed'],
    ['step-up to aal2 with nothing enrolled', { session: aal1, requested: [aal2], hasSecond: false }, 'required'],
  ])('%s: %j is %s', (_name, given, answer) => {
    expect(secondFactorPolicy({ ...base, ...given })).toBe(answer)
  })
})
