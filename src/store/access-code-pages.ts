import type { Reader } from './database.ts'
import { inOrderOf } from './pages.ts'

/** Codes of one organisation, newest first; never anything that would tell the code. */
export async function findAccessCodePage(
  read: Reader,
  asked: {
    readonly organizationId: string
    readonly patientId?: string
    readonly before?: string
    readonly limit: number
  },
) {
  const { organizationId, patientId, before, limit } = asked
  return read
    .selectFrom('access_codes')
    .select(['id', 'patient_id', 'channel', 'representative_sealed', 'failures', 'issued_by', 'created_at'])
    .select(['expires_at', 'superseded_at', 'voided_at', 'used_at'])
    .where(inOrderOf('organization_id', organizationId))
    .$if(patientId !== undefined, query => query.where('patient_id', '=', patientId as string))
    .$if(before !== undefined, query => query.where('id', '<', before as string))
    .orderBy('organization_id', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
export type AccessCodePageRow = Awaited<ReturnType<typeof findAccessCodePage>>[number]
