import { setTimeout as wait } from 'node:timers/promises'
import { addSeconds, hours } from '../platform/index.ts'
import {
  createDataKey,
  type DataKeyRow,
  deleteDataKey,
  findDataKeys,
  lockDataKeys,
  updateDataKeyState,
} from '../store/data-keys.ts'
import type { Transaction } from '../store/index.ts'
import {
  createResealing,
  findResealingEnd,
  findTablesNotUnder,
  resealBatch,
  updateResealingAgain,
} from '../store/resealing.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** Every process has read the keys anew after so long (store/keyring-watch.ts asks every five seconds). */
export const knownAfterSeconds = 60
/** So long after the last value was sealed anew a key is kept, and then looked for once more. */
export const keptAfterSeconds = hours(1)

export type DataKeyHouse = Pick<House, 'db' | 'sealer' | 'random' | 'settings' | 'log'>

const worker = 'system:keys'

/**
 * Begins a rotation: a new data key, which every process opens with from now on, and which seals a minute later. The
 * worker does the rest (`advanceDataKeys`).
 * @returns false where one is under way that has not begun to seal
 */
export const rotateDataKey = (house: DataKeyHouse, at: Date, actor: string): Promise<boolean> =>
  house.db.transaction().execute(async tx => {
    await lockDataKeys(tx)
    const keys = await findDataKeys(tx)
    if (keys.some(({ state }) => state === 'next')) return false
    const id = Math.max(...keys.map(key => key.id)) + 1
    if (id > 255) throw new Error('data keys have numbers up to 255, and all of them were given')
    await createDataKey(tx, { id, use: 'sealing', state: 'next' }, house.settings.keys.wrapping, house.random, at)
    await audit(tx, house, id, 'next', actor, at)
    return true
  })

/**
 * Moves a rotation on: the new key seals once every process knows it; then everything that the one before sealed is
 * sealed anew, in small batches; an hour after the last of it the old key is removed, if nothing is found that it
 * sealed. For the worker, every minute; on any number of instances at once, and on from where it stopped.
 */
export async function advanceDataKeys(house: DataKeyHouse, at: Date, signal?: AbortSignal): Promise<void> {
  await activateDue(house, at)
  const keys = await findDataKeys(house.db)
  const active = keys.find(key => key.use === 'sealing' && key.state === 'active')
  const retired = keys.filter(key => key.use === 'sealing' && key.state === 'retired')
  if (!active || retired.length === 0) return
  // until then another process may seal with the key before
  if (at < addSeconds(active.changed_at ?? active.created_at, knownAfterSeconds)) return
  // this process has not looked yet: the next time
  if (house.sealer.sealingKeyId !== active.id) return
  await createResealing(house.db, active.id)
  await resealAll(house, active.id, at, signal)
  const end = await findResealingEnd(house.db, active.id)
  if (!end || signal?.aborted || at < addSeconds(end, keptAfterSeconds)) return
  const left = await findTablesNotUnder(house.db, active.id)
  if (left.length === 0) await removeRetired(house, retired, at)
  else await updateResealingAgain(house.db, active.id, left)
}

async function activateDue(house: DataKeyHouse, at: Date): Promise<void> {
  const isDue = ({ state, created_at }: DataKeyRow) =>
    state === 'next' && at >= addSeconds(created_at, knownAfterSeconds)
  if (!(await findDataKeys(house.db)).some(isDue)) return
  await house.db.transaction().execute(async tx => {
    await lockDataKeys(tx)
    const keys = await findDataKeys(tx)
    const next = keys.find(isDue)
    const active = keys.find(({ use, state }) => use === 'sealing' && state === 'active')
    if (!next || !active) return
    await updateDataKeyState(tx, { id: active.id, from: 'active', to: 'retired' }, at)
    await updateDataKeyState(tx, { id: next.id, from: 'next', to: 'active' }, at)
    await audit(tx, house, active.id, 'retired', worker, at)
    await audit(tx, house, next.id, 'active', worker, at)
  })
}

/** Works half of the time: the other half of this instance is its visitors'. */
async function resealAll(house: DataKeyHouse, keyId: number, at: Date, signal?: AbortSignal): Promise<void> {
  let [count, unreadable] = [0, 0]
  while (!signal?.aborted) {
    const started = performance.now()
    const batch = await resealBatch(house.db, house.sealer, keyId, at)
    if (!batch) break
    count += batch.count
    unreadable += batch.unreadable
    if (batch.count > 0) await wait(performance.now() - started)
  }
  if (count > 0) house.log.info('keys.resealed', { count })
  if (unreadable > 0) house.log.error('keys.unreadable', { count: unreadable })
}

async function removeRetired(house: DataKeyHouse, retired: readonly DataKeyRow[], at: Date): Promise<void> {
  await house.db.transaction().execute(async tx => {
    await lockDataKeys(tx)
    for (const { id } of retired) if (await deleteDataKey(tx, id)) await audit(tx, house, id, 'removed', worker, at)
  })
}

const audit = (tx: Transaction, house: DataKeyHouse, id: number, to: string, actor: string, at: Date) =>
  recordAudit(tx, house, {
    type: `data-key.${to}`,
    outcome: 'success',
    actor,
    correlationId: `keys-${at.getTime()}`,
    details: { key: id },
  })
