import { Logger, runMigrations } from 'graphile-worker'
import { Migrator } from 'kysely/migration'
import type { Pool, PoolClient } from 'pg'
import { migrations, onlineMigrations } from '../../migrations/index.ts'
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
 * applies, the others wait at an advisory lock and find nothing left to do. Each migration is all or nothing, but for
 * those that build indexes while others write: these begin again where they were cut off.
 * @throws Error where a migration fails, or where the database knows migrations that this version does not
 */
export async function migrateUp(db: Database, pool: Pool): Promise<MigrationReport> {
  const lock = await pool.connect()
  try {
    await holdMigration(lock)
    const applied = await applyAll(db)
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) })
    return { applied }
  } finally {
    // closing the session releases the lock, also where the unlock itself would fail
    lock.release(true)
  }
}

/** Asked again and again: a statement that waits keeps a snapshot, and an index that is built online would wait for it. */
async function holdMigration(lock: PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await lock.query('select pg_try_advisory_lock($1) as taken', [advisoryLocks.migration])
    if (rows[0].taken) return
    await new Promise(done => setTimeout(done, 100))
  }
}

async function applyAll(db: Database): Promise<string[]> {
  const migrator = createMigrator(db)
  const applied: string[] = []
  for (;;) {
    const pending = (await migrator.getMigrations()).find(({ executedAt }) => !executedAt)
    const { error, results } = pending
      ? await migrator.migrateTo(pending.name, { disableTransactions: onlineMigrations.has(pending.name) })
      : await migrator.migrateToLatest()
    if (error) throw error
    applied.push(...(results ?? []).filter(({ status }) => status === 'Success').map(each => each.migrationName))
    if (!pending) return applied
  }
}

/** Every migration of this version, in order, and when it was applied. Changes nothing but Kysely's own two tables. */
export async function migrationStatus(db: Database): Promise<readonly MigrationStatus[]> {
  const known = await createMigrator(db).getMigrations()
  return known.map(({ name, executedAt }) => ({ name, appliedAt: executedAt }))
}
