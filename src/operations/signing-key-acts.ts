import { addSeconds } from '../platform/index.ts'
import type { Transaction } from '../store/index.ts'
import type { KeyAlgorithm, SigningKey } from '../store/signing-keys.ts'
import {
  activate,
  changeKeys,
  type KeyChange,
  type KeyHouse,
  makeKey,
  move,
  usableFrom,
  verifiesAfterUse,
} from './signing-keys.ts'

export type KeyProblem =
  | 'key-unknown'
  /** One of that algorithm is published and waits: it is to sign first. */
  | 'key-waits'
  /** Only a published one begins to sign. */
  | 'not-next'
  /** Portals may not know it yet. */
  | 'not-known-yet'
  /** Something has to sign. */
  | 'last-active'
  /** What it signed is still about. */
  | 'still-verifies'
  | 'retired-already'
export type KeyResult =
  | { readonly kind: 'changed'; readonly changes: readonly KeyChange[] }
  | { readonly kind: 'refused'; readonly problem: KeyProblem }

/** What one operator does to one key: who, and whether the key that it is about, or is to replace, has leaked. */
export interface KeyAct {
  readonly actor: string
  readonly isLeaked: boolean
}

class Refused extends Error {
  readonly problem: KeyProblem
  constructor(problem: KeyProblem) {
    super('a change of keys was refused')
    this.problem = problem
  }
}
async function refusable(changes: Promise<readonly KeyChange[]>): Promise<KeyResult> {
  try {
    return { kind: 'changed', changes: await changes }
  } catch (fault) {
    if (fault instanceof Refused) return { kind: 'refused', problem: fault.problem }
    throw fault
  }
}
const withKey = (
  house: KeyHouse,
  kid: string,
  { actor }: KeyAct,
  at: Date,
  work: (tx: Transaction, key: SigningKey, keys: readonly SigningKey[]) => Promise<readonly KeyChange[]>,
): Promise<KeyResult> =>
  refusable(
    changeKeys(house, at, actor, (tx, keys) => {
      const key = keys.find(each => each.kid === kid)
      if (!key) throw new Refused('key-unknown')
      return work(tx, key, keys)
    }),
  )

/** Publishes a new key of one algorithm. The worker lets it sign once every portal knows it. */
export const publishKey = (
  house: KeyHouse,
  algorithm: KeyAlgorithm,
  { actor }: Pick<KeyAct, 'actor'>,
  at: Date,
): Promise<KeyResult> =>
  refusable(
    changeKeys(house, at, actor, async (tx, keys) => {
      if (keys.some(key => key.algorithm === algorithm && key.state === 'next')) throw new Refused('key-waits')
      return [await makeKey(tx, house, algorithm, 'next', at)]
    }),
  )

/**
 * Lets a published key sign now. One that portals may not know yet only where the key before it has leaked, which then
 * verifies nothing more.
 */
export const activateKey = (house: KeyHouse, kid: string, act: KeyAct, at: Date): Promise<KeyResult> =>
  withKey(house, kid, act, at, async (tx, key, keys) => {
    if (key.state !== 'next') throw new Refused('not-next')
    if (!act.isLeaked && at < usableFrom(house, key)) throw new Refused('not-known-yet')
    const active = keys.find(each => each.algorithm === key.algorithm && each.state === 'active')
    if (active && !act.isLeaked) return activate(tx, house, active, key, at)
    return [...(active ? [await move(tx, house, active, 'retired', at)] : []), await move(tx, house, key, 'active', at)]
  })

/** Takes a key back: nothing verifies by it any more. Never the one that signs; one that was used only once it may, or leaked. */
export const retireKey = (house: KeyHouse, kid: string, act: KeyAct, at: Date): Promise<KeyResult> =>
  withKey(house, kid, act, at, async (tx, key) => {
    if (key.state === 'active') throw new Refused('last-active')
    if (key.state === 'retired') throw new Refused('retired-already')
    const isOver = key.retiringAt !== undefined && at >= addSeconds(key.retiringAt, verifiesAfterUse(house))
    if (key.state === 'retiring' && !act.isLeaked && !isOver) throw new Refused('still-verifies')
    return [await move(tx, house, key, 'retired', at)]
  })
