import type { Reader, Transaction } from './database.ts'
import type { AccessCodesTable } from './tables.ts'

/** A code as it is issued; the code itself is only its keyed index. Redemption: access-code-redemption.ts. */
export interface AccessCodeWrite {
  readonly id: string
  readonly organizationId: string
  readonly patientId: string
  readonly codeIndex: Buffer
  /** {@link AccessCodesTable.representative_sealed} */
  readonly representativeSealed?: Buffer
  readonly channel: AccessCodesTable['channel']
  readonly identityChecked: boolean
  readonly expiresAt: Date
  readonly issuedBy: string
}

export async function createAccessCode(tx: Transaction, code: AccessCodeWrite, at: Date): Promise<void> {
  await tx
    .insertInto('access_codes')
    .values({
      id: code.id,
      organization_id: code.organizationId,
      patient_id: code.patientId,
      code_index: code.codeIndex,
      representative_sealed: code.representativeSealed ?? null,
      channel: code.channel,
      identity_checked: code.identityChecked,
      expires_at: code.expiresAt,
      issued_by: code.issuedBy,
      created_at: at,
    })
    .execute()
}

/** One code of this organisation and of no other, as far as another like it can be issued. */
export const findAccessCodeOf = (
  read: Reader,
  { id, organizationId }: Pick<AccessCodeWrite, 'id' | 'organizationId'>,
): Promise<Pick<AccessCodesTable, 'patient_id' | 'channel' | 'representative_sealed' | 'used_at'> | undefined> =>
  read
    .selectFrom('access_codes')
    .select(['patient_id', 'channel', 'representative_sealed', 'used_at'])
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()

/** Codes of a record that could still be redeemed, each with its sealed holder. */
export const findLiveAccessCodes = (
  read: Reader,
  patientId: string,
  at: Date,
): Promise<Pick<AccessCodesTable, 'id' | 'representative_sealed'>[]> =>
  read
    .selectFrom('access_codes')
    .select(['id', 'representative_sealed'])
    .where('patient_id', '=', patientId)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('superseded_at', 'is', null)
    .where('expires_at', '>', at)
    .execute()

/** Ends codes in whose place a newer one is issued. @returns how many were still alive */
export async function updateAccessCodesSuperseded(tx: Transaction, ids: readonly string[], at: Date): Promise<number> {
  if (ids.length === 0) return 0
  const updated = await tx
    .updateTable('access_codes')
    .set({ superseded_at: at })
    .where('id', 'in', [...ids])
    .where('superseded_at', 'is', null)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return Number(updated.numUpdatedRows)
}
