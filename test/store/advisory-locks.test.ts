import { expect, test } from '@jest/globals'
import { advisoryLocks } from '../../src/store/advisory-locks.ts'
import { tryLockAuditChain } from '../../src/store/audit.ts'
import { lockSigningKeys } from '../../src/store/signing-keys.ts'
import { openTestDatabase } from '../driver/database.ts'

test('no two locks share a number', () => {
  const numbers = Object.values(advisoryLocks)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('a change of signing keys does not hold up the sealing of the audit', async () => {
  const { db, close } = await openTestDatabase()
  try {
    await db.transaction().execute(async keys => {
      await lockSigningKeys(keys)
      expect(await db.transaction().execute(tryLockAuditChain)).toBe(true)
    })
  } finally {
    await close()
  }
})
