import type { Database, Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'
import type { FlowsTable } from './tables.ts'

export type FlowRow = Omit<FlowsTable, 'version'> & { version: number }

const columns = [
  'id',
  'name',
  'browser_hash',
  'interaction_hash',
  'ask_sealed',
  'facts_sealed',
  'completion_sealed',
  'state',
  'version',
  'reference',
  'account_id',
  'expires_at',
  'created_at',
  'updated_at',
] as const

export const findFlow = (read: Reader, id: string): Promise<FlowRow | undefined> =>
  read.selectFrom('flows').select(columns).where('id', '=', id).executeTakeFirst()

/** The newest flow of this name in an interaction, open or closed. */
export const findInteractionFlow = (
  read: Reader,
  interactionHash: Buffer,
  name: string,
): Promise<FlowRow | undefined> => newestOfInteraction.first(read, { interactionHash, name })

const newestOfInteraction = prepared((db, of: { interactionHash: Buffer; name: string }) =>
  db
    .selectFrom('flows')
    .select(columns)
    .where('interaction_hash', '=', of.interactionHash)
    .where('name', '=', of.name)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1),
)

/** The newest flow of each name in an interaction, open or closed. */
export const findInteractionFlows = (read: Reader, interactionHash: Buffer): Promise<readonly FlowRow[]> =>
  allOfInteraction.rows(read, { interactionHash })

const allOfInteraction = prepared((db, of: { interactionHash: Buffer }) =>
  db
    .selectFrom('flows')
    .distinctOn('name')
    .select(columns)
    .where('interaction_hash', '=', of.interactionHash)
    .orderBy('name')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc'),
)

/** @returns false where another request opened the same flow of the interaction first. */
export const createFlow = async (tx: Transaction, row: FlowRow): Promise<boolean> =>
  (await newFlow.count(tx, row)) === 1

const newFlow = prepared((db, row: FlowRow) =>
  db
    .insertInto('flows')
    .values(row)
    .onConflict(conflict => conflict.doNothing()),
)

/**
 * The same as the last statement of a transaction: it leaves with the commit, which fails where another request was first
 * (`isFlowTaken`).
 */
export const createFlowLast = (tx: Transaction, row: FlowRow): Promise<void> => lastFlow.send(tx, row)

const lastFlow = prepared((db, row: FlowRow) => db.insertInto('flows').values(row))

/** Whether a transaction failed since its flow was made by another request. */
export const isFlowTaken = (error: unknown): boolean => {
  const { code, table } = error as { readonly code?: unknown; readonly table?: unknown }
  return code === uniqueViolation && table === 'flows'
}

/** SQLSTATE (PostgreSQL appendix A) */
const uniqueViolation = '23505'

/** Nothing of a journey stays. */
export async function deleteFlow(tx: Transaction, id: string): Promise<void> {
  await tx.deleteFrom('verifications').where('flow_id', '=', id).execute()
  await tx.deleteFrom('flows').where('id', '=', id).execute()
}

/** Writes the next version of an open flow. @returns false where `row.version` is not the stored one any more. */
export async function updateFlow(
  tx: Transaction,
  row: Pick<
    FlowRow,
    'id' | 'version' | 'facts_sealed' | 'completion_sealed' | 'state' | 'account_id' | 'expires_at' | 'updated_at'
  >,
): Promise<boolean> {
  const { id, version, ...changes } = row
  const updated = await tx
    .updateTable('flows')
    .set({ ...changes, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

export async function extendFlow(db: Database, id: string, expiresAt: Date): Promise<void> {
  await db
    .updateTable('flows')
    .set({ expires_at: expiresAt })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute()
}
