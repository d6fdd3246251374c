import { z } from 'zod'
import { proveProspect, sendProspectCode } from '../../../operations/prospect-proofs.ts'
import {
  type ProspectView,
  readDecidedProspects,
  readProspect,
  readProspectQueue,
} from '../../../operations/prospect-queue.ts'
import { dismissProspect, mergeProspect, tieProspect, undoProspect } from '../../../operations/prospects.ts'
import { countOpenProspects } from '../../../store/prospects.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { date, grounds, id, instant, iso, listOf, nothing, queuePaging, reason, toGrounds } from '../fields.ts'
import { accepted, present } from '../refusals.ts'
import { candidate, candidateOf, pageAsked, pageTold, sex } from './queues.ts'

const prospect = z
  .strictObject({
    id,
    account: id,
    state: z.string(),
    given: z.string(),
    family: z.string(),
    sex,
    birth_date: date,
    postal_code: z.string().optional(),
    reached_at: z.array(z.string()).meta({ description: 'What they proved, masked' }),
    location: z.string().optional(),
    provider: z.string().optional(),
    patient: id.optional().meta({ description: 'The record that it was decided for' }),
    undo_until: instant.optional().meta({ description: 'Until then the decision can be taken back' }),
    candidates: z.array(candidate).meta({ description: 'While it is open' }),
    created_at: instant,
    expires_at: instant,
  })
  .meta({ id: 'Prospect' })

const viewOf = ({ details, candidates, ...row }: ProspectView) => ({
  id: row.id,
  account: row.accountId,
  state: row.state,
  given: details.given,
  family: details.family,
  sex: details.sex,
  birth_date: details.birth_date,
  postal_code: details.postal_code,
  reached_at: [...row.reachedAt],
  location: row.location,
  provider: row.provider,
  patient: row.patientId,
  undo_until: iso(row.undoUntil),
  candidates: candidates.map(candidateOf),
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
})

const params = z.strictObject({ id })
const undoable = z.strictObject({ undo_until: instant.optional() })
const common = { resource: 'prospects', verb: 'write', organization: 'one', params } as const
const unknown = ['prospect-unknown']
const tied = z.strictObject({ patient: id, grounds, reason })
const refusals = [
  'prospect-decided',
  'record-unknown',
  'record-under-13',
  'record-has-account',
  'record-has-no-account',
  'record-other-person',
  'proof-missing',
  'account-closed',
]
const aim = { organization: 'northside', patient: example.patient, grounds: { in_person: 'passport' } }
const at = { params: { id: example.prospect } }

