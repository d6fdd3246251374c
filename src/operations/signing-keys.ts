import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { addSeconds, days, hours, now } from '../platform/index.ts'
import type { Transaction } from '../store/index.ts'
import {
  createSigningKey,
  findSigningKeys,
  type Jwk,
  type KeyAlgorithm,
  type KeyState,
  lockSigningKeys,
  type SigningKey,
  updateSigningKeyState,
} from '../store/signing-keys.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

export const keyAlgorithms: readonly KeyAlgorithm[] = ['ES256', 'RS256']

/** A key is published this long before it signs, so that every portal's cache knows it. */
const publishedBeforeUse = (house: KeyHouse): number => hours(house.settings.signing_keys.publish_hours)
const rotatedEvery = (house: KeyHouse): number => days(house.settings.signing_keys.rotate_days)
/** ID tokens live minutes, but come back as `id_token_hint` at sign-out, until the session's absolute limit. */
const verifiesAfterUse = (house: KeyHouse): number =>
  house.settings.sessions.absolute_seconds + hours(house.settings.signing_keys.verify_hours)

export type KeyHouse = Pick<House, 'db' | 'sealer' | 'settings'>
export interface KeyChange {
  readonly kid: string
  readonly algorithm: KeyAlgorithm
  readonly to: KeyState
}

/** Makes the first keys where there are none; of several instances that start at once one does. */
export async function initKeys(house: KeyHouse, at: Date = now()): Promise<readonly KeyChange[]> {
  return changeKeys(house, at, async (tx, keys) => {
    const changes: KeyChange[] = []
    for (const algorithm of keyAlgorithms)
      if (!keys.some(key => key.algorithm === algorithm && key.state === 'active'))
        changes.push(await makeKey(tx, house, algorithm, 'active', at))
    return changes
  })
}

/**
 * Moves keys on: the next one is published before it is used, a key signs for its time, and stays published until nothing
 * that it signed can live. For the worker, daily or oftener; doing it twice changes nothing.
 */
export async function advanceKeys(house: KeyHouse, at: Date = now()): Promise<readonly KeyChange[]> {
  return changeKeys(house, at, async (tx, keys) => {
    const changes: KeyChange[] = []
    for (const algorithm of keyAlgorithms) {
      const own = keys.filter(key => key.algorithm === algorithm)
      const active = own.find(key => key.state === 'active')
      const next = own.find(key => key.state === 'next')
      const due = addSeconds(active?.activatedAt ?? at, rotatedEvery(house))
      if (active && !next && at >= addSeconds(due, -publishedBeforeUse(house)))
        changes.push(await makeKey(tx, house, algorithm, 'next', at))
      if (active && next && at >= due && at >= addSeconds(next.createdAt, publishedBeforeUse(house)))
        changes.push(...(await activate(tx, house, active, next, at)))
      for (const key of own)
        if (key.state === 'retiring' && key.retiringAt && at >= addSeconds(key.retiringAt, verifiesAfterUse(house)))
          changes.push(await move(tx, house, key, 'retired', at))
    }
    return changes
  })
}

/**
 * An operator's early rotation. The first call publishes a new key, which signs once every portal knows it; `now: true` (a key has
 * leaked) lets it sign at once and stops the old one from verifying anything.
 */
export async function rotateKeys(
  house: KeyHouse,
  at: Date,
  options: { readonly now: boolean },
): Promise<readonly KeyChange[]> {
  return changeKeys(house, at, async (tx, keys) => {
    const changes: KeyChange[] = []
    for (const algorithm of keyAlgorithms) {
      const own = keys.filter(key => key.algorithm === algorithm)
      const active = own.find(key => key.state === 'active')
      const next = own.find(key => key.state === 'next')
      if (options.now) {
        for (const key of own) if (key.state !== 'retired') changes.push(await move(tx, house, key, 'retired', at))
        changes.push(await makeKey(tx, house, algorithm, 'active', at))
      } else if (!next) changes.push(await makeKey(tx, house, algorithm, 'next', at))
      else if (active && at >= addSeconds(next.createdAt, publishedBeforeUse(house)))
        changes.push(...(await activate(tx, house, active, next, at)))
    }
    return changes
  })
}

async function changeKeys(
  house: KeyHouse,
  at: Date,
  change: (tx: Transaction, keys: readonly SigningKey[]) => Promise<readonly KeyChange[]>,
): Promise<readonly KeyChange[]> {
  return house.db.transaction().execute(async tx => {
    await lockSigningKeys(tx)
    const changes = await change(tx, await findSigningKeys(tx))
    for (const { kid, algorithm, to } of changes)
      await recordAudit(tx, house, {
        type: `signing-key.${to}`,
        outcome: 'success',
        actor: 'system:keys',
        correlationId: `keys-${at.getTime()}`,
        details: { kid, algorithm },
      })
    return changes
  })
}

/** The old key first: the unique index allows one active key of an algorithm. */
const activate = async (tx: Transaction, house: KeyHouse, active: SigningKey, next: SigningKey, at: Date) => [
  await move(tx, house, active, 'retiring', at),
  await move(tx, house, next, 'active', at),
]

async function move(tx: Transaction, house: KeyHouse, key: SigningKey, to: KeyState, at: Date): Promise<KeyChange> {
  const moved = await updateSigningKeyState(tx, house.sealer, { kid: key.kid, from: key.state, to }, at)
  if (!moved) throw new Error('a signing key changed under the lock')
  return { kid: key.kid, algorithm: key.algorithm, to }
}

async function makeKey(
  tx: Transaction,
  house: KeyHouse,
  algorithm: KeyAlgorithm,
  state: KeyState,
  at: Date,
): Promise<KeyChange> {
  const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength: 2048 })
  const publicPart = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicPart)
  const marks = { kid, alg: algorithm, use: 'sig' }
  const publicJwk: Jwk = { ...publicPart, ...marks }
  const privateJwk: Jwk = { ...(await exportJWK(pair.privateKey)), ...marks }
  await createSigningKey(tx, house.sealer, { kid, algorithm, state, publicJwk, privateJwk }, at)
  return { kid, algorithm, to: state }
}
