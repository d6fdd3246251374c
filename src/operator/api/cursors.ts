import type { Sealer } from '../../platform/index.ts'
import { Problem } from './problems.ts'

/** Opaque cursors: where a list goes on. Sealed for the route, the caller and the question, so that none opens another. */
export interface Cursors {
  /** @throws Problem where it is not one of this very list */
  read(cursor: string | undefined): string | undefined
  /** Where a list goes on after the last item of a page. */
  after(last: string): string
  /** One page of rows that were asked for with one more than fits; `further`: where it goes on though these are few. */
  page<T, U>(
    rows: readonly T[],
    limit: number,
    of: (row: T) => string,
    item: (row: T) => U,
    further?: string,
  ): { readonly items: U[]; readonly next?: string }
}

export function createCursors(sealer: Sealer, list: string): Cursors {
  const purpose = `operator-api.cursor.${list}`
  const seal = (place: string): string => sealer.seal(purpose, place).toString('base64url')
  return {
    read(cursor) {
      if (cursor === undefined) return undefined
      try {
        return sealer.open(purpose, Buffer.from(cursor, 'base64url')).toString('utf8')
      } catch {
        throw new Problem('invalid-cursor')
      }
    },
    after: seal,
    page(rows, limit, of, item, further) {
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      const end = rows.length > limit && last !== undefined ? of(last) : further
      return {
        items: items.map(item),
        ...(end === undefined ? {} : { next: seal(end) }),
      }
    },
  }
}
