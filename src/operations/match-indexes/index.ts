/**
 * Indexes that demographic matching finds its candidates in: the built-in registry, and an external one beside it.
 * Invariant: an index may find and may lower, never raise; what it does not tell is a doubt.
 */
export * from './contract.ts'
export * from './fhir.ts'
export * from './registry.ts'
