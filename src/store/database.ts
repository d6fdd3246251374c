import { type Compilable, type ControlledTransaction, Kysely, Transaction as KyselyTransaction } from 'kysely'
import pg from 'pg'
import { type PipelinedConnection, PipelinedDialect } from './pipeline.ts'
import type { Tables } from './tables.ts'

/** The pool's type, for floors that pass one on and may not know `pg`. */
export type Pool = pg.Pool
export type Database = Kysely<Tables>
export type Transaction = KyselyTransaction<Tables>
/** Anything that can read: the pool or a transaction. Store functions that only read take this. */
export type Reader = Database | Transaction

export interface PoolOptions {
  readonly url: string
  /** Most connections of this process. */
  readonly max: number
  /** Milliseconds to wait for a free connection before the request is refused (503). */
  readonly connectTimeoutMs: number
}

// Postgres bigint arrives as text; our bigints are positions and counts below 2^53 but stay text in types that say so.
/** One pool for the whole instance. An error on an idle client (server restarted) is reported, never thrown. */
export function openPool(options: PoolOptions, onIdleError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    connectionTimeoutMillis: options.connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: false,
    pipeline: true,
  })
  pool.on('error', onIdleError)
  // a connection that breaks while it is lent out fails its query; without a listener it would end the process too
  pool.on('connect', client => client.on('error', onIdleError))
  return pool
}

export const openDatabase = (pool: pg.Pool): Database => new Kysely<Tables>({ dialect: new PipelinedDialect(pool) })

/** A transaction that its holder commits or rolls back: one that outlives the call that opened it. */
export type OpenTransaction = ControlledTransaction<Tables>
export const openTransaction = (db: Database): Promise<OpenTransaction> => db.startTransaction().execute()

/**
 * Several statements at once on one connection, sent together. Only for what does not rest on each other's answers.
 * @param work starts them all and awaits them together
 */
export function together<T, D extends Reader>(db: D, work: (db: D) => Promise<T>): Promise<T> {
  const executor = db.getExecutor()
  return executor.provideConnection(connection => {
    const direct = { provideConnection: <R>(consumer: (of: typeof connection) => Promise<R>) => consumer(connection) }
    const parts = { config: {}, dialect: {}, driver: {}, executor: executor.withConnectionProvider(direct) } as never
    return work((db.isTransaction ? new KyselyTransaction<Tables>(parts) : new Kysely<Tables>(parts)) as D)
  })
}

/**
 * A write whose answer nobody needs. In a transaction it is sent and not waited for: where it fails, the commit fails
 * with its error.
 */
export async function send(db: Reader, query: Compilable): Promise<void> {
  if (!db.isTransaction) await db.executeQuery(query)
  else await db.getExecutor().provideConnection(async it => (it as PipelinedConnection).defer(query.compile()))
}
