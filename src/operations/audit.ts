import { newId, now, type Sealer } from '../platform/index.ts'
import { createAuditEvent } from '../store/audit.ts'
import type { Database, Transaction } from '../store/index.ts'
import type { House } from './house.ts'

export interface AuditEntry {
  /** `flow.activate.enter-access-code.advance`, `access-code.issued`, `session.ended` … */
  readonly type: string
  readonly outcome: 'success' | 'refused' | 'failure'
  /** account, operator or `system:<part>` that acted */
  readonly actor?: string
  /** whom it is about */
  readonly accountId?: string
  readonly patientId?: string
  readonly organizationId?: string
  readonly clientId?: string
  /** the same for everything that one journey or one call did */
  readonly correlationId: string
  /** the short code that the person was shown */
  readonly reference?: string
  /** ip, device, reason, before and after: sealed. Never a secret, never demographics. */
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * Writes one audit event in the transaction of what it tells of: neither exists without the other. The event is
 * chained later, by the sealer (`sealAuditBatch`).
 * @returns the event's id
 */
export async function recordAudit(
  tx: Database | Transaction,
  house: Pick<House, 'sealer'>,
  entry: AuditEntry,
): Promise<string> {
  const id = newId()
  const details = entry.details && JSON.stringify(entry.details)
  await createAuditEvent(tx, {
    id,
    at: now(),
    type: entry.type,
    outcome: entry.outcome,
    actor: entry.actor ?? null,
    account_id: entry.accountId ?? null,
    patient_id: entry.patientId ?? null,
    organization_id: entry.organizationId ?? null,
    client_id: entry.clientId ?? null,
    correlation_id: entry.correlationId,
    reference: entry.reference ?? null,
    details_sealed: details ? house.sealer.seal(detailsPurpose, details) : null,
    details_hash: details ? hashAuditDetails(house.sealer, id, details) : null,
  })
  return id
}

export const detailsPurpose = 'audit.details'

/** What the chain covers of an event's details: the same whichever key seals them. */
export const hashAuditDetails = (sealer: Sealer, id: string, details: string): Buffer =>
  sealer.index('audit.details-hash', `${id}:${details}`)
