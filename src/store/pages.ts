import { sql } from 'kysely'

/**
 * Equal, told so that only an index which begins with the column has rows in the order of the page: ordered by the column
 * first, then by id. With a plain `=` the database may walk through all ids instead, however few of them fit.
 */
export const inOrderOf = (column: string, value: string) =>
  sql<boolean>`${sql.ref(column)} between ${value} and ${value}`
