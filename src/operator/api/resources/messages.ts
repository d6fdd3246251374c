import { z } from 'zod'
import { findMessagePage } from '../../../store/message-pages.ts'
import { route } from '../contract.ts'
import { id, instant, iso, listOf, paging } from '../fields.ts'

const state = z.enum(['queued', 'sent', 'failed', 'expired'])
const message = z
  .strictObject({
    id,
    channel: z.enum(['sms', 'voice', 'email']),
    template: z.string(),
    state,
    failure: z.string().optional(),
    attempts: z.int(),
    provider: z.string().optional(),
    account: id.optional(),
    created_at: instant,
    sent_at: instant.optional(),
    expires_at: instant,
  })
  .meta({ id: 'Message' })

export const messageRoutes = [
  route({
    id: 'messages.list',
    method: 'GET',
    path: '/messages',
    resource: 'messages',
    verb: 'read',
    summary: 'What became of texts, calls and mails, newest first; never a code, nor where it went',
    organization: 'one',
    query: paging.extend({ account: id.optional(), state: state.optional() }),
    answer: listOf(message),
    example: { query: { organization: 'northside', state: 'failed' } },
    async handle({ house, organization, query, cursors }) {
      const { limit, cursor, account, state } = query
      const before = cursors.read(cursor)
      const rows = await findMessagePage(house.db, {
        organizationId: organization,
        ...(account ? { account } : {}),
        ...(state ? { state } : {}),
        ...(before ? { before } : {}),
        limit: limit + 1,
      })
      return {
        body: cursors.page(
          rows,
          limit,
          row => row.id,
          row => ({
            id: row.id,
            channel: row.channel,
            template: row.template,
            state: row.state,
            failure: row.failure ?? undefined,
            attempts: row.attempts,
            provider: row.provider ?? undefined,
            account: row.account_id ?? undefined,
            created_at: row.created_at.toISOString(),
            sent_at: iso(row.sent_at),
            expires_at: row.expires_at.toISOString(),
          }),
        ),
      }
    },
  }),
] as const
