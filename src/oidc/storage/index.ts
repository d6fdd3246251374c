/**
 * The library's storage: adapters over the artifact, session and replay tables, and the transaction of a token request.
 * May not decide who gets what. Invariant: a bearer value is stored only as a keyed hash, its payload only sealed.
 */
export * from './adapter.ts'
export * from './artifacts.ts'
export * from './transactions.ts'
