import { sql } from 'kysely'
import type { Reader } from './database.ts'
import { inOrderOf } from './pages.ts'

/** What became of messages, newest first; never what stood in them, nor where they went. */
export async function findMessagePage(
  read: Reader,
  asked: {
    readonly organizationId: string
    readonly account?: string
    readonly state?: 'queued' | 'sent' | 'failed' | 'expired'
    readonly before?: string
    readonly limit: number
  },
) {
  const { organizationId, account, state, before, limit } = asked
  // those that were not sent are few, and have an index of their own
  const few = state === 'sent' ? undefined : state
  return read
    .selectFrom('messages')
    .select(['id', 'channel', 'template', 'state', 'failure', 'attempts', 'provider', 'account_id'])
    .select(['created_at', 'sent_at', 'expires_at'])
    .where(inOrderOf('organization_id', organizationId))
    .$if(account !== undefined, query => query.where('account_id', '=', account as string))
    .$if(state === 'sent', query => query.where('state', '=', 'sent'))
    .$if(few !== undefined, query =>
      query
        .where(inOrderOf('state', few as string))
        .where(sql<boolean>`state <> 'sent'`)
        .orderBy('organization_id', 'desc')
        .orderBy('state', 'desc'),
    )
    .$if(before !== undefined, query => query.where('id', '<', before as string))
    .$if(few === undefined, query => query.orderBy('organization_id', 'desc'))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
