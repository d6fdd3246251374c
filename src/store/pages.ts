import { sql } from 'kysely'

/**
 * Equal, told so that only an index which begins with the column has rows in the order of the page: ordered by the column
 * first, then by id. With a plain `=` the database may walk through all ids instead, however few of them fit.
 */
export const inOrderOf = (column: string, value: string) =>
  sql<boolean>`${sql.ref(column)} between ${value} and ${value}`

/** Where somebody stands in a queue that is worked off oldest first. */
export interface QueuePlace {
  readonly createdAt: Date
  readonly id: string
}
export interface QueuePage {
  /** the last one of the page before */
  readonly after?: QueuePlace
  readonly count: number
}
export const isLater = ({ createdAt, id }: QueuePlace) => sql<boolean>`(created_at, id) > (${createdAt}, ${id}::uuid)`
