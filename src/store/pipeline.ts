import { createHash } from 'node:crypto'
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import pg from 'pg'

/**
 * Kysely on `pg` connections that are pipelined: a statement is sent when it is known, without waiting for the answer to
 * the one before. Round trips, not statements, are what a sign-in costs most: `begin` leaves with the first statement of
 * its transaction, writes that answer nothing leave with the next one that does (`defer`), or with the commit.
 * Statements are prepared once a connection. See docs/decisions/pipelined-statements.md.
 */
export class PipelinedDialect extends PostgresDialect {
  readonly #pool: pg.Pool
  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }
  override createDriver(): Driver {
    return new PipelinedDriver(this.#pool)
  }
}

class PipelinedDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #connections = new WeakMap<pg.PoolClient, PipelinedConnection>()
  constructor(pool: pg.Pool) {
    this.#pool = pool
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<PipelinedConnection> {
    const client = await this.#pool.connect()
    let connection = this.#connections.get(client)
    if (!connection) {
      connection = new PipelinedConnection(client)
      this.#connections.set(client, connection)
    }
    return connection
  }
  async beginTransaction(connection: PipelinedConnection, settings: TransactionSettings): Promise<void> {
    connection.begin(settings)
  }
  commitTransaction = (connection: PipelinedConnection): Promise<void> => connection.commit()
  rollbackTransaction = (connection: PipelinedConnection): Promise<void> => connection.rollback()
  async releaseConnection(connection: PipelinedConnection): Promise<void> {
    connection.release()
  }
  destroy = (): Promise<void> => this.#pool.end()
}

/** Code of what fails because something before it in its transaction failed. */
const abortedTransaction = '25P02'

export class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  #isCorked = false
  /** Whether it is uncorked at the end of this tick. */
  #isLeaving = false
  #isBroken = false
  #isOpen = false
  /** The first of this transaction that failed without anybody waiting for it. */
  #failure: unknown

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    let result: pg.QueryResult
    try {
      result = await this.#send(sql, parameters)
    } catch (error) {
      if (this.#failure && (error as { code?: unknown }).code === abortedTransaction) throw this.#failure
      // one that leads to the caller, not to the socket
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
    const { command, rowCount, rows } = result
    return { ...(isWrite.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}), rows: rows ?? [] }
  }

  // biome-ignore lint/correctness/useYield: nothing here reads row by row
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are read in batches here, not streamed')
  }

  /**
   * A statement of the open transaction that nobody waits for; it leaves with the next one that somebody waits for.
   * Where it fails, the commit fails with its error.
   * @throws Error where no transaction is open: it would lie there until somebody else's statement took it along
   */
  defer({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): void {
    if (!this.#isOpen) throw new Error('a write came after its transaction had ended')
    this.#cork()
    this.#queue(sql, parameters).catch(error => {
      this.#failure ??= error
    })
  }

  begin({ isolationLevel, accessMode }: TransactionSettings): void {
    this.#failure = undefined
    this.#isOpen = true
    const modes = [isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(mode => mode !== undefined)
    this.defer({ sql: ['begin', ...modes].join(' '), parameters: [] })
  }

  /** @throws the error of whatever failed unobserved; Postgres has rolled back then */
  async commit(): Promise<void> {
    this.#isOpen = false
    const { command } = await this.#send('commit', [])
    if (this.#failure) throw this.#failure
    if (command === 'ROLLBACK') throw new AbortedTransactionError()
  }

  async rollback(): Promise<void> {
    this.#isOpen = false
    try {
      await this.#send('rollback', [])
    } catch (error) {
      this.#isBroken = true
      throw error
    }
  }

  release(): void {
    // whoever closes it could not say good-bye through a corked stream, and would wait for ever
    if (this.#isCorked) this.#uncorkSoon()
    this.#client.release(this.#isBroken)
  }

  #send(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    this.#cork()
    this.#uncorkSoon()
    return this.#queue(text, values)
  }

  #queue(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    const name = nameOf(text)
    return new Promise((resolve, reject) => {
      const query = new pg.Query(text, values as unknown[])
      // set afterwards: a configuration object is copied with all that it inherits
      Object.assign(query, {
        ...(name && { name }),
        callback: (error: Error | null, result: pg.QueryResult) => (error ? reject(error) : resolve(result)),
      })
      this.#client.query(query)
    })
  }

  get #stream(): Corkable {
    return (this.#client as unknown as { connection: { stream: Corkable } }).connection.stream
  }

  #cork(): void {
    if (this.#isCorked) return
    this.#isCorked = true
    this.#stream.cork()
  }

  /** What is sent before anything else can happen leaves in one packet. */
  #uncorkSoon(): void {
    if (this.#isLeaving) return
    this.#isLeaving = true
    process.nextTick(() => {
      this.#isLeaving = false
      this.#isCorked = false
      this.#stream.uncork()
    })
  }
}

interface Corkable {
  cork(): void
  uncork(): void
}

const isWrite = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** Names of prepared statements, by their text. */
const names = new Map<string, string | undefined>()
const mostNames = 500
const longestText = 4000

/**
 * The name under which a statement is prepared. Without one: texts that vary (many rows, long lists), and `*`, since a
 * plan whose columns change with a migration fails on connections that prepared it before.
 */
function nameOf(text: string): string | undefined {
  if (text.length > longestText) return undefined
  const known = names.get(text)
  if (known !== undefined || names.has(text)) return known
  if (names.size >= mostNames) return undefined
  const name = /\*/.test(text) ? undefined : `v${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`
  names.set(text, name)
  return name
}
