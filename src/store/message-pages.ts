import type { Reader } from './database.ts'

/** What became of messages, newest first; never what stood in them, nor where they went. */
export async function findMessagePage(
  read: Reader,
  asked: {
    readonly organizationId: string
    readonly account?: string
    readonly channel?: 'sms' | 'voice' | 'email'
    readonly state?: 'queued' | 'sent' | 'failed' | 'expired'
    readonly before?: string
    readonly limit: number
  },
) {
  const { organizationId, account, channel, state, before, limit } = asked
  return read
    .selectFrom('messages')
    .select(['id', 'channel', 'template', 'state', 'failure', 'attempts', 'provider', 'account_id'])
    .select(['created_at', 'sent_at', 'expires_at'])
    .where('organization_id', '=', organizationId)
    .$if(account !== undefined, query => query.where('account_id', '=', account as string))
    .$if(channel !== undefined, query => query.where('channel', '=', channel as 'sms'))
    .$if(state !== undefined, query => query.where('state', '=', state as 'sent'))
    .$if(before !== undefined, query => query.where('id', '<', before as string))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
