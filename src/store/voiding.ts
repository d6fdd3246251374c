import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** A table whose rows let somebody in or vouch for something until they end. */
export interface Voidable {
  readonly table: string
  /** Rows that count; all that have not ended where left out. */
  readonly only?: string
  /** Another column that is an end as well. */
  readonly alsoEnds?: string
}

/**
 * What a restored backup brings back although it was used, ended or taken back since. A new table with a life end is one
 * line here, or one in `untouchedTables`.
 */
export const voidables: readonly Voidable[] = [
  // sessions first: whoever ends one takes its row before anything that rests on it
  { table: 'sessions' },
  { table: 'oidc_artifacts' },
  { table: 'evidence' },
  { table: 'known_devices' },
  { table: 'account_places' },
  { table: 'flows' },
  { table: 'verifications' },
  { table: 'recovery_asks' },
  { table: 'recovery_links', alsoEnds: 'code_expires_at' },
  { table: 'recovery_requests' },
  { table: 'caller_proofs' },
  { table: 'factor_resets' },
  { table: 'account_undos' },
  { table: 'upstream_requests' },
  { table: 'insurer_tests' },
  { table: 'console_sessions' },
  { table: 'console_forms' },
  { table: 'access_codes' },
  { table: 'invitations' },
  { table: 'messages', only: 'queued' },
  { table: 'logout_deliveries', only: 'queued' },
]

/** Tables with an `expires_at` that a restore leaves alone. */
export const untouchedTables: Readonly<Record<string, string>> = {
  account_links: 'identity data, as accounts and records are',
  applications: 'staff decide them; they let nobody in',
  prospects: 'staff decide them; they let nobody in',
  family_access_requests: 'staff decide them; they let nobody in',
  failure_budgets: 'a lock against guessing stands until it ends by itself',
  passkey_refusals: 'a page that is not shown again',
  idempotent_answers: 'what was done once is not done again',
  replays: 'what was used stays used',
}

/** Ends them all at this moment. @returns how many rows had not ended, by table */
export async function updateAllEnded(tx: Transaction, at: Date): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const { table, only, alsoEnds } of voidables) {
    const more = alsoEnds ? sql`, ${sql.ref(alsoEnds)} = least(${sql.ref(alsoEnds)}, ${at})` : sql``
    const { numAffectedRows } = await sql`
      update ${sql.table(table)} set expires_at = ${at}${more}
      where expires_at > ${at} and ${only ? sql`state = ${only}` : sql`true`}`.execute(tx)
    counts[table] = Number(numAffectedRows ?? 0)
  }
  return counts
}
