import Bowser from 'bowser'
import { addSeconds, days, newId, newToken } from '../platform/index.ts'
import type { Database, Transaction } from '../store/index.ts'
import { createKnownDevice, findKnownDevices, updateDeviceToken, updateDeviceUse } from '../store/known-devices.ts'
import type { House } from './house.ts'

export interface RememberedDevice {
  /** Value of the device cookie from now on. */
  readonly token: string
  readonly expiresAt: Date
  /** false: this browser signed in to this account for the first time; the person may be told. */
  readonly wasKnown: boolean
}

/**
 * Makes this browser known for an account, so that the next sign-in needs less and guesses from elsewhere do not lock
 * it out. A browser that becomes known to one more account gets a fresh token for all of its accounts: whoever planted
 * or copied the old cookie has nothing.
 */
export async function rememberDevice(
  tx: Transaction,
  house: House,
  device: { readonly accountId: string; readonly token?: string; readonly userAgent: string },
  at: Date,
): Promise<RememberedDevice> {
  const recalled = await recallDevice(tx, house, device, at)
  if (recalled) return recalled
  const expiresAt = expiryOf(house, at)
  const known = await findKnownDevices(tx, house.sealer, device.token, at)
  const token = newToken(house.random)
  if (device.token && known.length > 0) await updateDeviceToken(tx, house.sealer, device.token, token)
  await createKnownDevice(
    tx,
    house.sealer,
    { id: newId(), accountId: device.accountId, token, label: deviceLabel(device.userAgent), expiresAt },
    at,
  )
  return { token, expiresAt, wasKnown: false }
}

/** Counts a sign-in of an account at a browser that it is known at, in one statement; undefined where it is not. */
export async function recallDevice(
  db: Database | Transaction,
  house: House,
  { accountId, token }: { readonly accountId: string; readonly token?: string },
  at: Date,
): Promise<RememberedDevice | undefined> {
  if (!token) return undefined
  const expiresAt = expiryOf(house, at)
  const isKnown = await updateDeviceUse(db, house.sealer, { token, accountId, expiresAt }, at)
  return isKnown ? { token, expiresAt, wasKnown: true } : undefined
}

const expiryOf = (house: House, at: Date): Date => addSeconds(at, days(house.settings.sessions.known_device_days))

/** "Firefox on Windows": what a person recognises a device by. */
export function deviceLabel(header: string): string {
  const userAgent = header.slice(0, 500)
  const known = labels.get(userAgent)
  if (known) return known
  if (labels.size >= labelsKept) labels.clear()
  const label = labelOf(userAgent)
  labels.set(userAgent, label)
  return label
}

/** Few browsers are many people's, and reading what one says of itself costs more than looking it up. */
const labels = new Map<string, string>()
const labelsKept = 500

function labelOf(userAgent: string): string {
  if (userAgent.trim() === '') return 'Unknown browser'
  const { browser, os } = Bowser.parse(userAgent)
  const name = browser.name ?? 'Unknown browser'
  return os.name ? `${name} on ${os.name}` : name
}
