import { findAuditSeal } from '../../store/audit.ts'
import { findEventAt } from '../../store/audit-stream.ts'
import type { Reader } from '../../store/index.ts'

const beginning = '0'

/**
 * A place in the chain that says which chain: after a backup was put back, places are taken anew, and a reader that went on
 * by number alone would miss what stands at those it has seen.
 */
export async function streamCursorAt(read: Reader, position: string): Promise<string> {
  if (position === beginning) return beginning
  const event = await findEventAt(read, position)
  return event?.hash ? `${position}-${event.hash.toString('hex').slice(0, 16)}` : position
}

/** @returns undefined where it is not one of this chain */
export async function readStreamCursor(read: Reader, cursor: string | undefined): Promise<string | undefined> {
  if (cursor === undefined || cursor === beginning) return beginning
  const [, position, hash] = /^(\d{1,18})-([0-9a-f]{16})$/.exec(cursor) ?? []
  if (!position) return undefined
  const event = await findEventAt(read, position)
  if (event) return event.hash?.toString('hex').startsWith(hash as string) ? position : undefined
  // gone with its time: what follows is still there
  const seal = await findAuditSeal(read)
  return seal && BigInt(position) <= BigInt(seal.base_position) ? position : undefined
}
