import { checkRegistration, registrationOptions } from '../../src/factors/index.ts'
import type { House } from '../../src/operations/house.ts'
import { createPasskeyOf } from '../../src/operations/passkeys.ts'
import { newId, now } from '../../src/platform/index.ts'
import type { SoftAuthenticator } from './authenticator.ts'

/** Puts a passkey of an account on a device, as the enrolment does. */
export async function enrolPasskey(
  house: House,
  device: SoftAuthenticator,
  owner: { readonly accountId: string; readonly username: string },
  name = 'My phone',
): Promise<void> {
  const scope = { house, now: now(), flowId: newId(), purpose: 'test.enrolment' }
  const verdict = await checkRegistration(scope, owner, device.create(await registrationOptions(scope, owner)))
  if (verdict.kind === 'refused') throw new Error(`the passkey was refused: ${verdict.reason}`)
  await house.db
    .transaction()
    .execute(tx => createPasskeyOf(tx, house, owner.accountId, { ...verdict.passkey, name }, now()))
}
