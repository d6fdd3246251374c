/** A set of keyed hashes, by their first 64 bits: those tell ten million apart. Outside the heap, which a large file would fill. */
export interface HashSet {
  /** @returns false where it was there already */
  add(hash: Buffer): boolean
}

const emptyPlaces = 1 << 12

/** Open addressing; zero stands for an empty place, and no hash is zero but by chance. */
export function createHashSet(): HashSet {
  let places = new BigUint64Array(emptyPlaces)
  let count = 0
  const put = (into: BigUint64Array, mark: bigint): boolean => {
    const mask = into.length - 1
    for (let at = Number(mark & BigInt(mask)); ; at = (at + 1) & mask) {
      if (into[at] === mark) return false
      if (into[at] !== 0n) continue
      into[at] = mark
      return true
    }
  }
  const grow = (): void => {
    const larger = new BigUint64Array(places.length * 2)
    for (const mark of places) if (mark !== 0n) put(larger, mark)
    places = larger
  }
  return {
    add(hash) {
      if (!put(places, hash.readBigUInt64BE(0))) return false
      count += 1
      if (count * 2 > places.length) grow()
      return true
    },
  }
}
