import type { Reader } from './database.ts'

/** Events in the order of the chain, after a place and up to another one; of some organisations only, where named. */
export async function findStreamEvents(
  read: Reader,
  asked: {
    readonly after: string
    readonly upTo: string
    readonly within?: readonly string[]
    readonly limit: number
  },
) {
  if (asked.within?.length === 0) return []
  return read
    .selectFrom('audit_events')
    .select(['position', 'id', 'at', 'type', 'outcome', 'actor', 'account_id', 'patient_id', 'organization_id'])
    .select(['client_id', 'correlation_id', 'reference', 'details_sealed'])
    .where('position', '>', asked.after)
    .where('position', '<=', asked.upTo)
    .$if(asked.within !== undefined, query => query.where('organization_id', 'in', asked.within as string[]))
    .orderBy('position')
    .limit(asked.limit)
    .execute()
}
export type StreamRow = Awaited<ReturnType<typeof findStreamEvents>>[number]

/** What stands at a place in the chain: none where it is not taken, or gone with its time. */
export const findEventAt = (
  read: Reader,
  position: string,
): Promise<{ readonly id: string; readonly hash: Buffer | null } | undefined> =>
  read.selectFrom('audit_events').select(['id', 'hash']).where('position', '=', position).executeTakeFirst()
