import { sql } from 'kysely'
import type { Database } from './database.ts'

/** A table whose rows come to the end of their life by themselves: `expires_at`, and how long they stay after it. */
export interface PurgeRule {
  readonly table: string
  /** Days that a row stays after its end, and why it does. */
  readonly keepDays: number
  readonly why: string
}

/** A new table with a life end is one line here, or one in `keptTables`. */
export const purgeRules: readonly PurgeRule[] = [
  { table: 'flows', keepDays: 1, why: 'a closed flow repeats its departure; an expired one says so' },
  { table: 'verifications', keepDays: 1, why: 'late codes are told apart from wrong ones' },
  { table: 'recovery_asks', keepDays: 0, why: '' },
  { table: 'recovery_links', keepDays: 7, why: 'the help desk sees that one was sent, and whether it was used' },
  {
    table: 'recovery_requests',
    keepDays: 60,
    why: 'one that its owner stopped keeps others from being made for 30 days',
  },
  {
    table: 'factor_resets',
    keepDays: 60,
    why: 'one that its owner stopped keeps others from being made for 30 days',
  },
  { table: 'caller_proofs', keepDays: 7, why: 'the help desk sees whom it spoke with' },
  { table: 'account_undos', keepDays: 7, why: 'the help desk sees whether a change was undone' },
  { table: 'prospects', keepDays: 0, why: '' },
  // those that have no answer have no end of their own: see `deleteUnansweredApplications`
  { table: 'applications', keepDays: 0, why: '' },
  { table: 'family_access_requests', keepDays: 0, why: '' },
  { table: 'account_places', keepDays: 0, why: '' },
  {
    table: 'upstream_requests',
    keepDays: 1,
    why: 'an answer that comes late is told apart from one of another browser',
  },
  { table: 'insurer_tests', keepDays: 0, why: '' },
  { table: 'idempotent_answers', keepDays: 0, why: '' },
  { table: 'console_sessions', keepDays: 1, why: 'whose it was is still known when a form is sent a little late' },
  { table: 'console_forms', keepDays: 0, why: '' },
  { table: 'failure_budgets', keepDays: 0, why: '' },
  { table: 'evidence', keepDays: 0, why: '' },
  { table: 'known_devices', keepDays: 0, why: '' },
  { table: 'passkey_refusals', keepDays: 0, why: '' },
  { table: 'oidc_artifacts', keepDays: 1, why: 'an expired token is still recognised as one of ours' },
  { table: 'replays', keepDays: 1, why: 'clocks of clients run behind' },
  { table: 'sessions', keepDays: 1, why: 'logout still finds the portals of a session that just ended' },
  { table: 'messages', keepDays: 30, why: 'the help desk sees whether a message was delivered; its body is gone' },
  { table: 'logout_deliveries', keepDays: 7, why: 'portal developers look for the logout that did not come' },
  { table: 'access_codes', keepDays: 2190, why: 'who was let in by which code is kept as long as the audit is' },
  { table: 'invitations', keepDays: 2190, why: 'who was let in by which mail is kept likewise' },
]

/** Tables that have an `expires_at` and are not purged. */
export const keptTables: Readonly<Record<string, string>> = {
  account_links: 'identity data: an ended link is the history of who could see which record',
}

/** Rows of one statement: small enough to hold up nobody. */
export const purgeBatch = 1000

/** Removes at most `purgeBatch` rows that ended before `endedBefore`; rows that somebody works on wait. */
export async function deleteExpired(db: Database, table: string, endedBefore: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)} where expires_at < ${endedBefore}
      order by expires_at limit ${purgeBatch} for update skip locked))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** The same for budgets, whose windows end at `expire` (milliseconds since 1970, the library's column). */
export async function deleteExpiredLimits(db: Database, endedBefore: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from limits where ctid = any(array(
      select ctid from limits where expire < ${endedBefore.getTime()}::bigint
      order by expire limit ${purgeBatch} for update skip locked))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Portals of sessions that are gone. */
export async function deleteOrphanedSessionClients(db: Database, updatedBefore: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from session_clients where ctid = any(array(
      select ctid from session_clients where updated_at < ${updatedBefore}
        and not exists (select from sessions where sessions.uid_hash = session_clients.session_uid_hash)
      limit ${purgeBatch} for update skip locked))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Closes messages that expired unsent and lost their job, and wipes their bodies. */
export async function wipeExpiredMessages(db: Database, endedBefore: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update messages set state = 'expired', envelope_sealed = null where ctid = any(array(
      select ctid from messages where state = 'queued' and expires_at < ${endedBefore}
      order by expires_at limit ${purgeBatch} for update skip locked))`.execute(db)
  return Number(numAffectedRows ?? 0)
}
