import { z } from 'zod'
import { factorResetConfirmers } from '../../../core/operator-access.ts'
import {
  confirmFactorReset,
  findResetsOf,
  findWaitingResets,
  isWaiting,
  mayConfirm,
  requestFactorReset,
  stopFactorResetByStaff,
} from '../../../operations/factor-resets.ts'
import type { FactorReset } from '../../../store/factor-resets.ts'
import { type Caller, route } from '../contract.ts'
import { example } from '../examples.ts'
import { grounds, id, instant, iso, listOf, nothing, reason, toGrounds } from '../fields.ts'
import { Problem } from '../problems.ts'
import { accepted, present } from '../refusals.ts'

const kinds = [
  'passkey',
  'totp',
  'text-code',
  'voice-code',
  'email-code',
  'security-question',
  'recovery-code',
] as const
const factorReset = z
  .strictObject({
    id,
    account: id,
    factor: z.string().meta({ description: 'The kind, or `all`' }),
    state: z.enum(['waiting', 'done', 'stopped-by-owner', 'stopped-by-staff', 'lapsed']),
    requested_by: z.string(),
    reason: z.string(),
    requested_at: instant,
    done_from: instant.meta({ description: 'Without a second person it is done then' }),
    ended_at: instant.optional(),
    may_confirm: z.boolean().meta({ description: 'Whether the caller may: not who asked, and not the help desk' }),
  })
  .meta({ id: 'FactorReset' })

const mayEver = ({ role }: Caller): boolean => role !== undefined && factorResetConfirmers.includes(role)
const viewOf = (reset: FactorReset, caller: Caller, at: Date): z.input<typeof factorReset> => ({
  id: reset.id,
  account: reset.accountId,
  factor: reset.factor,
  state: reset.outcome ?? (isWaiting(reset, at) ? 'waiting' : 'lapsed'),
  requested_by: reset.details.operator,
  reason: reset.details.reason,
  requested_at: reset.createdAt.toISOString(),
  done_from: reset.readyAt.toISOString(),
  ended_at: iso(reset.closedAt),
  may_confirm: mayEver(caller) && mayConfirm(reset, caller.actor, at),
})

const ofAccount = z.strictObject({ id })
const ofReset = z.strictObject({ id, reset: id })
const at = { params: { id: example.account } }
const one = { params: { id: example.account, reset: example.reset } }
const common = { resource: 'accounts', organization: 'one' } as const
const unknown = ['account-unknown', 'reset-unknown']

export const factorResetRoutes = [
  route({
    ...common,
    id: 'factor-resets.waiting',
    method: 'GET',
    path: '/accounts/factor-resets',
    verb: 'read',
    summary: 'Resets of the organisation that a second person could confirm, newest first',
    answer: listOf(factorReset),
    example: { query: { organization: 'northside' } },
    handle: async ({ house, caller, organization, at }) => ({
      body: { items: (await findWaitingResets(house, organization, at)).map(each => viewOf(each, caller, at)) },
    }),
  }),
  route({
    ...common,
    id: 'factor-resets.list',
    method: 'GET',
    path: '/accounts/{id}/factor-resets',
    verb: 'read',
    summary: 'What was asked to be reset of one account, and what became of it, newest first',
    params: ofAccount,
    answer: listOf(factorReset),
    example: { ...at, query: { organization: 'northside' } },
    async handle({ house, caller, params, organization, at }) {
      const resets = present(await findResetsOf(house, { accountId: params.id, organization }, at))
      return { body: { items: resets.map(each => viewOf(each, caller, at)) } }
    },
  }),
  route({
    ...common,
    id: 'factor-resets.request',
    method: 'POST',
    path: '/accounts/{id}/factor-resets',
    verb: 'write',
    isDangerous: true,
    summary: 'Asks that a factor be taken away which the person lost',
    description:
      'Another of the staff confirms it, or it is done after a day (`recovery.factor_reset_hours`). Every contact of the person is told at once, with a link that stops it.',
    params: ofAccount,
    body: z.strictObject({
      factor: z.enum([...kinds, 'all']).meta({ description: 'Of the account’s `factors`, or every one' }),
      grounds,
      reason,
    }),
    status: 201,
    answer: z.strictObject({ id, done_from: instant }),
    refusals: ['proof-missing', 'factor-unknown', 'reset-under-way', 'stopped-by-owner', 'account-closed'],
    example: {
      ...at,
      body: {
        organization: 'northside',
        factor: 'text-code',
        grounds: { in_person: 'passport' },
        reason: 'lost the phone',
      },
    },
    async handle({ house, params, body, act, at }) {
      const aim = { accountId: params.id, grounds: toGrounds(body.grounds), factor: body.factor }
      const asked = accepted(await requestFactorReset(house, aim, act(body.reason), at), unknown)
      return { body: { id: asked.id, done_from: asked.readyAt.toISOString() } }
    },
  }),
  route({
    ...common,
    id: 'factor-resets.confirm',
    method: 'POST',
    path: '/accounts/{id}/factor-resets/{reset}/confirm',
    verb: 'write',
    isDangerous: true,
    summary: 'A second person agrees: the factor goes at once',
    description:
      'Takes the role security or owner, and another person than the one who asked. Everybody is signed out of the account, its links to other organisations sleep, and every contact is told.',
    params: ofReset,
    body: z.strictObject({ reason }),
    answer: z.strictObject({ removed: z.int() }),
    refusals: ['reset-closed', 'same-person', 'reset-waits', 'account-closed'],
    example: { ...one, body: { organization: 'northside', reason: 'spoke with Dana at the desk' } },
    async handle({ house, caller, params, body, act, at }) {
      if (!mayEver(caller)) throw new Problem('role-forbids')
      const meant = { accountId: params.id, resetId: params.reset }
      const done = accepted(await confirmFactorReset(house, meant, act(body.reason), at), unknown)
      return { body: { removed: done.removed } }
    },
  }),
  route({
    ...common,
    id: 'factor-resets.cancel',
    method: 'POST',
    path: '/accounts/{id}/factor-resets/{reset}/cancel',
    verb: 'write',
    summary: 'Calls it off, whoever asked for it',
    description: 'The person is told at every contact.',
    params: ofReset,
    body: z.strictObject({ reason }),
    status: 204,
    answer: nothing,
    refusals: ['reset-closed'],
    example: { ...one, body: { organization: 'northside', reason: 'the phone was found' } },
    async handle({ house, params, body, act, at }) {
      const meant = { accountId: params.id, resetId: params.reset }
      accepted(await stopFactorResetByStaff(house, meant, act(body.reason), at), unknown)
      return { body: undefined }
    },
  }),
] as const
