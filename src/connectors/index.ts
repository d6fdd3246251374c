/**
 * Connectors: ways to let people sign in with somebody else, behind one contract, in this explicit registry. A new
 * connector is one folder and one line here, and a migration where it owns a table. May not know a flow, a session or
 * an account. Invariant: an answer that cannot be verified whole is refused, and nothing of it is used.
 */
export * from './contract.ts'
