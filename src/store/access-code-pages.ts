import type { Reader } from './database.ts'
import { inOrderOf } from './pages.ts'

/** Codes of one organisation, newest first; never anything that would tell the code. */
export async function findAccessCodePage(
  read: Reader,
  asked: {
    readonly organizationId: string
    readonly id?: string
    readonly patientId?: string
    readonly before?: string
    /** Only those that could still be redeemed then. */
    readonly aliveAt?: Date
    readonly limit: number
  },
) {
  const { organizationId, id, patientId, before, aliveAt, limit } = asked
  return read
    .selectFrom('access_codes')
    .select(['id', 'patient_id', 'channel', 'representative_sealed', 'failures', 'issued_by', 'created_at'])
    .select(['expires_at', 'superseded_at', 'voided_at', 'used_at'])
    .where(inOrderOf('organization_id', organizationId))
    .$if(id !== undefined, query => query.where('id', '=', id as string))
    .$if(patientId !== undefined, query => query.where('patient_id', '=', patientId as string))
    .$if(before !== undefined, query => query.where('id', '<', before as string))
    .$if(aliveAt !== undefined, query =>
      query
        .where('used_at', 'is', null)
        .where('voided_at', 'is', null)
        .where('superseded_at', 'is', null)
        .where('expires_at', '>', aliveAt as Date),
    )
    .orderBy('organization_id', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
export type AccessCodePageRow = Awaited<ReturnType<typeof findAccessCodePage>>[number]
