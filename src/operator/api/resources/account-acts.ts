import { z } from 'zod'
import { endSessionsByStaff, recoverByStaff, unlockByStaff } from '../../../operations/help-desk-acts.ts'
import { proveCaller, sendCallerCode } from '../../../operations/help-desk-caller.ts'
import { lockByStaff } from '../../../operations/help-desk-lock.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { grounds, id, instant, nothing, reason, toGrounds } from '../fields.ts'
import { accepted } from '../refusals.ts'

const params = z.strictObject({ id })
const common = { method: 'POST', resource: 'accounts', verb: 'write', organization: 'one', params } as const
const unknown = ['account-unknown']
const told = 'The person is told at every contact.'
const at = { params: { id: example.account } }
const seen = { organization: 'northside', grounds: { in_person: 'passport' }, reason: 'they stand here' }

export const accountActRoutes = [
  route({
    ...common,
    id: 'accounts.send-code',
    path: '/accounts/{id}/send-code',
    summary: 'A code to a contact on file, for the caller to read out; staff never see it',
    body: z.strictObject({ contact: id.meta({ description: 'Of the account’s `contacts`' }), reason }),
    status: 201,
    answer: z.strictObject({ proof: id }),
    refusals: ['contact-unknown', 'too-many-codes'],
    example: { ...at, body: { organization: 'northside', contact: example.contact, reason: 'they called us' } },
    async handle({ house, params, body, act, at }) {
      const to = { accountId: params.id, contactId: body.contact }
      const sent = accepted(await sendCallerCode(house, to, act(body.reason), at), unknown)
      return { body: { proof: sent.proofId } }
    },
  }),
  route({
    ...common,
    id: 'accounts.prove',
    path: '/accounts/{id}/prove',
    summary: 'Checks the code that the caller read out; staff may act on it for a quarter of an hour',
    body: z.strictObject({ proof: id, code: z.string().max(20), reason }),
    answer: z.strictObject({ proven_until: instant }),
    refusals: ['proof-missing', 'code-format', 'code-wrong', 'code-paused'],
    example: {
      ...at,
      body: { organization: 'northside', proof: example.proof, code: '123456', reason: 'they called us' },
    },
    async handle({ house, params, body, act, at }) {
      const given = { accountId: params.id, proofId: body.proof, code: body.code }
      const proven = accepted(await proveCaller(house, given, act(body.reason), at), unknown)
      return { body: { proven_until: proven.until.toISOString() } }
    },
  }),
  route({
    ...common,
    id: 'accounts.lock',
    path: '/accounts/{id}/lock',
    summary: 'Locks an account: every session and token ends at once',
    description: `Only staff lift it. ${told}`,
    body: z.strictObject({ reason }),
    answer: z.strictObject({ locked: z.boolean().meta({ description: 'False where it was closed or locked before' }) }),
    example: { ...at, body: { organization: 'northside', reason: 'a stolen phone was reported' } },
    async handle({ house, params, body, act, at }) {
      const done = accepted(await lockByStaff(house, params.id, act(body.reason), at), unknown)
      return { body: { locked: done.isNew } }
    },
  }),
  route({
    ...common,
    id: 'accounts.unlock',
    path: '/accounts/{id}/unlock',
    summary: 'Ends what wrong tries had locked, and the lock of the account',
    description: told,
    body: z.strictObject({ grounds, reason }),
    status: 204,
    answer: nothing,
    refusals: ['proof-missing', 'locked-by-owner'],
    example: { ...at, body: seen },
    async handle({ house, params, body, act, at }) {
      const aim = { accountId: params.id, grounds: toGrounds(body.grounds) }
      accepted(await unlockByStaff(house, aim, act(body.reason), at), unknown)
      return { body: undefined }
    },
  }),
  route({
    ...common,
    id: 'accounts.end-sessions',
    path: '/accounts/{id}/sessions/end',
    summary: 'Signs the person out, of one session or everywhere',
    description: told,
    body: z.strictObject({
      session: z
        .string()
        .regex(/^(all|[0-9a-f]{16})$/)
        .meta({ description: 'The id of one, or `all`' }),
      grounds,
      reason,
    }),
    answer: z.strictObject({ ended: z.int() }),
    refusals: ['proof-missing', 'session-unknown'],
    example: { ...at, body: { ...seen, session: 'all' } },
    async handle({ house, params, body, act, at }) {
      const aim = { accountId: params.id, grounds: toGrounds(body.grounds), session: body.session }
      const done = accepted(await endSessionsByStaff(house, aim, act(body.reason), at), unknown)
      return { body: { ended: done.sessions } }
    },
  }),
  route({
    ...common,
    id: 'accounts.recover',
    path: '/accounts/{id}/recover',
    summary: 'Begins a recovery: by a link to a contact, or to hand over to somebody whose identity was checked',
    description: told,
    body: z.strictObject({ grounds, reason }),
    status: 201,
    answer: z.strictObject({
      result: z.enum(['sent', 'handed-over']),
      channel: z.enum(['phone', 'email']).optional(),
      link: z.string().optional().meta({ description: 'To hand over at once; it works once' }),
      expires_at: instant.optional(),
    }),
    refusals: ['proof-missing', 'proof-used', 'no-contact', 'account-closed'],
    example: { ...at, body: seen },
    async handle({ house, params, body, act, at }) {
      const aim = { accountId: params.id, grounds: toGrounds(body.grounds) }
      const begun = accepted(await recoverByStaff(house, aim, act(body.reason), at), unknown)
      return begun.kind === 'sent'
        ? { body: { result: 'sent' as const, channel: begun.channel } }
        : { body: { result: 'handed-over' as const, link: begun.link, expires_at: begun.expiresAt.toISOString() } }
    },
  }),
] as const
