import { generateSync } from 'otplib'
import { normalizeAnswer } from '../../src/core/security-questions.ts'
import { newAuthenticatorSecret, newRecoveryCodes, recoveryCodeHash } from '../../src/factors/index.ts'
import { addAuthenticator, replaceRecoveryCodes, setSecurityQuestion } from '../../src/operations/factors.ts'
import type { House } from '../../src/operations/house.ts'
import { now } from '../../src/platform/index.ts'
import { notes } from './canaries.ts'

/** What the app shows at a moment. */
export const appCode = (secret: string, at: Date = now()): string =>
  generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) })

/** An authenticator app. @returns its secret */
export async function enrolApp(house: House, accountId: string, name = 'My phone'): Promise<string> {
  const secret = newAuthenticatorSecret(house.random)
  notes('authenticator secret', secret)
  await house.db.transaction().execute(tx => addAuthenticator(tx, house, { accountId, secret, name, step: 0 }, now()))
  return secret
}

export async function enrolQuestion(house: House, accountId: string, answer: string): Promise<void> {
  notes('answer', answer)
  const answerHash = await house.hasher.hash(normalizeAnswer(answer))
  await house.db
    .transaction()
    .execute(tx => setSecurityQuestion(tx, house, { accountId, question: 'dream-job', answerHash }, now()))
}

/** @returns the ten codes */
export async function enrolRecoveryCodes(house: House, accountId: string): Promise<readonly string[]> {
  const codes = newRecoveryCodes(house.random)
  for (const code of codes) notes('recovery code', code)
  const hashes = codes.map(code => recoveryCodeHash(house.sealer, accountId, code))
  await house.db.transaction().execute(tx => replaceRecoveryCodes(tx, { accountId, hashes }, now()))
  return codes
}
