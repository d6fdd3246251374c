/**
 * Settings: what one process reads at start: schema, loading, errors with file and line. Clients, organisations and the
 * rest are objects in the database, not settings. Invariant: a wrong or unknown key never starts a process.
 */
export * from './schema.ts'
