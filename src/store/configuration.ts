import { sql } from 'kysely'
import type { Transaction } from './database.ts'

const configurationLock = 7_160_330

/** Held until the transaction ends: of several runs of `config apply` one writes at a time. */
export async function lockConfiguration(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${configurationLock})`.execute(tx)
}
