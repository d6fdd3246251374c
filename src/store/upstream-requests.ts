import type { Sealer } from '../platform/index.ts'
import type { Database, Transaction } from './database.ts'

const pendingPurpose = 'upstream.pending'
const responsePurpose = 'upstream.response'
const handleHash = (sealer: Sealer, handle: string): Buffer => sealer.index('upstream.handle', handle)
/** As a flow knows the browser that owns it. */
const browserHash = (sealer: Sealer, browser: string): Buffer => sealer.index('flow.browser', browser)

/** One try to sign in at an insurer. */
export interface NewUpstreamRequest {
  readonly id: string
  /** `state` or RelayState: kept as a keyed hash only */
  readonly handle: string
  readonly insurer: string
  /** The journey that left; whoever owns it may come back. */
  readonly flowId: string
  readonly pending: Readonly<Record<string, unknown>>
  readonly expiresAt: Date
}

export async function createUpstreamRequest(
  tx: Transaction,
  sealer: Sealer,
  request: NewUpstreamRequest,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('upstream_requests')
    .values({
      id: request.id,
      handle_hash: handleHash(sealer, request.handle),
      insurer_id: request.insurer,
      flow_id: request.flowId,
      pending_sealed: sealer.sealJson(pendingPurpose, request.pending),
      expires_at: request.expiresAt,
      created_at: at,
    })
    .execute()
}

export interface SpentRequest {
  readonly flowId: string
  readonly pending: Readonly<Record<string, unknown>>
  /** What was posted across sites before. */
  readonly response?: { readonly samlResponse: string }
}

/**
 * Spends a handle: once, before its end, for its own insurer, in the browser that left. One guarded statement, so that
 * of fifty at once one has it. @returns undefined for whatever else, and nothing was spent
 */
export async function updateUpstreamSpent(
  db: Database,
  sealer: Sealer,
  answer: { readonly handle: string; readonly insurer: string; readonly browser: string },
  at: Date,
): Promise<SpentRequest | undefined> {
  const row = await db
    .updateTable('upstream_requests')
    .set({ spent_at: at })
    .where('handle_hash', '=', handleHash(sealer, answer.handle))
    .where('insurer_id', '=', answer.insurer)
    .where('flow_id', 'in', db =>
      db.selectFrom('flows').select('flows.id').where('flows.browser_hash', '=', browserHash(sealer, answer.browser)),
    )
    .where('spent_at', 'is', null)
    .where('expires_at', '>', at)
    .returning(['flow_id', 'pending_sealed', 'response_sealed'])
    .executeTakeFirst()
  return (
    row && {
      flowId: row.flow_id,
      pending: sealer.openJson(pendingPurpose, row.pending_sealed),
      ...(row.response_sealed ? { response: sealer.openJson(responsePurpose, row.response_sealed) } : {}),
    }
  )
}

/**
 * Why a handle is not taken, for the audit and for the way on: whose it is, and in which journey, where it is this
 * browser's own.
 */
export async function findUpstreamRequest(
  db: Database,
  sealer: Sealer,
  { handle, browser }: { readonly handle: string; readonly browser: string },
): Promise<
  { readonly insurer: string; readonly flowId: string; readonly isOwn: boolean; readonly isSpent: boolean } | undefined
> {
  const row = await db
    .selectFrom('upstream_requests')
    .innerJoin('flows', 'flows.id', 'upstream_requests.flow_id')
    .select(['insurer_id', 'flow_id', 'browser_hash', 'spent_at'])
    .where('handle_hash', '=', handleHash(sealer, handle))
    .executeTakeFirst()
  return (
    row && {
      insurer: row.insurer_id,
      flowId: row.flow_id,
      isOwn: row.browser_hash.equals(browserHash(sealer, browser)),
      isSpent: row.spent_at !== null,
    }
  )
}

/** Keeps what was posted across sites until the browser comes for it; the first answer stays. */
export async function updateUpstreamResponse(
  db: Database,
  sealer: Sealer,
  posted: { readonly handle: string; readonly insurer: string; readonly samlResponse: string },
  at: Date,
): Promise<boolean> {
  const kept = await db
    .updateTable('upstream_requests')
    .set({ response_sealed: sealer.sealJson(responsePurpose, { samlResponse: posted.samlResponse }) })
    .where('handle_hash', '=', handleHash(sealer, posted.handle))
    .where('insurer_id', '=', posted.insurer)
    .where('response_sealed', 'is', null)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return kept.numUpdatedRows === 1n
}
