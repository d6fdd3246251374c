import { now, type Sealer } from '../platform/index.ts'
import {
  type AuditSeal,
  type ChainedEvent,
  countUnsealedEvents,
  deleteEventsUpTo,
  findAuditSeal,
  findSealedEvents,
  findUnsealedEvents,
  tryLockAuditChain,
  updateAuditSeal,
  updateEventPlaces,
} from '../store/audit.ts'
import type { Reader, Transaction } from '../store/index.ts'
import { detailsPurpose, hashAuditDetails } from './audit.ts'
import { countEvents } from './event-counts.ts'
import type { House } from './house.ts'

type AuditHouse = Pick<House, 'db' | 'sealer'>

/** Thrown where sealing on would bury a break: an operator must look first (`vestibule audit verify`). */
export class AuditChainBroken extends Error {
  override readonly name = 'AuditChainBroken'
  readonly code = 'AUDIT_CHAIN_BROKEN'
}

/**
 * Gives unsealed events their position and hash. A hash covers the event, its position and the hash before it, and is
 * keyed by a key outside the database: whoever can write to the database still cannot write a chain that verifies.
 * What is sealed is counted with it, once: there is one sealer at a time, so nobody waits for a row of the counts. Any instance may run it at any time; of several at once one works.
 * @returns how many events were sealed; `batch` where more may be waiting
 * @throws AuditChainBroken
 */
export async function sealAuditBatch(house: AuditHouse, batch = 500): Promise<number> {
  if ((await findUnsealedEvents(house.db, 1)).length === 0) return 0
  return house.db.transaction().execute(async tx => {
    if (!(await tryLockAuditChain(tx))) return 0
    const seal = await loadSeal(tx, house.sealer)
    let position = BigInt(seal.position)
    let hash = seal.hash
    const events = await findUnsealedEvents(tx, batch)
    const places = events.map(event => {
      position += 1n
      hash = hashOf(house.sealer, hash, position, event)
      return { id: event.id, position, hash }
    })
    if (places.length === 0) return 0
    if ((await updateEventPlaces(tx, places)) !== places.length) throw new AuditChainBroken()
    await saveSeal(tx, house.sealer, { ...seal, position: position.toString(), hash })
    await countEvents(tx, house.sealer, events)
    return places.length
  })
}

/** Seals whatever waits; the worker calls it every few seconds. @returns how many events were sealed */
export async function sealAudit(house: AuditHouse, batch = 500): Promise<number> {
  let total = 0
  for (;;) {
    const sealed = await sealAuditBatch(house, batch)
    total += sealed
    if (sealed < batch) return total
  }
}

export interface AuditVerdict {
  /** Events whose place and content are as they were sealed. */
  readonly checked: number
  /** Events that are too young to be in the chain: these are not protected yet. */
  readonly unsealedTail: number
  /** To be written down elsewhere: a chain that ends before a head that was noted once has lost its end. */
  readonly head: { readonly position: string; readonly hash: string } | undefined
  readonly firstBad?: {
    readonly position: string
    /**
     * `altered`: not what was sealed at this place, `missing`: the place is empty, `unknown`: sealed by somebody else,
     * `head`: the record of where the chain begins and ends is gone or was changed
     */
    readonly reason: 'altered' | 'missing' | 'unknown' | 'head'
  }
}

/** Up to where a chain was followed: this event is as it was sealed, and so is what comes before. */
export interface ChainPlace {
  readonly position: string
  readonly hash: Buffer
}
export interface AuditPart {
  readonly from?: ChainPlace
  /** most events that are looked at */
  readonly limit?: number
}

/**
 * Follows the chain, in one snapshot, a thousand events at a time, and tells the first break: all of it, or a part at a
 * time, which costs no more than its length.
 * @returns `next` where the chain goes on after the part
 */
export const verifyAudit = (
  house: AuditHouse,
  part: AuditPart = {},
): Promise<AuditVerdict & { readonly next?: ChainPlace }> =>
  house.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async tx => {
      const seal = await findAuditSeal(tx)
      const unsealedTail = await countUnsealedEvents(tx)
      const head = seal && { position: seal.position, hash: seal.hash.toString('hex') }
      if (seal && !seal.mac.equals(macOf(house.sealer, seal)))
        return { checked: 0, unsealedTail, head, firstBad: { position: seal.position, reason: 'head' } }
      return { unsealedTail, head, ...(await follow(tx, house.sealer, seal ?? genesis, part)) }
    })

/** Whether the record of the chain's end is as it was sealed, and the last event with it: cheap, whatever the length. */
export async function isAuditHeadIntact({ db, sealer }: AuditHouse): Promise<boolean> {
  const seal = await findAuditSeal(db)
  if (!seal) return (await findSealedEvents(db, -(2n ** 63n), 1)).length === 0
  if (!seal.mac.equals(macOf(sealer, seal))) return false
  if (seal.position === seal.base_position) return true
  const [last] = await findSealedEvents(db, BigInt(seal.position) - 1n, 1)
  return last?.position === seal.position && last.hash?.equals(seal.hash) === true
}

