import { placeOf } from '../core/networks.ts'
import { addSeconds, days } from '../platform/index.ts'
import { createOrUpdatePlace } from '../store/account-places.ts'
import type { Transaction } from '../store/index.ts'
import { hasKnownDevice } from '../store/known-devices.ts'
import { noticeToEveryContact, type Told } from './contacts.ts'
import type { House } from './house.ts'

/** How long an account is known from a place after its last sign-in there. */
const placeLife = days(180)

/**
 * Tells every contact of a sign-in from a new device, or on a known one from a place where the account was never seen.
 * Not of the first one of all: there is nobody else to warn.
 */
export async function tellOfUnusualSignIn(
  tx: Transaction,
  house: House,
  signIn: Told & { readonly ip: string; readonly isKnownDevice: boolean },
  at: Date,
): Promise<void> {
  const { accountId, isKnownDevice } = signIn
  const here = { accountId, place: placeOf(signIn.ip), expiresAt: addSeconds(at, placeLife) }
  const place = await createOrUpdatePlace(tx, house.sealer, here, at)
  const isSeenBefore = !place.isNew || place.hasOthers
  if (!isKnownDevice) {
    if (isSeenBefore || (await hasKnownDevice(tx, accountId, at)))
      await noticeToEveryContact(tx, house, signIn, 'new-device', at)
    return
  }
  if (place.isNew && place.hasOthers) await noticeToEveryContact(tx, house, signIn, 'new-place', at)
}
