import { AsyncLocalStorage } from 'node:async_hooks'
import Provider from 'oidc-provider'
import {
  type Database,
  isDatabaseAway,
  type OpenTransaction,
  openTransaction,
  type Reader,
  type Transaction,
} from '../../store/index.ts'

/**
 * Access to the database for everything that runs inside a protocol request. A request that gives something (a token, or
 * a person's way back to the portal) is one transaction: it opens at the first write (not while the body is read or a
 * `jwks_uri` is fetched), and from then on every statement of that request, reads included, goes through its one
 * connection: fifty waiters that each wanted a second one would drain the pool and wait for each other for ever.
 */
export interface Storage {
  read<T>(work: (read: Reader) => Promise<T>): Promise<T>
  /**
   * One statement; part of the request's transaction where it has one.
   * @param alone opens none: nothing else of this request rests on it
   */
  write<T>(work: (db: Database | Transaction) => Promise<T>, alone?: 'alone'): Promise<T>
  /** Several statements that belong together. */
  atomically<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * Runs a request as one transaction. Commits before it returns unless `isFault` says that the answer is a fault: a
   * refusal (400) commits, since undoing it would undo the revocation of a stolen token's family.
   */
  request(work: () => Promise<void>, rules: RequestRules): Promise<void>
}

export interface RequestRules {
  isFault(): boolean
  /** Asked at each write before the transaction opens: a grant that writes one row needs none. */
  needsTransaction(): boolean
  /** The first statements of the transaction, such as a lock that gives all of them one order. */
  opened?(tx: Transaction): Promise<void>
}

export function createStorage(db: Database): Storage {
  const scopes = new AsyncLocalStorage<RequestScope>()
  const scope = () => {
    const current = scopes.getStore()
    return current && !current.closed ? current : undefined
  }
  return {
    read: work => {
      const current = scope()
      return current?.isOpen ? current.run(work) : onceAway(() => work(db))
    },
    write(work, alone) {
      const current = scope()
      const isPart = current && (alone ? current.isOpen : current.isNeeded)
      return isPart ? current.run(work) : onceAway(() => work(db))
    },
    atomically: work => scope()?.run(work) ?? onceAway(() => db.transaction().execute(work)),
    async request(work, rules) {
      const own = new RequestScope(db, rules)
      try {
        await scopes.run(own, work)
      } catch (fault) {
        await own.close('rollback')
        throw fault
      }
      await own.close(rules.isFault() ? 'rollback' : 'commit')
    },
  }
}

const outages = new WeakMap<object, unknown>()
/**
 * Where no connection came in time, a request does not wait for one again: the library looks for the client once more
 * while it words the error, and the person would wait twice as long for the same page.
 */
async function onceAway<T>(work: () => Promise<T>): Promise<T> {
  const { ctx } = Provider
  if (ctx && outages.has(ctx)) throw outages.get(ctx)
  try {
    return await work()
  } catch (error) {
    if (ctx && isDatabaseAway(error)) outages.set(ctx, error)
    throw error
  }
}

class RequestScope {
  closed = false
  readonly #db: Database
  readonly #rules: RequestRules
  #transaction: Promise<OpenTransaction> | undefined
  /** The library writes in parallel (Promise.all); one connection takes one statement at a time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(db: Database, rules: RequestRules) {
    this.#db = db
    this.#rules = rules
  }

  get isNeeded(): boolean {
    return this.isOpen || this.#rules.needsTransaction()
  }

  get isOpen(): boolean {
    return this.#transaction !== undefined
  }

  run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    this.#transaction ??= this.#open()
    const transaction = this.#transaction
    const done = this.#last.then(async () => work(await transaction))
    this.#last = done.catch(() => {})
    return done
  }

  async #open(): Promise<OpenTransaction> {
    const transaction = await openTransaction(this.#db)
    try {
      await this.#rules.opened?.(transaction)
    } catch (fault) {
      await giveBack(transaction)
      throw fault
    }
    return transaction
  }

  async close(how: 'commit' | 'rollback'): Promise<void> {
    this.closed = true
    await this.#last
    // an opening that failed was reported to whoever wrote first
    const transaction = await this.#transaction?.catch(() => undefined)
    if (!transaction) return
    if (how === 'rollback') return transaction.rollback().execute()
    try {
      await transaction.commit().execute()
    } catch (fault) {
      await giveBack(transaction)
      throw fault
    }
  }
}

/**
 * Ends a transaction whose connection broke under it: a commit that fails otherwise keeps its connection lent out, and
 * after a few failovers the pool would be empty.
 */
const giveBack = (transaction: OpenTransaction): Promise<void> =>
  transaction
    .rollback()
    .execute()
    .catch(() => undefined)
