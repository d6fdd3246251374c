import pg from 'pg'
import type { App } from '../../src/app.ts'

/** What one piece of work cost: SQL statements in order (text, never values) and password verifications. */
export interface Work {
  readonly statements: readonly string[]
  readonly verifications: number
}

/**
 * What an instance reads again every second or few, whoever asks: clinics with their looks and texts, clients, insurers,
 * keys, schemes of imports.
 */
const isOfNobody = (statement: string): boolean =>
  /\bfrom "(organizations|brandings|organization_texts|clients|insurers|signing_keys|data_keys)"|^select distinct "legacy_scheme"/.test(
    statement,
  )

/** Watches an instance from outside while `work` runs: nothing of it is replaced, everything still happens. */
export async function observe<T>(
  app: App,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly work: Work }> {
  const statements: string[] = []
  const { query } = pg.Client.prototype
  const house = app.house as { hasher: App['house']['hasher'] }
  const { hasher } = house
  let verifications = 0
  pg.Client.prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
    const [first] = parameters
    statements.push(typeof first === 'string' ? first : (first as { readonly text: string }).text)
    return (query as (...all: unknown[]) => unknown).apply(this, parameters)
  } as typeof query
  house.hasher = {
    ...hasher,
    verify(stored, secret) {
      verifications += 1
      return hasher.verify(stored, secret)
    },
  }
  try {
    const result = await work()
    return { result, work: { statements: statements.filter(text => !isOfNobody(text)), verifications } }
  } finally {
    pg.Client.prototype.query = query
    house.hasher = hasher
  }
}
