import { newId } from '../platform/index.ts'
import type { Transaction } from '../store/index.ts'
import { createPasskey, passkeyKind } from '../store/passkeys.ts'
import { afterFactorChange, type FactorChange } from './factors.ts'
import type { House } from './house.ts'

/** What a device made, as the facts of a journey carry it: bytes in base64url. */
export interface PasskeyToAdd {
  readonly credentialId: string
  readonly publicKey: string
  readonly userHandle: string
  readonly counter: number
  readonly transports: readonly string[]
  readonly isSynced: boolean
  readonly isBackedUp: boolean
  /** What the person calls it. */
  readonly name: string
}

/** Adds a passkey to an account, before anybody is told. @returns false where it is registered already: roll back */
export const createPasskeyOf = (
  tx: Transaction,
  house: Pick<House, 'sealer'>,
  accountId: string,
  passkey: PasskeyToAdd,
  at: Date,
): Promise<boolean> =>
  createPasskey(
    tx,
    house.sealer,
    {
      ...passkey,
      id: newId(),
      accountId,
      publicKey: Buffer.from(passkey.publicKey, 'base64url'),
      userHandle: Buffer.from(passkey.userHandle, 'base64url'),
    },
    at,
  )

/**
 * Adds a passkey: other sessions end, and the person learns of it at every contact.
 * @returns false where it is registered already: the caller rolls back
 */
export async function addPasskey(
  tx: Transaction,
  house: House,
  change: Omit<FactorChange, 'kind' | 'notice'> & { readonly passkey: PasskeyToAdd },
  at: Date,
): Promise<boolean> {
  const { passkey, ...rest } = change
  if (!(await createPasskeyOf(tx, house, change.accountId, passkey, at))) return false
  await afterFactorChange(tx, house, { ...rest, kind: passkeyKind, notice: 'factor-added' }, at)
  return true
}
