import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import type { ProspectDetails, ProspectsTable } from './tables.ts'

const detailsPurpose = 'prospects.details'

export interface Prospect {
  readonly id: string
  readonly organizationId: string
  readonly accountId: string
  readonly details: ProspectDetails
  readonly location?: string
  readonly provider?: string
  readonly state: ProspectsTable['state']
  readonly patientId?: string
  readonly linkId?: string
  readonly undoUntil?: Date
  readonly createdAt: Date
  readonly expiresAt: Date
}

export async function createProspect(
  tx: Transaction,
  sealer: Sealer,
  prospect: Omit<Prospect, 'state' | 'createdAt' | 'patientId' | 'linkId' | 'undoUntil'>,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('prospects')
    .values({
      id: prospect.id,
      organization_id: prospect.organizationId,
      account_id: prospect.accountId,
      details_sealed: sealer.sealJson(detailsPurpose, prospect.details),
      location: prospect.location ?? null,
      provider: prospect.provider ?? null,
      state: 'open',
      patient_id: null,
      link_id: null,
      undo_until: null,
      decided_at: null,
      expires_at: prospect.expiresAt,
      created_at: at,
    })
    .execute()
}

/** A page of the queue of one organisation, oldest first: what comes after one of it. */
export async function findOpenProspects(
  read: Reader,
  sealer: Sealer,
  which: { readonly organizationId: string; readonly after?: string; readonly limit: number },
): Promise<readonly Prospect[]> {
  const { organizationId, after, limit } = which
  const rows = await read
    .selectFrom('prospects')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'open')
    .$if(after !== undefined, query =>
      query.where(sql<boolean>`(created_at, id) > (select created_at, id from prospects where id = ${after}::uuid)`),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(row => prospectOf(sealer, row))
}

/** A page of what was decided and can still be taken back, the latest first. */
export async function findUndoableProspects(
  read: Reader,
  sealer: Sealer,
  which: { readonly organizationId: string; readonly after?: string; readonly limit: number },
  at: Date,
): Promise<readonly Prospect[]> {
  const { organizationId, after, limit } = which
  const rows = await read
    .selectFrom('prospects')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('state', '!=', 'open')
    .where('undo_until', '>', at)
    .$if(after !== undefined, query =>
      query.where(sql<boolean>`(decided_at, id) < (select decided_at, id from prospects where id = ${after}::uuid)`),
    )
    .orderBy('decided_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => prospectOf(sealer, row))
}

/** How many wait in the queue of one organisation. */
export async function countOpenProspects(read: Reader, organizationId: string): Promise<number> {
  const { count } = await read
    .selectFrom('prospects')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** One of this organisation and of no other. */
export async function findProspect(
  read: Reader,
  sealer: Sealer,
  { id, organizationId }: Pick<Prospect, 'id' | 'organizationId'>,
): Promise<Prospect | undefined> {
  const row = await read
    .selectFrom('prospects')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return row && prospectOf(sealer, row)
}

/** The same, held until the transaction ends: what is decided rests on what stands there. */
export async function findProspectForUpdate(
  tx: Transaction,
  sealer: Sealer,
  { id, organizationId }: Pick<Prospect, 'id' | 'organizationId'>,
): Promise<Prospect | undefined> {
  const row = await tx
    .selectFrom('prospects')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .forUpdate()
    .executeTakeFirst()
  return row && prospectOf(sealer, row)
}

const prospectOf = (sealer: Sealer, row: ProspectsTable): Prospect => ({
  id: row.id,
  organizationId: row.organization_id,
  accountId: row.account_id,
  details: sealer.openJson<ProspectDetails>(detailsPurpose, row.details_sealed),
  ...(row.location ? { location: row.location } : {}),
  ...(row.provider ? { provider: row.provider } : {}),
  state: row.state,
  ...(row.patient_id ? { patientId: row.patient_id } : {}),
  ...(row.link_id ? { linkId: row.link_id } : {}),
  ...(row.undo_until ? { undoUntil: row.undo_until } : {}),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})

/** @returns false where somebody else decided about it first */
export async function updateProspectDecided(
  tx: Transaction,
  id: string,
  decision: {
    readonly state: 'tied' | 'merged' | 'dismissed'
    readonly patientId?: string
    readonly linkId?: string
    readonly undoUntil?: Date
  },
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('prospects')
    .set({
      state: decision.state,
      patient_id: decision.patientId ?? null,
      link_id: decision.linkId ?? null,
      undo_until: decision.undoUntil ?? null,
      // it is not forgotten before it can no more be taken back
      ...(decision.undoUntil
        ? { expires_at: sql<Date>`greatest(expires_at, ${decision.undoUntil}::timestamptz)` }
        : {}),
      decided_at: at,
    })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** A tie or a merger is taken back: open again. @returns false where it cannot be any more */
export async function updateProspectReopened(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('prospects')
    .set({ state: 'open', patient_id: null, link_id: null, undo_until: null, decided_at: null })
    .where('id', '=', id)
    .where('state', 'in', ['tied', 'merged', 'dismissed'])
    .where('undo_until', '>', at)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
