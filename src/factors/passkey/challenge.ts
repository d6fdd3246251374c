import { timingSafeEqual } from 'node:crypto'
import { type Write, WriteRefused } from '../../flow-engine/contract.ts'
import type { House } from '../../operations/house.ts'
import { addSeconds, minutes } from '../../platform/index.ts'
import type { Reader, Transaction } from '../../store/index.ts'
import { createReplay, isReplay } from '../../store/replays.ts'
import type { FactorContext } from '../contract.ts'

/** How long a person may take at their device. */
export const challengeSeconds = minutes(5)

/** Which journey a challenge belongs to, and what an answer is good for. */
export type ChallengeScope = Pick<FactorContext, 'house' | 'now' | 'flowId' | 'purpose'> &
  Partial<Pick<FactorContext, 'organization'>>

const randomBytes = 16
/** Milliseconds since the epoch until 2^48: the year 10889. */
const endBytes = 6
const sealBytes = 16
const bytes = randomBytes + endBytes + sealBytes

/**
 * A challenge carries its own end and a keyed hash over both, the journey and the purpose: nothing is kept before a
 * device has answered, so asking for one costs no more than looking at a page, and an answer of one journey opens nothing
 * in another.
 * @returns 38 bytes in base64url, 16 of them random (WebAuthn §13.4.3)
 */
export function newChallenge(scope: ChallengeScope): string {
  const end = Buffer.alloc(endBytes)
  end.writeUIntBE(addSeconds(scope.now, challengeSeconds).getTime(), 0, endBytes)
  const open = Buffer.concat([scope.house.random.bytes(randomBytes), end])
  return Buffer.concat([open, sealOf(scope, open)]).toString('base64url')
}

const sealOf = ({ house, flowId, purpose }: ChallengeScope, open: Buffer): Buffer =>
  house.sealer.index(`passkey-challenge.${purpose}`, `${flowId}|${open.toString('base64url')}`).subarray(0, sealBytes)

/** @returns when it ends; undefined where it is foreign */
function endOf(scope: ChallengeScope, challenge: string): Date | undefined {
  const given = Buffer.from(challenge, 'base64url')
  // one spelling only, since what is spent is remembered as it is spelled
  if (given.length !== bytes || given.toString('base64url') !== challenge) return undefined
  const open = given.subarray(0, bytes - sealBytes)
  if (!timingSafeEqual(given.subarray(bytes - sealBytes), sealOf(scope, open))) return undefined
  return new Date(open.readUIntBE(randomBytes, endBytes))
}

/** @returns false where it is foreign, too old or spent; one statement whatever it is */
export async function isLive(read: Reader, scope: ChallengeScope, challenge: string): Promise<boolean> {
  const end = endOf(scope, challenge)
  const isSpent = await isReplay(read, spentHash(scope.house, challenge))
  return end !== undefined && end > scope.now && !isSpent
}

const spentHash = ({ sealer }: Pick<House, 'sealer'>, challenge: string): Buffer =>
  sealer.index('passkey-challenge.spent', challenge)

/** @returns false where another answer spent it first: of 50 simultaneous ones one counts */
export async function isSpentNow(tx: Transaction, scope: ChallengeScope, challenge: string): Promise<boolean> {
  const end = endOf(scope, challenge)
  return end !== undefined && createReplay(tx, spentHash(scope.house, challenge), end)
}

/** Spends a challenge in the transaction of what it was answered for: of two answers one counts. */
export const spend =
  (scope: ChallengeScope, challenge: string): Write =>
  async tx => {
    if (!(await isSpentNow(tx, scope, challenge))) throw new WriteRefused('passkey-late', 'passkey')
  }
