/** A quick generator of repeatable numbers (mulberry32): the seeded one of the tests makes a hash for every few. */
export interface Dice {
  /** Uniform, 0 ≤ n < 1. */
  next(): number
  /** Uniform integer, 0 ≤ n < `limit`. */
  below(limit: number): number
  isHeads(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** The first of a list most often, as with names. */
  common<T>(list: readonly T[]): T
  digits(count: number): string
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    isHeads: probability => next() < probability,
    pick: list => list[below(list.length)] as (typeof list)[number],
    common: list => list[Math.floor(next() ** 2 * list.length)] as (typeof list)[number],
    digits: count => Array.from({ length: count }, () => below(10)).join(''),
  }
}
