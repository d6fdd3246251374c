/**
 * Who is asked what, and how sure we are: prompts, grants and the fold of a session's proofs for one request. May not
 * write an artifact but through the library. Invariant: nothing is granted while the login prompt would still ask.
 */
export * from './assurance.ts'
export * from './grants.ts'
export * from './persons.ts'
export * from './prompts.ts'
