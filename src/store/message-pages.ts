import { sql } from 'kysely'
import type { Reader } from './database.ts'
import { inOrderOf } from './pages.ts'

interface MessageQuestion {
  readonly organizationId: string
  readonly account?: string
  readonly channel?: 'sms' | 'voice' | 'email'
  readonly state?: 'queued' | 'sent' | 'failed' | 'expired'
  readonly before?: string
  readonly limit: number
}

/** What one page looks at, where a channel is asked for: that has no index. */
const mostLookedAt = 1000

/**
 * What became of messages, newest first; never what stood in them, nor where they went.
 * @returns `lookedTo` where so many were looked at that the rest waits for the next page, be this one as short as it may
 */
export async function findMessagePage(read: Reader, { channel, ...asked }: MessageQuestion) {
  if (channel === undefined) return { rows: await findMessages(read, asked) }
  const looked = await findMessages(read, { ...asked, limit: mostLookedAt })
  const rows = looked.filter(row => row.channel === channel).slice(0, asked.limit)
  const last = looked.at(-1)
  const isMore = rows.length < asked.limit && looked.length === mostLookedAt
  return { rows, ...(isMore && last ? { lookedTo: last.id } : {}) }
}

function findMessages(read: Reader, asked: Omit<MessageQuestion, 'channel'>) {
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
