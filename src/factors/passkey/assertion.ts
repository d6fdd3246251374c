import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { type Write, WriteRefused } from '../../flow-engine/contract.ts'
import { stopCopiedPasskey } from '../../operations/copied-passkeys.ts'
import { type Reader, together } from '../../store/index.ts'
import {
  findPasskeyCredential,
  findPasskeyDescriptors,
  type PasskeyCredential,
  updatePasskeyUse,
} from '../../store/passkeys.ts'
import type { ScriptOptions, Verdict } from '../contract.ts'
import { type ChallengeScope, challengeSeconds, isLive, isSpentNow, newChallenge } from './challenge.ts'
import { loadVerifier, relyingParty } from './relying-party.ts'
import { type AssertionAnswer, readAssertion } from './responses.ts'

/**
 * What a browser asks for a passkey with (PublicKeyCredentialRequestOptionsJSON).
 * @param accountId somebody who is known already: only their passkeys are asked for. Without it the answer is the same
 *   for everybody, and the device offers what it has for us.
 */
export async function assertionOptions(scope: ChallengeScope, accountId?: string): Promise<ScriptOptions> {
  const { house } = scope
  // the answer comes in a few seconds: its verifier should be there by then
  void loadVerifier()
  const { descriptors } = accountId
    ? await findPasskeyDescriptors(house.db, house.sealer, accountId)
    : { descriptors: [] }
  return {
    challenge: newChallenge(scope),
    rpId: relyingParty(house).id,
    timeout: challengeSeconds * 1000,
    userVerification: 'required',
    allowCredentials: descriptors.map(({ credentialId, transports }) => ({
      type: 'public-key',
      id: credentialId,
      transports,
    })),
  }
}

export type AssertionVerdict =
  | {
      readonly kind: 'proven'
      readonly accountId: string
      readonly passkeyId: string
      /** Whether the account may begin a sign-in. */
      readonly mayBegin: boolean
      readonly amr: readonly string[]
      readonly write: NonNullable<Extract<Verdict, { kind: 'proven' }>['write']>
    }
  | {
      readonly kind: 'refused'
      readonly problem: 'passkey-failed' | 'passkey-late'
      /** For the audit only. */
      readonly reason: 'malformed' | 'challenge' | 'unknown' | 'handle' | 'counter' | 'copied' | 'invalid'
      readonly accountId?: string
      /** What the refusal brings about: a copy was found. */
      readonly write?: Write
    }

/**
 * Checks a device's answer (WebAuthn §7.2). Its challenge is spent, and its use counted, by the verdict's `write`.
 * @param meanwhile what else is read, in one packet with the passkey
 */
export async function checkAssertion(
  scope: ChallengeScope,
  sent: string,
  meanwhile: (db: Reader) => Promise<unknown> = async () => {},
): Promise<AssertionVerdict> {
  const { house, now } = scope
  const read = readAssertion(sent)
  if (!read) return { kind: 'refused', problem: 'passkey-failed', reason: 'malformed' }
  const { answer, challenge } = read
  const [isAsked, passkey] = await together(house.db, db =>
    Promise.all([isLive(db, scope, challenge), findPasskeyCredential(db, house.sealer, answer.id, now), meanwhile(db)]),
  )
  if (!isAsked) return { kind: 'refused', problem: 'passkey-late', reason: 'challenge' }
  if (!passkey) return { kind: 'refused', problem: 'passkey-failed', reason: 'unknown' }
  const { accountId } = passkey
  const refused = (reason: 'handle' | 'counter' | 'copied' | 'invalid'): AssertionVerdict => ({
    kind: 'refused',
    problem: 'passkey-failed',
    reason,
    accountId,
  })
  const { userHandle } = answer.response
  if (userHandle && !passkey.userHandle.equals(Buffer.from(userHandle, 'base64url'))) return refused('handle')
  const used = await verify(scope, answer, challenge, passkey)
  if (!used) return refused('invalid')
  // a copy of the key counts from where it was copied (WebAuthn §7.2 step 22)
  if ((used.counter > 0 || passkey.counter > 0) && used.counter <= passkey.counter) {
    const { organization = '', flowId } = scope
    const copy = { passkeyId: passkey.id, accountId, organization, flowId }
    return {
      ...refused('counter'),
      async write(tx) {
        // the same answer sent twice is no copy: the first one spent its challenge
        if (await isSpentNow(tx, scope, challenge)) await stopCopiedPasskey(tx, house, copy, now)
      },
    }
  }
  if (passkey.isCopied) return refused('copied')
  return {
    kind: 'proven',
    accountId,
    passkeyId: passkey.id,
    mayBegin: passkey.mayBegin,
    amr: amrOf(passkey),
    async write(tx) {
      const [isSpent, isCounted] = await together(tx, each =>
        Promise.all([isSpentNow(each, scope, challenge), updatePasskeyUse(each, { id: passkey.id, ...used }, now)]),
      )
      if (!isSpent) throw new WriteRefused('passkey-late', 'passkey')
      if (!isCounted) throw new WriteRefused('passkey-failed', 'passkey')
    },
  }
}

/** RFC 8176: the key of one piece of hardware, or one that its owner's devices share; the user was verified by either. */
const amrOf = ({ isSynced }: PasskeyCredential): readonly string[] => [isSynced ? 'swk' : 'hwk', 'user', 'mfa']

async function verify(
  { house }: ChallengeScope,
  answer: AssertionAnswer,
  challenge: string,
  passkey: PasskeyCredential,
): Promise<{ counter: number; isBackedUp: boolean } | undefined> {
  const { verifyAuthenticationResponse } = await loadVerifier()
  const { id, origin } = relyingParty(house)
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      // its counter is compared by us, so that a copy is told from a wrong signature
      credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
    })
    if (!verified) return undefined
    return { counter: authenticationInfo.newCounter, isBackedUp: authenticationInfo.credentialBackedUp }
  } catch {
    // the library throws whatever it finds wrong with an answer: all of it is one refusal
    return undefined
  }
}
