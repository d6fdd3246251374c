import { Readable } from 'node:stream'
import { newId } from '../platform/index.ts'
import { type AuditPageRow, type AuditQuestionParts, findAuditPage } from '../store/audit-pages.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** An event as others read it: everything but its details, which stay sealed. */
export const toAuditView = (row: AuditPageRow) => ({
  id: row.id,
  at: row.at.toISOString(),
  type: row.type,
  outcome: row.outcome,
  actor: row.actor ?? undefined,
  account: row.account_id ?? undefined,
  patient: row.patient_id ?? undefined,
  organization: row.organization_id ?? undefined,
  client: row.client_id ?? undefined,
  correlation: row.correlation_id,
  reference: row.reference ?? undefined,
})
type AuditView = ReturnType<typeof toAuditView>
const columns = [
  'id',
  'at',
  'type',
  'outcome',
  'actor',
  'account',
  'patient',
  'organization',
  'client',
  'correlation',
  'reference',
] as const satisfies readonly (keyof AuditView)[]

export const auditFormats = ['ndjson', 'csv'] as const
export type AuditFormat = (typeof auditFormats)[number]
export type AuditExportQuestion = Omit<AuditQuestionParts, 'limit' | 'before'>

/**
 * The trail, or what fits, as a file, newest first; that it was taken is audited. Page after page, each read when the one
 * before it is sent: memory does not grow with the trail.
 */
export async function exportAudit(
  house: Pick<House, 'db' | 'sealer'>,
  question: AuditExportQuestion,
  format: AuditFormat,
  by: { readonly actor: string; readonly clientId?: string; readonly operator?: string },
): Promise<Readable> {
  await recordAudit(house.db, house, {
    type: 'audit.exported',
    outcome: 'success',
    actor: by.actor,
    ...(by.clientId ? { clientId: by.clientId } : {}),
    correlationId: newId(),
    details: { ...(by.operator ? { operator: by.operator } : {}), format, filters: Object.keys(question) },
  })
  return Readable.from(linesOf(house, question, format), { objectMode: false })
}

const pageLength = 1000

async function* linesOf(house: Pick<House, 'db'>, question: AuditExportQuestion, format: AuditFormat) {
  if (format === 'csv') yield `${columns.join(',')}\n`
  let before: string | undefined
  do {
    const asked = { ...question, ...(before ? { before } : {}), limit: pageLength }
    const { rows, lookedTo } = await findAuditPage(house.db, asked)
    yield rows.map(row => `${lineOf(toAuditView(row), format)}\n`).join('')
    before = rows.length < pageLength ? lookedTo : rows.at(-1)?.id
  } while (before !== undefined)
}

const lineOf = (view: AuditView, format: AuditFormat): string =>
  format === 'csv' ? columns.map(column => csvField(view[column])).join(',') : JSON.stringify(view)

/** Quoted where it must be, and never the beginning of a formula (CSV injection). */
const csvField = (value: string | undefined): string => {
  const plain = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '')
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
