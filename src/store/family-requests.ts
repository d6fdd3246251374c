import type { Sealer } from '../platform/index.ts'
import type { Transaction } from './database.ts'
import type { RequestedPatient } from './tables.ts'

const patientPurpose = 'family_access_requests.patient'

/** Keeps for staff that somebody asked for the record of somebody else. */
export async function createFamilyRequest(
  tx: Transaction,
  sealer: Sealer,
  request: {
    readonly id: string
    readonly organizationId: string
    readonly accountId: string
    /** the record, where staff named it */
    readonly patientId?: string
    readonly patient: RequestedPatient
    readonly expiresAt: Date
  },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('family_access_requests')
    .values({
      id: request.id,
      organization_id: request.organizationId,
      account_id: request.accountId,
      patient_id: request.patientId ?? null,
      patient_sealed: sealer.sealJson(patientPurpose, request.patient),
      state: 'sent',
      expires_at: request.expiresAt,
      created_at: at,
    })
    .execute()
}
