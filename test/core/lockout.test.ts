import { describe, expect, test } from '@jest/globals'
import { lockoutVerdict, passwordBudget } from '../../src/core/lockout.ts'

describe('lock-out', () => {
  test.each([
    [{ typed: 'rosa' }, 'name:rosa'],
    [{ typed: 'rosa', accountId: 'a' }, 'account:a'],
    // an email and a username of one account share its budget
    [{ typed: 'rosa@x.example', accountId: 'a' }, 'account:a'],
    [{ typed: 'rosa', accountId: 'a', knownDeviceId: 'd' }, 'device:d'],
  ])('%j is charged to %s', (aim, budget) => {
    expect(passwordBudget(aim)).toBe(budget)
  })

  test.each([
    [{ allowed: true, total: 5, isKnownDevice: false }, 'open'],
    [{ allowed: false, total: 5, isKnownDevice: false }, 'locked'],
    [{ allowed: true, total: 100, isKnownDevice: false }, 'open'],
    [{ allowed: true, total: 101, isKnownDevice: false }, 'proof-first'],
    // nobody's guesses elsewhere reach a known device
    [{ allowed: true, total: 101, isKnownDevice: true }, 'open'],
    [{ allowed: false, total: 101, isKnownDevice: true }, 'locked'],
  ] as const)('%j is %s', (given, verdict) => {
    expect(lockoutVerdict(given, { hardFailures: 100 })).toBe(verdict)
  })
})
