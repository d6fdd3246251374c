import { z } from 'zod'
import { readReference } from '../../../core/references.ts'
import { type AuditExportQuestion, auditFormats, exportAudit, toAuditView } from '../../../operations/audit-export.ts'
import { type ChainPlace, verifyAudit } from '../../../operations/audit-seal.ts'
import { readAuditEvent } from '../../../operations/audit-search.ts'
import { findAuditPage } from '../../../store/audit-pages.ts'
import { type Caller, route } from '../contract.ts'
import { example } from '../examples.ts'
import { cursor, id, instant, listOf, name, paging, text } from '../fields.ts'
import { Problem } from '../problems.ts'
import { present } from '../refusals.ts'
import { auditCountsRoute } from './audit-counts.ts'
import { auditStreamRoute } from './audit-stream.ts'

const event = z
  .strictObject({
    id,
    at: instant,
    type: z.string(),
    outcome: z.enum(['success', 'refused', 'failure']),
    actor: z.string().optional(),
    account: id.optional(),
    patient: id.optional(),
    organization: z.string().optional(),
    client: z.string().optional(),
    correlation: z.string(),
    reference: z.string().optional(),
  })
  .meta({ id: 'AuditEvent' })

const eventWithDetails = event
  .extend({
    details: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'Network address, device, reasons; never a secret' }),
  })
  .meta({ id: 'AuditEventWithDetails' })

const filters = {
  account: id.optional(),
  patient: id.optional(),
  actor: text(200).optional(),
  client: name.optional(),
  reference: text(20).optional().meta({ description: 'The code that a page of trouble showed' }),
  type: text(100).optional(),
  since: instant.optional(),
  until: instant.optional(),
}
type Filters = z.output<z.ZodObject<typeof filters>>

/** @throws Problem */
function questionOf(caller: Caller, given: Filters): AuditExportQuestion {
  const { reference, since, until, ...plain } = given
  const code = reference === undefined ? undefined : readReference(reference)
  if (reference !== undefined && !code)
    throw new Problem('invalid-request', { errors: [{ path: 'query.reference', message: 'such as K7Q-2WX' }] })
  const told = Object.fromEntries(
    Object.entries(plain).filter(([name, value]) => name in filters && value !== undefined),
  ) as Omit<Filters, 'since' | 'until'>
  return {
    ...(told as object),
    ...(code ? { reference: code } : {}),
    ...(since ? { since: new Date(since) } : {}),
    ...(until ? { until: new Date(until) } : {}),
    ...(caller.organizations ? { within: caller.organizations } : {}),
  }
}

/** As a cursor of this list has it. */
function placeOf(cursor: string | undefined): ChainPlace | undefined {
  const [position, hash] = cursor?.split(' ') ?? []
  return position && hash ? { position, hash: Buffer.from(hash, 'hex') } : undefined
}

const common = { resource: 'audit-events', verb: 'read', method: 'GET' } as const

export const auditRoutes = [
  auditCountsRoute,
  auditStreamRoute,
  route({
    ...common,
    id: 'audit-events.search',
    path: '/audit-events',
    summary: 'What happened, newest first; of the caller’s organisations',
    description:
      'A page looks at so many events only: where little of it fits, a page may be short, or empty, and still have a `next`.',
    query: paging.extend(filters),
    answer: listOf(event),
    example: { query: { limit: '20', type: 'access-code.issued' } },
    async handle({ house, caller, query, cursors }) {
      const { limit, cursor, ...given } = query
      const before = cursors.read(cursor)
      const question = { ...questionOf(caller, given), ...(before ? { before } : {}), limit: limit + 1 }
      const { rows, lookedTo } = await findAuditPage(house.db, question)
      return { body: cursors.page(rows, limit, row => row.id, toAuditView, lookedTo) }
    },
  }),
  route({
    ...common,
    id: 'audit-events.get',
    path: '/audit-events/{id}',
    summary: 'One event with its details; that they were read is audited',
    params: z.strictObject({ id }),
    answer: eventWithDetails,
    example: { params: { id: example.event } },
    async handle({ house, caller, params }) {
      const which = { id: params.id, ...(caller.organizations ? { within: caller.organizations } : {}) }
      const { actor, words: operator, clientId } = caller
      const found = present(await readAuditEvent(house, which, { actor, operator, clientId }))
      return { body: { ...toAuditView(found), details: found.details } }
    },
  }),
  route({
    ...common,
    id: 'audit-events.export',
    path: '/audit-events/export',
    summary: 'The same as a file, all of it; that it was taken is audited',
    query: z.strictObject({ ...filters, format: z.enum(auditFormats).default('ndjson') }),
    answer: z.undefined(),
    streams: ['application/x-ndjson', 'text/csv'],
    example: { query: { format: 'csv' } },
    async handle({ house, caller, query }) {
      const { format, ...given } = query
      const question = questionOf(caller, given)
      const by = { actor: caller.actor, clientId: caller.clientId, operator: caller.words }
      return {
        stream: await exportAudit(house, question, format, by),
        type: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
        filename: `audit.${format}`,
      }
    },
  }),
  route({
    ...common,
    id: 'audit-events.verify',
    method: 'POST',
    path: '/audit-events/verify',
    summary: 'Follows the chain of events, a part at a time, and tells the first break',
    description: 'Only for whoever may see the whole installation. As long as there is `next`, the chain goes on.',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1_000_000).default(100_000).meta({ description: 'Events of a part' }),
      cursor,
    }),
    answer: z.strictObject({
      intact: z.boolean().meta({ description: 'Nothing is broken up to there' }),
      checked: z.int().meta({ description: 'Of this part' }),
      next: z.string().optional().meta({ description: 'Cursor of the next part; left out at the end of the chain' }),
      unsealed_tail: z.int(),
      head: z.strictObject({ position: z.string(), hash: z.string() }).optional(),
      first_bad: z.strictObject({ position: z.string(), reason: z.string() }).optional(),
    }),
    async handle({ house, caller, query, cursors }) {
      if (caller.organizations) throw new Problem('organization-out-of-reach')
      const { limit } = query
      const from = placeOf(cursors.read(query.cursor))
      const verdict = await verifyAudit(house, { limit, ...(from ? { from } : {}) })
      const { checked, unsealedTail, head, firstBad, next } = verdict
      return {
        body: {
          intact: !firstBad,
          checked,
          ...(next ? { next: cursors.after(`${next.position} ${next.hash.toString('hex')}`) } : {}),
          unsealed_tail: unsealedTail,
          head,
          first_bad: firstBad,
        },
      }
    },
  }),
] as const
