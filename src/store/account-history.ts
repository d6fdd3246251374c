import { sql } from 'kysely'
import { historyPrefix, historyTypes } from '../core/history.ts'
import type { LocalText } from '../core/texts.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader } from './database.ts'

/** One event of a person's own history, opened. */
export interface HistoryEvent {
  readonly id: string
  readonly at: Date
  readonly type: string
  readonly actor: string | null
  /** name of the portal that it happened at */
  readonly client?: LocalText
  readonly details: Readonly<Record<string, unknown>>
  /** the code that a page showed meanwhile */
  readonly reference?: string
}

interface Row {
  id: string
  at: Date
  type: string
  actor: string | null
  client: LocalText | null
  details_sealed: Buffer | null
  reference: string | null
}

/**
 * What happened to an account or was done with it, newest first.
 * @param before only what is older than this event; left out: from the newest on
 * @param organization for its staff: what happened at others, or at their portals, is not there, nor who looked
 */
export async function findHistory(
  read: Reader,
  sealer: Sealer,
  accountId: string,
  { before, limit, organization }: { readonly before?: string; readonly limit: number; readonly organization?: string },
): Promise<readonly HistoryEvent[]> {
  const older = sql`${before ? sql`and e.id < ${before}::uuid` : sql``} ${organization ? walled(organization) : sql``}`
  const { rows } = await sql<Row>`
    select e.id, e.at, e.type, e.actor, e.details_sealed, e.reference, clients.object -> 'name' as client from (
      (select * from audit_events e where e.account_id = ${accountId}::uuid and ${shown} ${older}
        order by e.id desc limit ${limit})
      union all
      (select * from audit_events e where e.actor = ${accountId} and e.actor not like 'system:%'
        and e.account_id::text is distinct from e.actor and ${shown} ${older} order by e.id desc limit ${limit})
    ) e left join clients on clients.id = e.client_id
    order by e.id desc limit ${limit}`.execute(read)
  return rows.map(row => eventOf(sealer, row))
}

/** One event, where it is in this account's history. */
export async function findHistoryEvent(
  read: Reader,
  sealer: Sealer,
  accountId: string,
  id: string,
): Promise<HistoryEvent | undefined> {
  const { rows } = await sql<Row>`
    select e.id, e.at, e.type, e.actor, e.details_sealed, e.reference, clients.object -> 'name' as client
    from audit_events e left join clients on clients.id = e.client_id
    where e.id = ${id}::uuid and (e.account_id = ${accountId}::uuid or e.actor = ${accountId}) and ${shown}`.execute(
    read,
  )
  return rows[0] && eventOf(sealer, rows[0])
}

// the worker's own tidying of sessions is nothing that its owner did or needs to know
const shown = sql`(e.type like ${`${historyPrefix}%`} or e.type in (${sql.join(historyTypes)}))
  and not (e.type = 'session.ended' and e.actor like 'system:%')`

const walled = (organization: string) => sql`and e.type <> 'help-desk.looked-up'
  and (e.organization_id is null or e.organization_id = ${organization})
  and not exists (select from clients theirs where theirs.id = e.client_id
    and theirs.object ->> 'organization' <> ${organization})`

const eventOf = (sealer: Sealer, row: Row): HistoryEvent => ({
  id: row.id,
  at: row.at,
  type: row.type,
  actor: row.actor,
  ...(row.client ? { client: row.client } : {}),
  ...(row.reference ? { reference: row.reference } : {}),
  details: row.details_sealed ? sealer.openJson<Record<string, unknown>>('audit.details', row.details_sealed) : {},
})