type Followed = Pick<AuditVerdict, 'checked' | 'firstBad'> & { readonly next?: ChainPlace }

async function follow(
  read: Reader,
  sealer: Sealer,
  seal: Chain,
  { from, limit = Number.POSITIVE_INFINITY }: AuditPart,
): Promise<Followed> {
  const end = BigInt(seal.position)
  // what was removed since from the beginning of the chain is not there to go on from
  const isPart = from !== undefined && BigInt(from.position) > BigInt(seal.base_position)
  let checked = 0
  let expected = BigInt(isPart ? from.position : seal.base_position)
  let hash = isPart ? from.hash : seal.base_hash
  let after = isPart ? expected : -(2n ** 63n)
  for (;;) {
    const count = Math.min(1000, limit - checked)
    if (count === 0 && expected < end) return { checked, next: { position: expected.toString(), hash } }
    const events = count === 0 ? [] : await findSealedEvents(read, after, count)
    for (const event of events) {
      after = BigInt(event.position as string)
      if (after <= expected || after > end) return bad(after, 'unknown')
      expected += 1n
      if (after !== expected) return bad(expected, 'missing')
      hash = hashOf(sealer, hash, expected, event)
      if (!event.hash?.equals(hash) || !areDetailsOf(sealer, event)) return bad(expected, 'altered')
      checked += 1
    }
    if (events.length < count || count === 0) break
  }
  if (expected !== end) return bad(expected + 1n, 'missing')
  return hash.equals(seal.hash) ? { checked } : bad(end, 'head')

  function bad(position: bigint, reason: NonNullable<AuditVerdict['firstBad']>['reason']) {
    return { checked, firstBad: { position: position.toString(), reason } }
  }
}

/**
 * Removes events older than `before` from the beginning of the chain, at most `batch` at a time. The seal keeps the hash
 * of the last one removed, so that the rest still verifies.
 * @returns how many were removed
 */
export const purgeAuditBatch = (house: AuditHouse, before: Date, batch: number): Promise<number> =>
  house.db.transaction().execute(async tx => {
    if (!(await tryLockAuditChain(tx))) return 0
    const seal = await loadSeal(tx, house.sealer)
    const oldest = await findSealedEvents(tx, BigInt(seal.base_position), batch)
    const kept = oldest.findIndex(event => event.at >= before)
    const last = oldest[(kept === -1 ? oldest.length : kept) - 1]
    if (!last?.position || !last.hash) return 0
    const removed = await deleteEventsUpTo(tx, BigInt(last.position))
    await saveSeal(tx, house.sealer, { ...seal, base_position: last.position, base_hash: last.hash })
    return removed
  })

/** The chain covers a hash of the details; these must be what was hashed. */
function areDetailsOf(sealer: Sealer, { id, details_sealed, details_hash }: ChainedEvent): boolean {
  if (!details_hash) return true
  if (!details_sealed) return false
  try {
    const details = sealer.open(detailsPurpose, details_sealed).toString('utf8')
    return hashAuditDetails(sealer, id, details).equals(details_hash)
  } catch {
    return false
  }
}

type Chain = Pick<AuditSeal, 'base_position' | 'base_hash' | 'position' | 'hash'>

const zero = Buffer.alloc(32)
const genesis: Chain = { base_position: '0', base_hash: zero, position: '0', hash: zero }

const hashOf = (sealer: Sealer, before: Buffer, position: bigint, event: ChainedEvent): Buffer =>
  sealer.index('audit.chain', JSON.stringify([before.toString('hex'), position.toString(), ...event.content]))

const macOf = (sealer: Sealer, seal: Omit<AuditSeal, 'id' | 'mac'>): Buffer =>
  sealer.index(
    'audit.seal',
    JSON.stringify([
      seal.base_position,
      seal.base_hash.toString('hex'),
      seal.position,
      seal.hash.toString('hex'),
      seal.sealed_at.toISOString(),
    ]),
  )

async function loadSeal(tx: Transaction, sealer: Sealer): Promise<Chain> {
  const seal = await findAuditSeal(tx)
  if (seal) {
    if (!seal.mac.equals(macOf(sealer, seal))) throw new AuditChainBroken()
    return seal
  }
  // sealed events without a head: it was taken away
  if ((await findSealedEvents(tx, -(2n ** 63n), 1)).length > 0) throw new AuditChainBroken()
  return genesis
}

async function saveSeal(tx: Transaction, sealer: Sealer, seal: Chain): Promise<void> {
  const { base_position, base_hash, position, hash } = seal
  const next = { base_position, base_hash, position, hash, sealed_at: now() }
  await updateAuditSeal(tx, { ...next, mac: macOf(sealer, next) })
}
