import pg from 'pg'
import { findCanaries, hasCanaries } from './canaries.ts'

/**
 * Takes a database apart as somebody would who stole a dump of it: every row of every table of every schema, encoded
 * payloads decoded, and looks for what the tests put in.
 * @throws Error that names tables and columns, never a value
 */
export async function searchDatabase(url: string): Promise<void> {
  if (!hasCanaries()) return
  const client = new pg.Client({
    connectionString: url,
    types: { getTypeParser: () => (value: string) => value } as never,
  })
  await client.connect()
  const hits: string[] = []
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    )
    for (const { name } of tables.rows) {
      const { rows } = await client.query<Record<string, string | null>>(`select * from ${name}`)
      for (const column of Object.keys(rows[0] ?? {})) {
        const found = findIn(rows.flatMap(row => row[column] ?? []))
        hits.push(...found.map(label => `${name}.${column}: ${label}`))
      }
    }
  } finally {
    await client.end()
  }
  refuse('the database', hits)
}

/** The same for lines of a log and for metrics. */
export function searchText(where: string, lines: readonly string[]): void {
  refuse(where, findIn(lines))
}

/** @returns labels of what was found in these values, whatever they are wrapped in */
export function findIn(values: readonly string[]): readonly string[] {
  return findCanaries(new Set(values.flatMap(value => unwrapped(value, 3)).map(view => view.toLowerCase())))
}

function refuse(where: string, hits: readonly string[]): void {
  if (hits.length > 0) throw new Error(`${where} holds in clear what it must not:\n${[...new Set(hits)].join('\n')}`)
}

/** A value in every reading that it may have: JSON and its members, hexadecimal, base64, percent-encoding. */
function unwrapped(value: string, depth: number): string[] {
  const views = [value]
  if (depth === 0 || value.length < 4) return views
  const inner = (bytes: Buffer) =>
    isText(bytes) ? unwrapped(bytes.toString('utf8'), depth - 1) : [bytes.toString('latin1')]
  if (/^\\x(?:[0-9a-f]{2})+$/.test(value)) return [...views, ...inner(Buffer.from(value.slice(2), 'hex'))]
  const json = parsed(value)
  if (json !== undefined) return [...views, ...leaves(json).flatMap(leaf => unwrapped(leaf, depth - 1))]
  if (value.includes('%')) views.push(decoded(value))
  for (const [run] of value.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)) views.push(...inner(Buffer.from(run, 'base64')))
  return views
}

function parsed(value: string): unknown {
  if (!/^\s*[[{"]/.test(value)) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
const isText = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes)

const leaves = (value: unknown): string[] =>
  typeof value === 'string' || typeof value === 'number'
    ? [String(value)]
    : value && typeof value === 'object'
      ? Object.entries(value).flatMap(([name, member]) => [name, ...leaves(member)])
      : []
