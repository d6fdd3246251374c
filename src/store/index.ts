/**
 * Store: all SQL, one aggregate a file. May not know a rule that is not about storage, and never reads the clock.
 * Invariant: a change that must happen once carries its guard in the WHERE and checks the row count.
 */
export * from './database.ts'
export { isDatabaseAway } from './failures.ts'
export type * from './tables.ts'
