import { describe, expect, test } from '@jest/globals'
import { legacyCost, legacyDecoy, readLegacyPassword } from '../../src/core/legacy-passwords.ts'
import { verifyLegacy } from '../../src/platform/legacy-hashes.ts'
import { hashesOf } from '../driver/imported.ts'

const hashes = await hashesOf('a lantern for the ferryman')
const read = (given: unknown) => {
  const password = readLegacyPassword(given)
  if (typeof password === 'string') throw new Error(password)
  return password
}

describe.each(Object.keys(hashes))('%s', name => {
  test('is read, and fits its password alone', async () => {
    const password = read(hashes[name])
    expect(await verifyLegacy(password, 'a lantern for the ferryman')).toBe(true)
    expect(await verifyLegacy(password, 'a lantern for the ferryman ')).toBe(false)
  })

  test('has a decoy that costs the same, and that nothing fits', async () => {
    const cost = legacyCost(read(hashes[name]))
    const decoy = legacyDecoy(cost)
    expect(decoy && legacyCost(decoy)).toBe(cost)
    expect(decoy && (await verifyLegacy(decoy, 'a lantern for the ferryman'))).toBe(false)
  })
})

const bcrypt = (cost: string) => ({ scheme: 'bcrypt', hash: `$2b$${cost}$${'a'.repeat(53)}` })
test.each([
  ['a lantern for the ferryman', 'password-plain'],
  [{ scheme: 'plain', hash: 'a lantern' }, 'password-plain'],
  [{ scheme: 'bcrypt', hash: 'a lantern for the ferryman' }, 'password-encoding'],
  [{ scheme: 'bcrypt' }, 'password-encoding'],
  [bcrypt('31'), 'password-cost'],
  [bcrypt('03'), 'password-cost'],
  [{ scheme: 'md5', hash: 'd41d8cd98f00b204e9800998ecf8427e' }, 'password-scheme'],
  [{ scheme: 'pbkdf2', hash: '$pbkdf2-sha256$i=99999999$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA' }, 'password-cost'],
  [{ scheme: 'pbkdf2', hash: '$pbkdf2-sha256$i=0$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA' }, 'password-cost'],
  [{ scheme: 'pbkdf2', hash: '$pbkdf2-sha256$i=10$c2Fs$aGFzaA' }, 'password-encoding'],
  [{ scheme: 'argon2', hash: `$argon2id$v=19$m=9999999,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}` }, 'password-cost'],
  [{ scheme: 'keycloak', credentialData: '{', secretData: '{' }, 'password-encoding'],
])('%j is refused: %s', (given, problem) => {
  expect(readLegacyPassword(given)).toBe(problem)
})
