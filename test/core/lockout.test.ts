import { describe, expect, test } from '@jest/globals'
import { lockoutVerdict, passwordBudget } from '../../src/core/lockout.ts'

describe('lock-out', () => {
  test.each([
    [{ typed: 'rosa' }, 'name:rosa'],
    [{ typed: 'rosa', accountId: 'a' }, 'account:a'],
    // an email and a username of one account share its budget
    [{ typed: 'rosa@x.example', accountId: 'a' }, 'account:a'],
    [{ typed: 'rosa', accountId: 'a', knownDeviceId: 'd' }, 'device:d'],
    [{ typed: 'rosa', accountId: 'a', isProven: true }, 'proven:a'],
    [{ typed: 'rosa', isProven: true }, 'name:rosa'],
  ])('%j is charged to %s', (aim, budget) => {
    expect(passwordBudget(aim)).toBe(budget)
  })

  test.each([
    [{ allowed: true, total: 5, typedTotal: 5, isTrusted: false }, 'open'],
    [{ allowed: false, total: 5, typedTotal: 9, isTrusted: false }, 'locked'],
    [{ allowed: true, total: 100, typedTotal: 100, isTrusted: false }, 'open'],
    [{ allowed: true, total: 101, typedTotal: 101, isTrusted: false }, 'proof-first'],
    [{ allowed: false, total: 5, typedTotal: 101, isTrusted: false }, 'proof-first'],
    // guessed at by its username, now tried by its email: nothing may show that they are one
    [{ allowed: true, total: 101, typedTotal: 1, isTrusted: false }, 'locked'],
    // nobody's guesses elsewhere reach a known device, or who proved a phone first
    [{ allowed: true, total: 1, typedTotal: 500, isTrusted: true }, 'open'],
    [{ allowed: false, total: 5, typedTotal: 500, isTrusted: true }, 'locked'],
  ] as const)('%j is %s', (given, verdict) => {
    expect(lockoutVerdict(given, { hardFailures: 100 })).toBe(verdict)
  })
})