export const prospectRoutes = [
  route({
    id: 'prospects.list',
    method: 'GET',
    path: '/prospects',
    resource: 'prospects',
    verb: 'read',
    summary: 'Who registered and is tied to no record yet, oldest first, with the records that they may be',
    description: 'Or whom staff decided about lately, the latest first. That they were read is audited.',
    organization: 'one',
    query: queuePaging.extend({
      state: z
        .enum(['open', 'decided'])
        .default('open')
        .meta({ description: '`decided`: as long as that can be taken back' }),
    }),
    answer: listOf(prospect),
    example: { query: { organization: 'northside' } },
    async handle({ house, act, query, cursors, at }) {
      const page = pageAsked(query, cursors)
      const queue =
        query.state === 'open'
          ? await readProspectQueue(house, act('queue'), page)
          : await readDecidedProspects(house, act('queue'), at, page)
      return { body: pageTold(queue, cursors, viewOf) }
    },
  }),
  route({
    id: 'prospects.waiting',
    method: 'GET',
    path: '/prospects/waiting',
    resource: 'prospects',
    verb: 'read',
    summary: 'How many wait',
    organization: 'one',
    answer: z.strictObject({ open: z.int() }),
    example: { query: { organization: 'northside' } },
    handle: async ({ house, organization }) => ({ body: { open: await countOpenProspects(house.db, organization) } }),
  }),
  route({
    id: 'prospects.get',
    method: 'GET',
    path: '/prospects/{id}',
    resource: 'prospects',
    verb: 'read',
    summary: 'One of them, whatever became of it',
    description: 'That it was read is audited.',
    organization: 'one',
    params,
    answer: prospect,
    example: { params: { id: example.prospect }, query: { organization: 'northside' } },
    handle: async ({ house, params, act }) => ({
      body: viewOf(present(await readProspect(house, params.id, act('queue')))),
    }),
  }),
  route({
    ...common,
    id: 'prospects.send-code',
    method: 'POST',
    path: '/prospects/{id}/send-code',
    summary: 'A code to a contact of that very record: whoever reads it out controls it',
    body: z.strictObject({ patient: id, channel: z.enum(['phone', 'email']), reason }),
    status: 201,
    answer: z.strictObject({ proof: id, sent_to: z.string() }),
    refusals: ['contact-unknown', 'record-unknown', 'record-under-13', 'too-many-codes', 'account-unknown'],
    example: {
      ...at,
      body: { organization: 'northside', patient: example.patient, channel: 'phone', reason: 'they called us' },
    },
    async handle({ house, params, body, act, at }) {
      const about = { prospectId: params.id, patientId: body.patient, channel: body.channel }
      const sent = accepted(await sendProspectCode(house, about, act(body.reason), at), unknown)
      return { body: { proof: sent.proofId, sent_to: sent.masked } }
    },
  }),
  route({
    ...common,
    id: 'prospects.prove',
    method: 'POST',
    path: '/prospects/{id}/prove',
    summary: 'Checks the code that the person read out',
    body: z.strictObject({ proof: id, code: z.string().max(20), reason }),
    answer: z.strictObject({ proven_until: instant }),
    refusals: ['proof-missing', 'code-format', 'code-wrong', 'code-paused'],
    example: {
      ...at,
      body: { organization: 'northside', proof: example.proof, code: '123456', reason: 'they called us' },
    },
    async handle({ house, params, body, act, at }) {
      const given = { prospectId: params.id, proofId: body.proof, code: body.code }
      const proven = accepted(await proveProspect(house, given, act(body.reason), at), unknown)
      return { body: { proven_until: proven.until.toISOString() } }
    },
  }),
  route({
    ...common,
    id: 'prospects.tie',
    method: 'POST',
    path: '/prospects/{id}/tie',
    summary: 'Ties the account to the record; its contacts are told',
    body: tied,
    answer: undoable,
    refusals,
    example: { ...at, body: { ...aim, reason: 'identity was checked' } },
    async handle({ house, params, body, act, at }) {
      const about = { prospectId: params.id, patientId: body.patient, grounds: toGrounds(body.grounds) }
      const done = accepted(await tieProspect(house, about, act(body.reason), at), unknown)
      return { body: { undo_until: iso(done.undoUntil) } }
    },
  }),
  route({
    ...common,
    id: 'prospects.merge',
    method: 'POST',
    path: '/prospects/{id}/merge',
    summary: 'Closes the new account where the record has one already, and tells its owner how to get back in',
    body: tied,
    answer: undoable,
    refusals,
    example: { ...at, body: { ...aim, reason: 'they had an account' } },
    async handle({ house, params, body, act, at }) {
      const about = { prospectId: params.id, patientId: body.patient, grounds: toGrounds(body.grounds) }
      const done = accepted(await mergeProspect(house, about, act(body.reason), at), unknown)
      return { body: { undo_until: iso(done.undoUntil) } }
    },
  }),
  route({
    ...common,
    id: 'prospects.dismiss',
    method: 'POST',
    path: '/prospects/{id}/dismiss',
    summary: 'Takes somebody off the queue: they keep their account, without a record',
    body: z.strictObject({ reason }),
    answer: undoable,
    refusals: ['prospect-decided'],
    example: { ...at, body: { organization: 'northside', reason: 'no patient of ours' } },
    async handle({ house, params, body, act, at }) {
      const done = accepted(await dismissProspect(house, { prospectId: params.id }, act(body.reason), at), unknown)
      return { body: { undo_until: iso(done.undoUntil) } }
    },
  }),
  route({
    ...common,
    id: 'prospects.undo',
    method: 'POST',
    path: '/prospects/{id}/undo',
    summary: 'Takes a decision back, for some days',
    body: z.strictObject({ reason }),
    status: 204,
    answer: nothing,
    refusals: ['undo-late'],
    example: { ...at, body: { organization: 'northside', reason: 'decided by mistake' } },
    async handle({ house, params, body, act, at }) {
      accepted(await undoProspect(house, { prospectId: params.id }, act(body.reason), at), unknown)
      return { body: undefined }
    },
  }),
] as const
