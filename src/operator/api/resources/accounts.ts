import { z } from 'zod'
import { readHistoryInReach } from '../../../operations/account-history.ts'
import { lookUpAccounts, readPersonKey } from '../../../operations/help-desk.ts'
import { readProof } from '../../../operations/help-desk-caller.ts'
import type { Call } from '../contract.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { id, listOf, paging, reason, text } from '../fields.ts'
import { Problem } from '../problems.ts'
import { present } from '../refusals.ts'
import { account, accountOf, factor, factorsOf, historyEntry, proof, session, sessionsOf } from './account-views.ts'

const keys = ['username', 'phone', 'email', 'record_number', 'reference'] as const
const key = z.strictObject({
  username: text(254).optional(),
  phone: text(40).optional(),
  email: text(254).optional(),
  record_number: text(100).optional(),
  reference: text(20).optional().meta({ description: 'The code that a page of trouble showed' }),
  reason,
})

/** @throws Problem where by nothing, by several, or by what cannot be */
function keyOf(given: z.output<typeof key>) {
  const named = keys.filter(each => given[each] !== undefined)
  const [by] = named
  const read = by && readPersonKey(by === 'record_number' ? 'record' : by, given[by] as string)
  if (!read || named.length > 1)
    throw new Problem('invalid-request', {
      errors: [{ path: 'body', message: `name one of ${keys.join(', ')}, in a form that can be read` }],
    })
  return read
}

const params = z.strictObject({ id })
const read = { resource: 'accounts', verb: 'read', organization: 'one', method: 'GET', params } as const
const at = { params: { id: example.account }, query: { organization: 'northside' } }

/** By an id that a search gave, which said why. @throws Problem */
async function viewOf({ house, params, act, at }: Call<{ id: string }, object, undefined>) {
  const [view] = await lookUpAccounts(house, { by: 'account', value: params.id }, act('looked at again'), at)
  return present(view)
}

export const accountRoutes = [
  route({
    id: 'accounts.search',
    method: 'POST',
    path: '/accounts/search',
    resource: 'accounts',
    verb: 'read',
    summary: 'People whom the organisation linked, found exactly',
    description: 'Somebody else’s patient is found as little as nobody. Every look is audited.',
    organization: 'one',
    body: key,
    answer: listOf(account),
    example: { body: { organization: 'northside', username: 'wilhelmina.q', reason: 'they called us' } },
    handle: async ({ house, body, act, at }) => ({
      body: { items: (await lookUpAccounts(house, keyOf(body), act(body.reason), at)).map(accountOf) },
    }),
  }),
  route({
    ...read,
    id: 'accounts.get',
    path: '/accounts/{id}',
    summary: 'One account, as far as the organisation may see it',
    answer: account,
    example: at,
    handle: async call => ({ body: accountOf(await viewOf(call)) }),
  }),
  route({
    ...read,
    id: 'accounts.sessions',
    path: '/accounts/{id}/sessions',
    summary: 'Where the person is signed in',
    answer: listOf(session),
    example: at,
    handle: async call => ({ body: { items: sessionsOf(await viewOf(call)) } }),
  }),
  route({
    ...read,
    id: 'accounts.factors',
    path: '/accounts/{id}/factors',
    summary: 'What the person confirms a sign-in with; never a secret',
    answer: listOf(factor),
    example: at,
    handle: async call => ({ body: { items: factorsOf(await viewOf(call)) } }),
  }),
  route({
    ...read,
    id: 'accounts.history',
    path: '/accounts/{id}/history',
    summary: 'What happened to the account at this organisation, newest first; neither devices nor networks',
    query: paging,
    answer: listOf(historyEntry),
    example: at,
    async handle({ house, params, organization, query, cursors, at }) {
      const { limit, cursor } = query
      const before = cursors.read(cursor)
      const page = { ...(before ? { before } : {}), limit: limit + 1 }
      const rows = present(await readHistoryInReach(house, { accountId: params.id, organization }, page, at))
      return {
        body: cursors.page(
          rows,
          limit,
          row => row.id,
          row => ({ ...row, at: row.at.toISOString() }),
        ),
      }
    },
  }),
  route({
    ...read,
    id: 'accounts.proof',
    path: '/accounts/{id}/proofs/{proof}',
    params: z.strictObject({ id, proof: id }),
    summary: 'Whether the caller has proven who they are, and until when staff may act on it',
    answer: proof,
    example: { params: { id: example.account, proof: example.proof }, query: { organization: 'northside' } },
    async handle({ house, params, organization, at }) {
      const found = present(
        await readProof(house, { accountId: params.id, proofId: params.proof }, { organization }, at),
      )
      const { isProven, isUsed, factor, expiresAt } = found
      return { body: { proven: isProven, used: isUsed, way: factor, until: expiresAt.toISOString() } }
    },
  }),
] as const
