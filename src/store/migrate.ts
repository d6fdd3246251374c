import { Logger, runMigrations } from 'graphile-worker'
import { Migrator } from 'kysely/migration'
import type { Pool } from 'pg'
import { migrations } from '../../migrations/index.ts'
import { advisoryLocks } from './advisory-locks.ts'
import type { Database } from './database.ts'

export interface MigrationReport {
  /** Names of the migrations that this call applied; empty where the schema was up to date. */
  readonly applied: readonly string[]
}

export interface MigrationStatus {
  readonly name: string
  readonly appliedAt: Date | undefined
}

const createMigrator = (db: Database): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => migrations } })

/**
 * Brings the schema, and the schema of the job queue, to this version. Several instances may start at once: one
 * applies, the others wait at an advisory lock and find nothing left to do. Each migration is all or nothing.
 * @throws Error where a migration fails, or where the database knows migrations that this version does not
 */
export async function migrateUp(db: Database, pool: Pool): Promise<MigrationReport> {
  const lock = await pool.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [advisoryLocks.migration])
    const { error, results } = await createMigrator(db).migrateToLatest()
    if (error) throw error
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) })
    return { applied: (results ?? []).filter(({ status }) => status === 'Success').map(each => each.migrationName) }
  } finally {
    // closing the session releases the lock, also where the unlock itself would fail
    lock.release(true)
  }
}

/** Every migration of this version, in order, and when it was applied. Changes nothing but Kysely's own two tables. */
export async function migrationStatus(db: Database): Promise<readonly MigrationStatus[]> {
  const known = await createMigrator(db).getMigrations()
  return known.map(({ name, executedAt }) => ({ name, appliedAt: executedAt }))
}
