import { type Write, WriteRefused } from '../../flow-engine/contract.ts'
import type { House } from '../../operations/house.ts'
import { addSeconds, minutes, newId } from '../../platform/index.ts'
import type { Reader, Transaction } from '../../store/index.ts'
import { passkeyKind } from '../../store/passkeys.ts'
import { consumeChallenge, createChallenge, isChallengeLive } from '../../store/verifications.ts'
import type { FactorContext } from '../contract.ts'

/** How long a person may take at their device. */
export const challengeSeconds = minutes(5)

/** Which journey a challenge belongs to, and what an answer is good for. */
export type ChallengeScope = Pick<FactorContext, 'house' | 'now' | 'flowId' | 'purpose'> &
  Partial<Pick<FactorContext, 'organization'>>

// Flow and purpose are part of the hash: an answer of one journey opens nothing in another.
const secretHash = (house: House, { flowId, purpose }: ChallengeScope, challenge: string): Buffer =>
  house.sealer.index(`passkey-challenge.${purpose}`, `${flowId}|${challenge}`)

/** @returns a fresh challenge in base64url (WebAuthn §13.4.3: at least 16 random bytes) */
export async function newChallenge(scope: ChallengeScope): Promise<string> {
  const { house, now, flowId, purpose } = scope
  const challenge = house.random.bytes(32).toString('base64url')
  await createChallenge(
    house.db,
    {
      id: newId(),
      purpose,
      flowId,
      factor: passkeyKind,
      secretHash: secretHash(house, scope, challenge),
      expiresAt: addSeconds(now, challengeSeconds),
    },
    now,
  )
  return challenge
}

const given = (scope: ChallengeScope, challenge: string) => ({
  purpose: scope.purpose,
  flowId: scope.flowId,
  factor: passkeyKind,
  secretHash: secretHash(scope.house, scope, challenge),
})

/** @returns false where it is foreign, too old or spent */
export const isLive = (read: Reader, scope: ChallengeScope, challenge: string): Promise<boolean> =>
  isChallengeLive(read, given(scope, challenge), scope.now)

/** @returns false where another answer spent it first */
export const isSpentNow = (tx: Transaction, scope: ChallengeScope, challenge: string): Promise<boolean> =>
  consumeChallenge(tx, given(scope, challenge), scope.now)

/** Spends a challenge in the transaction of what it was answered for: of two answers one counts. */
export const spend =
  (scope: ChallengeScope, challenge: string): Write =>
  async tx => {
    if (!(await isSpentNow(tx, scope, challenge))) throw new WriteRefused('passkey-late', 'passkey')
  }
