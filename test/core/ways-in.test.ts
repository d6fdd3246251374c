import { describe, expect, test } from '@jest/globals'
import { mayRemove, type Removal, type WayIn } from '../../src/core/ways-in.ts'

const way = (name: string): WayIn => {
  const [kind = '', id = '1'] = name.split('#')
  return { kind, id }
}

describe('the last way in cannot go', () => {
  test.each<[string, string, 'patient' | 'provider', Removal]>([
    // what there is, what goes, whose it is
    ['password', 'password', 'patient', 'last-way-in'],
    ['passkey', 'passkey', 'patient', 'last-way-in'],
    ['insurer', 'insurer', 'patient', 'last-way-in'],
    ['password passkey', 'password', 'patient', 'allowed'],
    ['password passkey', 'passkey', 'patient', 'allowed'],
    ['password insurer', 'password', 'patient', 'allowed'],
    ['passkey#a passkey#b', 'passkey#a', 'patient', 'allowed'],
    ['passkey insurer', 'passkey', 'patient', 'allowed'],
    // what only stands beside another is no way in
    ['password text-code totp', 'password', 'patient', 'last-way-in'],
    ['passkey security-question email-code', 'passkey', 'patient', 'last-way-in'],
    ['passkey recovery-codes', 'passkey', 'patient', 'last-way-in'],
    ['password text-code', 'text-code', 'patient', 'allowed'],
    ['password totp', 'totp', 'patient', 'allowed'],
    // pressed twice, or gone in another tab
    ['password', 'passkey', 'patient', 'allowed'],
    ['password passkey#a', 'passkey#b', 'patient', 'allowed'],
    // providers and staff need two factors
    ['password totp', 'totp', 'provider', 'last-second-factor'],
    ['password text-code#a', 'text-code#a', 'provider', 'last-second-factor'],
    ['password totp text-code', 'totp', 'provider', 'allowed'],
    ['password passkey', 'passkey', 'provider', 'last-second-factor'],
    ['password passkey totp', 'passkey', 'provider', 'allowed'],
    ['password passkey totp', 'password', 'provider', 'allowed'],
    ['password totp security-question', 'totp', 'provider', 'last-second-factor'],
    ['insurer totp', 'totp', 'provider', 'last-second-factor'],
    ['passkey', 'passkey', 'provider', 'last-way-in'],
    // who had one factor only loses nothing by it
    ['password security-question', 'security-question', 'provider', 'allowed'],
  ])('%s without %s (%s): %s', (has, goes, population, verdict) => {
    expect(mayRemove(has.split(' ').map(way), way(goes), population)).toBe(verdict)
  })
})
