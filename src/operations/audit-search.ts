import { newId } from '../platform/index.ts'
import { type AuditFilter, findAuditEvents } from '../store/audit.ts'
import { type AuditPageRow, findAuditEvent } from '../store/audit-pages.ts'
import { detailsPurpose, recordAudit } from './audit.ts'
import type { House } from './house.ts'

export interface FoundEvent {
  readonly at: Date
  readonly type: string
  readonly outcome: string
  readonly organization?: string
  readonly client?: string
  readonly reference?: string
  /** Network address, device, reasons: only where they were asked for. */
  readonly details?: Readonly<Record<string, unknown>>
}
export interface AuditQuestion {
  readonly filter: AuditFilter
  readonly limit: number
  /** Opens what is sealed; that somebody did is an event too. */
  readonly details: boolean
  /** who asks: `cli:root` */
  readonly actor: string
}

/** The newest events of one journey or one account, oldest of them first. */
export async function searchAudit(
  house: Pick<House, 'db' | 'sealer'>,
  { filter, limit, details, actor }: AuditQuestion,
): Promise<readonly FoundEvent[]> {
  const rows = await findAuditEvents(house.db, filter, limit)
  if (details)
    await house.db.transaction().execute(tx =>
      recordAudit(tx, house, {
        type: 'audit.read',
        outcome: 'success',
        actor,
        correlationId: newId(),
        ...('accountId' in filter ? { accountId: filter.accountId } : {}),
        details: { ...filter, events: rows.length },
      }),
    )
  return rows.map(row => ({
    at: row.at,
    type: row.type,
    outcome: row.outcome,
    ...(row.organization_id ? { organization: row.organization_id } : {}),
    ...(row.client_id ? { client: row.client_id } : {}),
    ...(row.reference ? { reference: row.reference } : {}),
    ...(details && row.details_sealed
      ? { details: house.sealer.openJson<Record<string, unknown>>(detailsPurpose, row.details_sealed) }
      : {}),
  }))
}

/** Of one event everything, its details opened; that somebody did is an event too. */
export async function readAuditEvent(
  house: Pick<House, 'db' | 'sealer'>,
  which: { readonly id: string; readonly within?: readonly string[] },
  by: { readonly actor: string; readonly operator: string; readonly clientId: string },
): Promise<(AuditPageRow & { readonly details?: Readonly<Record<string, unknown>> }) | undefined> {
  if (which.within?.length === 0) return undefined
  const row = await findAuditEvent(house.db, which)
  if (!row) return undefined
  await recordAudit(house.db, house, {
    type: 'audit.read',
    outcome: 'success',
    actor: by.actor,
    clientId: by.clientId,
    correlationId: newId(),
    ...(row.organization_id ? { organizationId: row.organization_id } : {}),
    details: { operator: by.operator, event: row.id },
  })
  return row.details_sealed
    ? { ...row, details: house.sealer.openJson<Record<string, unknown>>(detailsPurpose, row.details_sealed) }
    : row
}
