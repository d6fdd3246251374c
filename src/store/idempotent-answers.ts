import type { Sealer } from '../platform/index.ts'
import type { Database } from './database.ts'

/** What a write answered; headers that say something of it are part of it. */
export interface KeptAnswer {
  readonly status: number
  readonly body?: unknown
  readonly etag?: string
  readonly location?: string
}
interface Asked {
  /** who asks, and the key that they chose */
  readonly key: string
  /** method, address and body */
  readonly request: string
}
export type ClaimedKey =
  | { readonly kind: 'first' }
  | { readonly kind: 'repeat'; readonly answer: KeptAnswer }
  /** the first one has not answered yet, or was cut off */
  | { readonly kind: 'at-work' }
  /** the key belongs to another request */
  | { readonly kind: 'other' }

const answerPurpose = 'idempotent_answers.answer'
const keyHash = (sealer: Sealer, { key }: Asked): Buffer => sealer.index('operator-api.idempotency', key)
const requestHash = (sealer: Sealer, { request }: Asked): Buffer => sealer.index('operator-api.request', request)

/** Takes a key for one request; of several at once one is first. A key whose time is over is free again. */
export async function claimIdempotencyKey(
  db: Database,
  sealer: Sealer,
  asked: Asked,
  times: { readonly at: Date; readonly expiresAt: Date },
): Promise<ClaimedKey> {
  const [key, request] = [keyHash(sealer, asked), requestHash(sealer, asked)]
  await db.deleteFrom('idempotent_answers').where('key_hash', '=', key).where('expires_at', '<=', times.at).execute()
  const taken = await db
    .insertInto('idempotent_answers')
    .values({
      key_hash: key,
      request_hash: request,
      answer_sealed: null,
      expires_at: times.expiresAt,
      created_at: times.at,
    })
    .onConflict(conflict => conflict.column('key_hash').doNothing())
    .executeTakeFirst()
  if (taken.numInsertedOrUpdatedRows === 1n) return { kind: 'first' }
  const row = await db.selectFrom('idempotent_answers').selectAll().where('key_hash', '=', key).executeTakeFirst()
  if (!row) return { kind: 'at-work' }
  if (!row.request_hash.equals(request)) return { kind: 'other' }
  return row.answer_sealed
    ? { kind: 'repeat', answer: sealer.openJson<KeptAnswer>(answerPurpose, row.answer_sealed) }
    : { kind: 'at-work' }
}

/** Keeps the answer for whoever sends the same again; without one (a fault) the key is free again. */
export async function keepIdempotentAnswer(
  db: Database,
  sealer: Sealer,
  asked: Asked,
  answer: KeptAnswer | undefined,
): Promise<void> {
  const key = keyHash(sealer, asked)
  if (!answer) await db.deleteFrom('idempotent_answers').where('key_hash', '=', key).execute()
  else
    await db
      .updateTable('idempotent_answers')
      .set({ answer_sealed: sealer.sealJson(answerPurpose, answer) })
      .where('key_hash', '=', key)
      .execute()
}
