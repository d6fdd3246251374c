import { describe, expect, test } from '@jest/globals'
import { checkNewPassword, normalizePassword, passwordPolicy } from '../../src/core/passwords.ts'

const lengths = { min_length: 15, min_length_with_factor: 12 }
const own = ['Rosa', 'Martínez Peña', 'rosa.m', 'rosa.martinez@clinic.example', '+15550101234', '1985-03-12']

describe('a new password', () => {
  test.each([
    ['tulip window', false, 'password-short'],
    ['tulip window', true, undefined],
    ['tulipwindow', true, 'password-short'],
    ['tulip anchor window', false, undefined],
    ['correct horse battery staple', false, undefined],
    ['ñandú verde camina lejos', false, undefined],
    // no composition rules: one kind of letter is enough
    ['mango river lamp orbit', false, undefined],
    ['x'.repeat(129), false, 'password-long'],
    ['passwordpassword', false, 'password-common'],
    ['Password123456789!', false, 'password-common'],
    ['contraseña1234567', false, 'password-common'],
    ['aaaaaaaaaaaaaaaa', false, 'password-common'],
    ['qwertyuiop[]asdf', false, 'password-common'],
    ['123456789012345', false, 'password-common'],
    ['rosamartinez1985', false, 'password-personal'],
    ['RosaMartinez!1985', false, 'password-personal'],
    ['Martinez Peña 1985', false, 'password-personal'],
    ['03121985rosa555', false, 'password-personal'],
    ['rosa 555 010 1234', false, 'password-personal'],
    // one's name among enough other words is no harm
    ['rosa keeps seven blue kettles', false, undefined],
  ])('%s (phone proven: %s) is %s', async (password, hasProvenFactor, problem) => {
    expect(await checkNewPassword(password, passwordPolicy(lengths, hasProvenFactor), own)).toBe(problem)
  })

  test('composition is asked for only by populations that must', async () => {
    const policy = { ...passwordPolicy(lengths, false), needsComposition: true }
    expect(await checkNewPassword('mango river lamp orbit', policy, [])).toBe('password-composition')
    expect(await checkNewPassword('Mango river 7 lamp, orbit', policy, [])).toBeUndefined()
  })

  test('counts characters, not code units, and is one on every keyboard', () => {
    expect(normalizePassword('cafe\u0301')).toBe(normalizePassword('caf\u00e9'))
  })

  test('a long one is judged in bounded time', async () => {
    const hostile = Array.from({ length: 128 }, (_, index) => 'aA4@bc1!sS5$'[index % 12]).join('')
    const started = performance.now()
    await checkNewPassword(hostile, passwordPolicy(lengths, false), own)
    // generous: the point is that it is not minutes
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
