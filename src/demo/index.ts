/**
 * Demo: the whole product on one machine with invented people: a Postgres of our own, an inbox that shows what was
 * "sent", portals and a single-page app that are ordinary relying parties. May not be imported by anything but the
 * command line, and knows nothing of Vestibule that an outsider would not: it seeds through the operations and talks
 * OpenID Connect. Invariant: when its process ends, nothing that it started is left.
 */
export * from './embedded-postgres.ts'
