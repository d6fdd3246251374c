import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import argon2 from 'argon2'
import type { LegacyPassword } from '../core/legacy-passwords.ts'

/** Loaded when the first such hash comes: most installations never have one. */
let bcrypt: { verify(secret: string, encoded: string): Promise<boolean> } | undefined
function loadBcrypt() {
  bcrypt ??= createRequire(import.meta.url)('@node-rs/bcrypt') as NonNullable<typeof bcrypt>
  return bcrypt
}
const derive = promisify(pbkdf2)

/** Checks a hash of another system, on a thread of its own. Takes as long as the hash is dear; @see legacyDecoy */
export async function verifyLegacy(stored: LegacyPassword, secret: string): Promise<boolean> {
  if (stored.scheme === 'bcrypt') return loadBcrypt().verify(secret, stored.encoded)
  // without our pepper: it was made elsewhere
  if (stored.scheme === 'argon2') return argon2.verify(stored.encoded, secret)
  const expected = Buffer.from(stored.hash, 'base64')
  const salt = Buffer.from(stored.salt, 'base64')
  return timingSafeEqual(await derive(secret, salt, stored.iterations, expected.length, stored.digest), expected)
}
