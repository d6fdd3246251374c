/**
 * Core: rules and types that need nothing but their arguments. No I/O, no clock (time is an argument), no randomness.
 * Invariant: every function here is pure, so its rule can be read, tabled and tested by itself.
 */
export * from './letter.ts'
export * from './page.ts'
export * from './texts.ts'
