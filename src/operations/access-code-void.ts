import { updateAccessCodeVoid } from '../store/access-code-redemption.ts'
import { findAccessCodeOf } from '../store/access-codes.ts'
import { recordAudit } from './audit.ts'
import type { StaffAct } from './help-desk.ts'
import type { House } from './house.ts'

export type VoidResult =
  | { readonly kind: 'void' }
  /** `code-over`: it was used or is void already */
  | { readonly kind: 'refused'; readonly problem: 'code-unknown' | 'code-over' }

/** Makes a code worthless by the word of staff. Whoever holds it is told, where they type it, what any void code says. */
export async function voidAccessCode(
  house: House,
  id: string,
  { organization, actor, operator, reason }: StaffAct,
  at: Date,
): Promise<VoidResult> {
  const code = await findAccessCodeOf(house.db, { id, organizationId: organization })
  if (!code) return { kind: 'refused', problem: 'code-unknown' }
  return house.db.transaction().execute(async tx => {
    if (!(await updateAccessCodeVoid(tx, id, at))) return { kind: 'refused', problem: 'code-over' } as const
    await recordAudit(tx, house, {
      type: 'access-code.voided',
      outcome: 'success',
      actor,
      patientId: code.patient_id,
      organizationId: organization,
      correlationId: id,
      details: { operator, reason, by: 'staff' },
    })
    return { kind: 'void' } as const
  })
}
