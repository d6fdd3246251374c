import { type RawBuilder, sql } from 'kysely'
import type { Reader } from './database.ts'

/** What events are searched by: all of what is given must fit. */
export interface AuditQuestionParts {
  readonly account?: string
  readonly patient?: string
  readonly actor?: string
  readonly client?: string
  readonly reference?: string
  readonly type?: string
  readonly since?: Date
  readonly until?: Date
  /** of these organisations only */
  readonly within?: readonly string[]
  /** ids are made in the order of time: older than this one */
  readonly before?: string
  readonly limit: number
}
export interface AuditPageRow {
  readonly id: string
  readonly at: Date
  readonly type: string
  readonly outcome: 'success' | 'refused' | 'failure'
  readonly actor: string | null
  readonly account_id: string | null
  readonly patient_id: string | null
  readonly organization_id: string | null
  readonly client_id: string | null
  readonly correlation_id: string
  readonly reference: string | null
}
export interface AuditPage {
  readonly rows: readonly AuditPageRow[]
  /** So many events were looked at that the rest waits for the next page, be this one as short as it may. */
  readonly lookedTo?: string
}

/** What one page looks at, where no index answers the whole question. */
const mostLookedAt = 2000
/** How far the moment in an id and that of its event may lie apart: a clock was set meanwhile. */
const clockSlackMs = 10 * 60_000

/** Newest first; details stay sealed. A page costs little, whatever is asked: it ends where it has looked at enough. */
export async function findAuditPage(read: Reader, asked: AuditQuestionParts): Promise<AuditPage> {
  if (asked.within?.length === 0) return { rows: [] }
  const conditions = conditionsOf(asked)
  const lead = conditions.find(({ sources }) => sources !== undefined)
  const rest = conditions.filter(each => each !== lead)
  // `*`: what is planned without the values takes no heed of how rare they are
  const { rows } = await sql<AuditPageRow>`
    select * from (${lookedAt(lead, asked, rest.length > 0 ? mostLookedAt : asked.limit)}) e
    where ${sql.join([sql`true`, ...rest.map(({ fits }) => fits)], sql` and `)}
    order by id desc limit ${asked.limit}`.execute(read)
  if (rest.length === 0 || rows.length >= asked.limit) return { rows }
  const { rows: ends } = await sql<{ id: string }>`
    select * from (select id from (${lookedAt(lead, asked, mostLookedAt)}) e order by id desc) e
    offset ${mostLookedAt - 1} limit 1`.execute(read)
  return { rows, ...(ends[0] ? { lookedTo: ends[0].id } : {}) }
}

type Sql = RawBuilder<unknown>
/** An index that has rows newest first, and what is looked up in it. */
interface Source {
  readonly column: Sql
  readonly value: Sql
  readonly and?: Sql
}
interface Condition {
  readonly fits: Sql
  /** What fits can be had from these together; left out where it only can be looked for. */
  readonly sources?: readonly Source[]
}

/** What is asked, the rarest first: that is looked up, and the rest is looked for in it. */
function conditionsOf({ reference, account, patient, actor, client, type, within, since, until }: AuditQuestionParts) {
  const equal = (column: Sql, value: Sql): Condition => ({
    fits: sql`${column} = ${value}`,
    sources: [{ column, value }],
  })
  const isSystem = actor?.startsWith('system:') === true
  const organizations = (within ?? []).map(id => ({ column: sql`organization_id`, value: sql`${id}` }))
  const conditions: (Condition | undefined)[] = [
    reference === undefined ? undefined : equal(sql`reference`, sql`${reference}`),
    account === undefined ? undefined : equal(sql`account_id`, sql`${account}::uuid`),
    patient === undefined ? undefined : equal(sql`patient_id`, sql`${patient}::uuid`),
    actor === undefined ? undefined : { fits: sql`actor = ${actor}`, ...(isSystem ? {} : { sources: doneBy(actor) }) },
    client === undefined ? undefined : equal(sql`client_id`, sql`${client}`),
    type === undefined ? undefined : equal(sql`type`, sql`${type}`),
    within && { fits: sql`organization_id = any(${[...within]}::text[])`, sources: organizations },
    since && { fits: sql`at >= ${since}` },
    until && { fits: sql`at < ${until}` },
  ]
  return conditions.filter(each => each !== undefined)
}

/** What somebody did to others has an index of its own; what they did themselves is found by their account. */
const doneBy = (actor: string): Source[] => [
  {
    column: sql`actor`,
    value: sql`${actor}`,
    and: sql`and actor not like 'system:%' and account_id::text is distinct from actor`,
  },
  ...(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(actor)
    ? [{ column: sql`account_id`, value: sql`${actor}::uuid`, and: sql`and actor = ${actor}` }]
    : []),
]

/** So many of the newest rows that are looked up. `between`: no other index has them in this order. */
function lookedAt(lead: Condition | undefined, asked: AuditQuestionParts, count: number): Sql {
  const rows = ({ column, value, and }: Source): Sql => sql`
    select ${columns} from audit_events where ${column} between ${value} and ${value} ${and ?? sql``} and ${range(asked)}
    order by ${column} desc, id desc limit ${count}`
  const [first, ...others] = lead?.sources ?? []
  if (first && others.length > 0) {
    const each = [first, ...others].map(source => sql`(${rows(source)})`)
    return sql`select * from (${sql.join(each, sql` union all `)}) e order by id desc limit ${count}`
  }
  return first
    ? rows(first)
    : sql`select ${columns} from audit_events where ${range(asked)} order by id desc limit ${count}`
}
const columns = sql`id, at, type, outcome, actor, account_id, patient_id, organization_id, client_id, correlation_id,
  reference`

/** Where on the way from the newest to the oldest: ids are made in the order of time. */
function range({ before, since, until }: AuditQuestionParts): Sql {
  const bounds = [
    ...(before ? [sql`id < ${before}::uuid`] : []),
    ...(since ? [sql`id >= ${idAt(since.getTime() - clockSlackMs)}::uuid`] : []),
    ...(until ? [sql`id < ${idAt(until.getTime() + clockSlackMs)}::uuid`] : []),
  ]
  return bounds.length === 0 ? sql`true` : sql.join(bounds, sql` and `)
}

/** The least id of a millisecond (UUID version 7). */
function idAt(ms: number): string {
  const hex = Math.min(Math.max(ms, 0), 2 ** 48 - 1).toString(16)
  return `${hex.padStart(12, '0').replace(/^(.{8})/, '$1-')}-0000-0000-000000000000`
}

/** One event with its sealed details, of these organisations. */
export async function findAuditEvent(
  read: Reader,
  { id, within }: { readonly id: string; readonly within?: readonly string[] },
): Promise<(AuditPageRow & { readonly details_sealed: Buffer | null }) | undefined> {
  return read
    .selectFrom('audit_events')
    .select(['id', 'at', 'type', 'outcome', 'actor', 'account_id', 'patient_id', 'organization_id', 'client_id'])
    .select(['correlation_id', 'reference', 'details_sealed'])
    .where('id', '=', id)
    .$if(within !== undefined, query => query.where('organization_id', 'in', [...(within ?? [])]))
    .executeTakeFirst()
}
