import { z } from 'zod'
import { sendTestMessage } from '../../../operations/test-message.ts'
import { findCountTotals, findFirstCount } from '../../../store/event-counts.ts'
import { findMessagePage } from '../../../store/message-pages.ts'
import { route } from '../contract.ts'
import { countAnswer, countQuery, countQuestionOf, toldRange } from '../count-questions.ts'
import { id, instant, iso, listOf, paging } from '../fields.ts'
import { Problem } from '../problems.ts'
import { accepted } from '../refusals.ts'

const state = z.enum(['queued', 'sent', 'failed', 'expired'])
const channel = z.enum(['sms', 'voice', 'email'])
const message = z
  .strictObject({
    id,
    channel,
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

const counts = z
  .strictObject({
    ...countAnswer,
    messages: z
      .array(
        z.strictObject({
          channel,
          state: z.enum(['sent', 'failed', 'expired']),
          failure: z.string().optional().meta({ description: 'Why, in the words of the gateways’ closed list' }),
          count: z.int(),
        }),
      )
      .meta({ description: 'By what became of them; those that wait are not in it yet' }),
  })
  .meta({ id: 'MessageCounts' })
type Counted = z.input<typeof counts>['messages'][number]

export const messageRoutes = [
  route({
    id: 'messages.counts',
    method: 'GET',
    path: '/messages/counts',
    resource: 'messages',
    verb: 'read',
    summary:
      'How many texts, calls and mails were sent, failed or came too late, by the day on which they were asked for',
    query: countQuery,
    answer: counts,
    async handle({ house, caller, query, at }) {
      const question = countQuestionOf(caller, query, at)
      const [since, totals] = await Promise.all([
        findFirstCount(house.db),
        findCountTotals(house.db, question, { prefix: 'message.' }),
      ])
      const messages = totals
        .map(({ type, outcome, reason, count }) => ({
          channel: type.slice('message.'.length) as Counted['channel'],
          state: outcome as Counted['state'],
          ...(reason ? { failure: reason } : {}),
          count,
        }))
        .sort((one, other) => one.channel.localeCompare(other.channel) || other.count - one.count)
      return { body: { ...toldRange(question), counting_since: iso(since), messages } }
    },
  }),
  route({
    id: 'messages.list',
    method: 'GET',
    path: '/messages',
    resource: 'messages',
    verb: 'read',
    summary: 'What became of texts, calls and mails, newest first; never a code, nor where it went',
    organization: 'one',
    query: paging.extend({ account: id.optional(), channel: channel.optional(), state: state.optional() }),
    answer: listOf(message),
    example: { query: { organization: 'northside', state: 'failed' } },
    async handle({ house, organization, query, cursors }) {
      const { limit, cursor, account, channel, state } = query
      const before = cursors.read(cursor)
      const { rows, lookedTo } = await findMessagePage(house.db, {
        organizationId: organization,
        ...(account ? { account } : {}),
        ...(channel ? { channel } : {}),
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
          lookedTo,
        ),
      }
    },
  }),
  route({
    id: 'messages.test',
    method: 'POST',
    path: '/messages/test',
    resource: 'messages',
    verb: 'write',
    summary: 'A test message to the own phone or email of the person who asks; a few an hour',
    organization: 'one',
    body: z.strictObject({ channel }),
    status: 201,
    answer: z.strictObject({ message: id, sent_to: z.string().meta({ description: 'Masked' }) }),
    refusals: ['no-contact', 'too-many-tests'],
    example: { body: { organization: 'northside', channel: 'sms' } },
    async handle({ house, caller, organization, body, at }) {
      if (!caller.accountId) throw new Problem('person-needed')
      const test = { accountId: caller.accountId, organization, channel: body.channel }
      const sent = accepted(await sendTestMessage(house, test, at))
      return { body: { message: sent.messageId, sent_to: sent.masked } }
    },
  }),
] as const
