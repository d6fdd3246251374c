import type { Compilable, CompiledQuery, InferResult } from 'kysely'
import { type Reader, send } from './database.ts'

/** Stands for a value while a statement's text is made. */
class Slot {
  readonly name: PropertyKey
  constructor(name: PropertyKey) {
    this.name = name
  }
}

/**
 * A statement on the path of every sign-in or token: its text is made by the builder once, since making it costs more
 * than sending it. Only where the text is the same for all values; a list of varying length belongs elsewhere.
 * @param build must use its values as values only, and not look at them
 */
export function prepared<V extends object, Q extends Compilable<unknown>>(build: (db: Reader, values: V) => Q) {
  type Row = InferResult<Q>[number]
  let plan: CompiledQuery<Row> | undefined
  const compile = (db: Reader, values: V): CompiledQuery<Row> => {
    if (!plan) {
      const slots = Object.fromEntries(Object.keys(values).map(name => [name, new Slot(name)]))
      plan = build(db, slots as V).compile() as CompiledQuery<Row>
    }
    const parameters = plan.parameters.map(each =>
      each instanceof Slot ? ((values as Record<PropertyKey, unknown>)[each.name] ?? null) : each,
    )
    return { ...plan, parameters }
  }
  const run = (db: Reader, values: V) => db.executeQuery<Row>(compile(db, values))
  return {
    rows: async (db: Reader, values: V): Promise<Row[]> => (await run(db, values)).rows,
    first: async (db: Reader, values: V): Promise<Row | undefined> => (await run(db, values)).rows[0],
    /** @returns how many rows were written */
    count: async (db: Reader, values: V): Promise<number> => Number((await run(db, values)).numAffectedRows ?? 0n),
    /** A write whose answer nobody needs; see `send`. */
    send: (db: Reader, values: V): Promise<void> => send(db, { compile: () => compile(db, values) }),
  }
}
