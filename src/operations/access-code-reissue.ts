import { findAccessCodeOf } from '../store/access-codes.ts'
import { openRepresentative } from './access-code-holder.ts'
import { type AccessCodeRequest, type AccessCodeResult, issueAccessCode } from './access-codes.ts'
import type { StaffAct } from './help-desk.ts'
import type { House } from './house.ts'

export type ReissueResult =
  | AccessCodeResult
  | { readonly kind: 'refused'; readonly problem: 'code-unknown' | 'code-used' }

/**
 * A new code in place of one that was lost or is void: for the same holder, and the same way where no other is named. An
 * identity that was checked for the old one was not checked for this.
 */
export async function reissueAccessCode(
  house: House,
  again: { readonly id: string } & Partial<Pick<AccessCodeRequest, 'channel' | 'identityChecked'>>,
  { organization, actor, reason }: Pick<StaffAct, 'organization' | 'actor' | 'reason'>,
): Promise<ReissueResult> {
  const old = await findAccessCodeOf(house.db, { id: again.id, organizationId: organization })
  if (!old) return { kind: 'refused', problem: 'code-unknown' }
  if (old.used_at) return { kind: 'refused', problem: 'code-used' }
  const representative = openRepresentative(house.sealer, old.representative_sealed)
  return issueAccessCode(house, {
    organization,
    patientId: old.patient_id,
    channel: again.channel ?? old.channel,
    identityChecked: again.identityChecked ?? false,
    ...(representative ? { representative } : {}),
    issuedBy: actor,
    reason,
  })
}
