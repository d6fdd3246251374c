import { covers } from '../core/operator-access.ts'
import { signsIn } from '../core/ways-in.ts'
import { deleteAccountFactor, findAccountFactorsLocked } from '../store/account-factors.ts'
import { findAccountUpstreams } from '../store/account-upstreams.ts'
import { type Account, findAccount, mayRecover } from '../store/accounts.ts'
import {
  type FactorReset,
  findFactorResetByToken,
  findFactorResetLocked,
  findFactorResetsDue,
  updateFactorResetClosed,
} from '../store/factor-resets.ts'
import type { Transaction } from '../store/index.ts'
import { deleteKnownDevices } from '../store/known-devices.ts'
import { findActingOperator } from '../store/operators.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact } from './contacts.ts'
import { auditHelpDesk, findInReach, type StaffAct } from './help-desk.ts'
import { Refused } from './help-desk-act.ts'
import type { House } from './house.ts'
import { linkTo } from './recovery.ts'
import { endSessionsOfAccount } from './sessions.ts'
import { sleepElsewhere } from './sleeping-links.ts'

/** Whether who asked for it may still do so: what an operator began ends with their role. */
export async function isStillTheirs(
  tx: Transaction,
  house: House,
  { requestedBy, organizationId }: FactorReset,
): Promise<boolean> {
  const [, accountId] = /^operator:(.+)$/.exec(requestedBy) ?? []
  if (!accountId) return true
  const operator = await findActingOperator(tx, house.sealer, accountId)
  return operator !== undefined && covers(operator.organizations, [organizationId])
}

/**
 * Takes the factor away: everybody is signed out, no browser is known any more, links to other organisations sleep, every
 * contact is told. Where nothing is left that signs in by itself, the notice leads to a recovery.
 * @returns how many factors went
 */
export async function carryOutReset(
  tx: Transaction,
  house: House,
  given: { readonly reset: FactorReset; readonly account: Account; readonly staff: StaffAct },
  at: Date,
): Promise<number> {
  const { reset, account, staff } = given
  const { id: accountId, language } = account
  const { organizationId: organization } = reset
  if (!(await updateFactorResetClosed(tx, reset.id, 'done', at))) throw new Refused('reset-closed')
  const standing = await findAccountFactorsLocked(tx, accountId)
  const lost = standing.filter(({ kind }) => reset.factor === 'all' || kind === reset.factor)
  for (const { id } of lost) await deleteAccountFactor(tx, accountId, id)
  const insurers = await findAccountUpstreams(tx, accountId)
  const left = [
    ...(account.hasPassword ? [{ kind: 'password' }] : []),
    ...standing.filter(factor => !lost.includes(factor)),
    ...insurers.map(() => ({ kind: 'insurer' })),
  ]
  const sessions = await endSessionsOfAccount(tx, house, accountId, 'factor-reset')
  await deleteKnownDevices(tx, accountId)
  const word = { accountId, vouchers: [organization], isByStaff: true, correlationId: reset.id }
  await sleepElsewhere(tx, house, word, at)
  const way = signsIn(left) ? undefined : linkTo(house.settings.issuer, '/recover', organization)
  await noticeToEveryContact(tx, house, { accountId, language, organization }, 'factor-reset-done', at, way)
  await auditHelpDesk(tx, house, 'factor-reset-done', accountId, staff, {
    reset: reset.id,
    factor: reset.factor,
    removed: lost.length,
    sessions,
    requestedBy: reset.requestedBy,
    requestedFor: reset.details,
  })
  return lost.length
}

/** Does what waited long enough without a second person. @returns how many; for the worker, again and again */
export async function finishFactorResets(house: House, at: Date): Promise<number> {
  const due = await findFactorResetsDue(house.db, at, 50)
  for (const id of due)
    await house.db.transaction().execute(async tx => {
      const reset = await findFactorResetLocked(tx, house.sealer, id)
      // another instance was faster
      if (!reset || reset.outcome) return
      const { organizationId: organization, details } = reset
      const account = await findInReach(house, reset.accountId, organization, at)
      if (!account || !mayRecover(account) || !(await isStillTheirs(tx, house, reset))) {
        await updateFactorResetClosed(tx, id, 'lapsed', at)
        return
      }
      const staff = { actor: 'system:factor-reset', organization, ...details }
      await carryOutReset(tx, house, { reset, account, staff }, at)
    })
  return due.length
}

/** The owner stops one by the link in its notices. @returns false where there is none to stop any more */
export async function stopFactorReset(
  tx: Transaction,
  house: House,
  token: string,
  correlationId: string,
  at: Date,
): Promise<boolean> {
  const reset = await findFactorResetByToken(tx, house.sealer, token)
  if (!reset || !(await updateFactorResetClosed(tx, reset.id, 'stopped-by-owner', at))) return false
  const account = await findAccount(tx, house.sealer, reset.accountId)
  if (!account) return false
  const told = { accountId: account.id, language: account.language, organization: reset.organizationId }
  await noticeToEveryContact(tx, house, told, 'factor-reset-stopped', at)
  await recordAudit(tx, house, {
    type: 'account.factor-reset-stopped',
    outcome: 'success',
    accountId: account.id,
    organizationId: reset.organizationId,
    correlationId,
    details: { reset: reset.id },
  })
  return true
}
