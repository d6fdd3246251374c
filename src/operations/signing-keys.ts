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
export const verifiesAfterUse = (house: KeyHouse): number =>
  house.settings.sessions.absolute_seconds + hours(house.settings.signing_keys.verify_hours)

export type KeyHouse = Pick<House, 'db' | 'sealer' | 'settings'>
export interface KeyChange {
  readonly kid: string
  readonly algorithm: KeyAlgorithm
  readonly to: KeyState
}

/** Who changes keys where no person does. */
const worker = 'system:keys'

/** Makes the first keys where there are none; of several instances that start at once one does. */
export async function initKeys(house: KeyHouse, at: Date = now(), actor = worker): Promise<readonly KeyChange[]> {
  return changeKeys(house, at, actor, async (tx, keys) => {
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
  return changeKeys(house, at, worker, async (tx, keys) => {
    const changes: KeyChange[] = []
    for (const algorithm of keyAlgorithms) {
      const own = keys.filter(key => key.algorithm === algorithm)
      const active = own.find(key => key.state === 'active')
      const next = own.find(key => key.state === 'next')
      const due = addSeconds(active?.activatedAt ?? at, rotatedEvery(house))
      if (active && !next && at >= addSeconds(due, -publishedBeforeUse(house)))
        changes.push(await makeKey(tx, house, algorithm, 'next', at))
      // one that was made when it was due becomes known when it is due; an operator's may come long before
      if (active && next && at >= usableFrom(house, next))
        changes.push(...(await activate(tx, house, active, next, at)))
      for (const key of own)
        if (key.state === 'retiring' && key.retiringAt && at >= addSeconds(key.retiringAt, verifiesAfterUse(house)))
          changes.push(await move(tx, house, key, 'retired', at))
    }
    return changes
  })
}

/** When a published key may sign: every portal's cache knows it then. */
export const usableFrom = (house: KeyHouse, next: Pick<SigningKey, 'createdAt'>): Date =>
  addSeconds(next.createdAt, publishedBeforeUse(house))

/** When the keys that are published now begin to sign; undefined where none waits. */
export async function findKeyChangeDue(house: KeyHouse): Promise<Date | undefined> {
  const [newest] = (await findSigningKeys(house.db)).filter(key => key.state === 'next')
  return newest && usableFrom(house, newest)
}

/**
 * An operator's early rotation: publishes a new key of each algorithm, which the worker lets sign once every portal
 * knows it; asking again meanwhile changes nothing. `now: true` (a key has leaked) lets new ones sign at once and stops
 * the old ones from verifying anything.
 */
export async function rotateKeys(
  house: KeyHouse,
  at: Date,
  options: { readonly now: boolean; readonly actor: string },
): Promise<readonly KeyChange[]> {
  return changeKeys(house, at, options.actor, async (tx, keys) => {
    const changes: KeyChange[] = []
    for (const algorithm of keyAlgorithms) {
      const own = keys.filter(key => key.algorithm === algorithm)
      if (options.now) {
        for (const key of own) if (key.state !== 'retired') changes.push(await move(tx, house, key, 'retired', at))
        changes.push(await makeKey(tx, house, algorithm, 'active', at))
      } else if (!own.some(key => key.state === 'next')) changes.push(await makeKey(tx, house, algorithm, 'next', at))
    }
    return changes
  })
}

/** Changes keys as nobody else does at this moment, and writes down what changed. */
export async function changeKeys(
  house: KeyHouse,
  at: Date,
  actor: string,
  change: (tx: Transaction, keys: readonly SigningKey[]) => Promise<readonly KeyChange[]>,
): Promise<readonly KeyChange[]> {
  return house.db.transaction().execute(async tx => {
    await lockSigningKeys(tx)
    const changes = await change(tx, await findSigningKeys(tx))
    for (const { kid, algorithm, to } of changes)
      await recordAudit(tx, house, {
        type: `signing-key.${to}`,
        outcome: 'success',
        actor,
        correlationId: `keys-${at.getTime()}`,
        details: { kid, algorithm },
      })
    return changes
  })
}

/** The old key first: the unique index allows one active key of an algorithm. */
export const activate = async (tx: Transaction, house: KeyHouse, active: SigningKey, next: SigningKey, at: Date) => [
  await move(tx, house, active, 'retiring', at),
  await move(tx, house, next, 'active', at),
]

/** @throws where somebody else moved it, which the lock keeps from happening */
export async function move(
  tx: Transaction,
  house: KeyHouse,
  key: SigningKey,
  to: KeyState,
  at: Date,
): Promise<KeyChange> {
  const moved = await updateSigningKeyState(tx, house.sealer, { kid: key.kid, from: key.state, to }, at)
  if (!moved) throw new Error('a signing key changed under the lock')
  return { kid: key.kid, algorithm: key.algorithm, to }
}

/** Makes a pair: its private half is sealed, its name is the thumbprint of the public one (RFC 7638). */
export async function makeKey(
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
