import type { Command } from 'commander'
import { openDatabase, openPool } from '../../store/index.ts'
import { migrateUp, migrationStatus } from '../../store/migrate.ts'
import { type CliContext, settingsOf } from '../context.ts'

/** `migrate up|status`: the schema, without a house, which needs the schema. */
export function addMigrate(program: Command, context: CliContext): void {
  const withDatabase = async (
    work: (db: ReturnType<typeof openDatabase>, pool: ReturnType<typeof openPool>) => Promise<void>,
  ) => {
    const { database } = settingsOf(context)
    const pool = openPool({ url: database.url, max: 2, connectTimeoutMs: database.wait_ms }, () => {})
    const db = openDatabase(pool)
    try {
      await work(db, pool)
    } finally {
      await db.destroy()
    }
  }
  const migrate = program.command('migrate').description('the schema of the database')
  migrate
    .command('up')
    .description('bring the schema to this version')
    .action(() =>
      withDatabase(async (db, pool) => {
        const { applied } = await migrateUp(db, pool)
        for (const name of applied) context.out(`applied ${name}`)
        if (applied.length === 0) context.out('The schema is up to date.')
      }),
    )
  migrate
    .command('status')
    .description('what was applied, and what waits')
    .action(() =>
      withDatabase(async db => {
        for (const { name, appliedAt } of await migrationStatus(db))
          context.out(`${appliedAt ? appliedAt.toISOString() : 'waits'.padEnd(24)}  ${name}`)
      }),
    )
}
