import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { Write } from '../../flow-engine/contract.ts'
import { findPasskeyCredential, findPasskeyDescriptors } from '../../store/passkeys.ts'
import type { ScriptOptions } from '../contract.ts'
import { type ChallengeScope, challengeSeconds, isLive, newChallenge, spend } from './challenge.ts'
import { loadVerifier, relyingParty } from './relying-party.ts'
import { type RegistrationAnswer, readRegistration } from './responses.ts'

/** Whom a passkey is made for, as their device will show them. */
export interface PasskeyOwner {
  /** Left out while the account does not exist yet. */
  readonly accountId?: string
  readonly username: string
}

/** ES256, EdDSA and RS256 (RFC 9053, RFC 8812): what the devices that people have can do. */
const algorithms = [-7, -8, -257]
const handleBytes = 32

/** What a browser makes a passkey with (PublicKeyCredentialCreationOptionsJSON); what the person has is left out. */
export async function registrationOptions(scope: ChallengeScope, owner: PasskeyOwner): Promise<ScriptOptions> {
  const { house } = scope
  void loadVerifier()
  const { id, name } = relyingParty(house)
  const known = await handleOf(scope, owner)
  return {
    challenge: newChallenge(scope),
    rp: { id, name },
    user: { id: known.handle.toString('base64url'), name: owner.username, displayName: owner.username },
    pubKeyCredParams: algorithms.map(alg => ({ type: 'public-key', alg })),
    timeout: challengeSeconds * 1000,
    // who made the device is nobody's business (attestation), and it must find the passkey without a username
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    excludeCredentials: known.descriptors.map(({ credentialId, transports }) => ({
      type: 'public-key',
      id: credentialId,
      transports,
    })),
    extensions: { credProps: true },
  }
}

/** All passkeys of one account carry one handle. The first one's follows from the journey, so that nothing is kept yet. */
async function handleOf({ house, flowId }: ChallengeScope, { accountId }: PasskeyOwner) {
  const { userHandle, descriptors } = accountId
    ? await findPasskeyDescriptors(house.db, house.sealer, accountId)
    : { descriptors: [] }
  return {
    handle: userHandle ?? house.sealer.index('passkey.user-handle', flowId).subarray(0, handleBytes),
    descriptors,
  }
}

/** What a registration leaves among the facts, until the journey completes; bytes in base64url. */
export const madePasskeySchema = z.object({
  credentialId: z.string(),
  publicKey: z.string(),
  userHandle: z.string(),
  counter: z.number(),
  transports: z.array(z.string()),
  isSynced: z.boolean(),
  isBackedUp: z.boolean(),
})
export type MadePasskey = z.output<typeof madePasskeySchema>

export type RegistrationVerdict =
  | { readonly kind: 'made'; readonly passkey: MadePasskey; readonly write: Write }
  | {
      readonly kind: 'refused'
      readonly problem: 'passkey-not-made' | 'passkey-late' | 'passkey-known'
      readonly reason: 'malformed' | 'challenge' | 'invalid' | 'known'
    }

/** Checks what a device made (WebAuthn §7.1). Its challenge is spent by the verdict's `write`. */
export async function checkRegistration(
  scope: ChallengeScope,
  owner: PasskeyOwner,
  sent: string,
): Promise<RegistrationVerdict> {
  const { house } = scope
  const read = readRegistration(sent)
  if (!read) return { kind: 'refused', problem: 'passkey-not-made', reason: 'malformed' }
  if (!(await isLive(house.db, scope, read.challenge)))
    return { kind: 'refused', problem: 'passkey-late', reason: 'challenge' }
  const made = await verify(scope, read.answer, read.challenge)
  if (!made) return { kind: 'refused', problem: 'passkey-not-made', reason: 'invalid' }
  if (await findPasskeyCredential(house.db, house.sealer, made.credentialId, scope.now))
    return { kind: 'refused', problem: 'passkey-known', reason: 'known' }
  const { handle } = await handleOf(scope, owner)
  return {
    kind: 'made',
    passkey: { ...made, userHandle: handle.toString('base64url') },
    write: spend(scope, read.challenge),
  }
}

async function verify(
  { house }: ChallengeScope,
  answer: RegistrationAnswer,
  challenge: string,
): Promise<Omit<MadePasskey, 'userHandle'> | undefined> {
  const { verifyRegistrationResponse } = await loadVerifier()
  const { id, origin } = relyingParty(house)
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified) return undefined
    const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: answer.response.transports,
      isSynced: credentialDeviceType === 'multiDevice',
      isBackedUp: credentialBackedUp,
    }
  } catch {
    // the library throws whatever it finds wrong with an answer: all of it is one refusal
    return undefined
  }
}
