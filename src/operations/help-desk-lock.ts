import { newId } from '../platform/index.ts'
import { lockAccount } from './account-lock.ts'
import { findInReach, type StaffAct } from './help-desk.ts'
import { type HelpDeskRefusal, refusal } from './help-desk-caller.ts'
import type { House } from './house.ts'

/**
 * Locks an account that staff have reason to believe is not its owner's any more. It takes no proof of anybody: whoever
 * is locked out wrongly is told, and comes back by the help desk.
 * @returns whether it was open before
 */
export async function lockByStaff(
  house: House,
  accountId: string,
  staff: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'locked'; readonly isNew: boolean } | HelpDeskRefusal> {
  const account = await findInReach(house, accountId, staff.organization, at)
  if (!account) return refusal('account-unknown')
  const { id, language } = account
  const { organization, actor, operator, reason } = staff
  const lock = { accountId: id, language, organization, reason: 'staff', actor } as const
  const isNew = await house.db
    .transaction()
    .execute(tx =>
      lockAccount(tx, house, { ...lock, journey: { correlationId: newId() }, details: { operator, why: reason } }, at),
    )
  return { kind: 'locked', isNew }
}
