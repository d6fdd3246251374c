import { z } from 'zod'
import { readReference } from '../../../core/references.ts'
import { type AuditExportQuestion, auditFormats, exportAudit, toAuditView } from '../../../operations/audit-export.ts'
import { verifyAudit } from '../../../operations/audit-seal.ts'
import { findAuditPage } from '../../../store/audit-pages.ts'
import { type Caller, route } from '../contract.ts'
import { id, instant, listOf, name, paging, text } from '../fields.ts'
import { Problem } from '../problems.ts'
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
    summary: 'Follows the whole chain, and tells the first break; only for whoever may see the whole installation',
    answer: z.strictObject({
      intact: z.boolean(),
      checked: z.int(),
      unsealed_tail: z.int(),
      head: z.strictObject({ position: z.string(), hash: z.string() }).optional(),
      first_bad: z.strictObject({ position: z.string(), reason: z.string() }).optional(),
    }),
    async handle({ house, caller }) {
      if (caller.organizations) throw new Problem('organization-out-of-reach')
      const { checked, unsealedTail, head, firstBad } = await verifyAudit(house)
      return { body: { intact: !firstBad, checked, unsealed_tail: unsealedTail, head, first_bad: firstBad } }
    },
  }),
] as const
