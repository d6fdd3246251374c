import { createHash } from 'node:crypto'
import type { Random } from '../../src/platform/index.ts'

/** The same sequence for the same seed: a hash of seed and counter. */
export function seededRandom(seed: string): Random {
  let counter = 0
  let rest = Buffer.alloc(0)
  const bytes = (count: number): Buffer => {
    while (rest.length < count) {
      counter += 1
      rest = Buffer.concat([rest, createHash('sha256').update(`${seed}:${counter}`).digest()])
    }
    const taken = rest.subarray(0, count)
    rest = rest.subarray(count)
    return Buffer.from(taken)
  }
  const below = (limit: number): number => {
    // values past the last whole multiple would favour small results
    const ceiling = 2 ** 32 - (2 ** 32 % limit)
    const value = bytes(4).readUInt32BE()
    return value < ceiling ? value % limit : below(limit)
  }
  return { bytes, below }
}
