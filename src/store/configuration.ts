import { sql } from 'kysely'
import { advisoryLocks } from './advisory-locks.ts'
import type { Transaction } from './database.ts'

/** Held until the transaction ends: of several runs of `config apply` one writes at a time. */
export async function lockConfiguration(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.configuration})`.execute(tx)
}
