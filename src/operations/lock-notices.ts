import { addSeconds, hours, newId } from '../platform/index.ts'
import { findAccountContacts } from '../store/account-contacts.ts'
import { findAccount } from '../store/accounts.ts'
import type { Reader } from '../store/index.ts'
import { createJob } from '../store/jobs.ts'
import { tellContacts } from './activation-notices.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** Name of the job that tells somebody that their password sign-in is locked on unknown devices. */
export const lockNoticeJob = 'lock-notice'

/** Late news of this kind only frightens. */
const lateAfter = hours(1)

/**
 * Has the owner told, by a job: whom there is to tell, and whether anybody, costs the visitor's request nothing.
 * @param lock `accountId` may be nobody's
 */
export const enqueueLockNotice = (
  db: Reader,
  lock: { readonly accountId: string; readonly organization: string; readonly at: Date },
): Promise<void> =>
  createJob(db, {
    name: lockNoticeJob,
    payload: { id: lock.accountId, organization: lock.organization, at: lock.at.toISOString() },
    runAt: lock.at,
    key: `${lockNoticeJob}:${lock.accountId}`,
  })

/** Tells every verified own contact, once a day however often a stranger locks the account again. */
export async function tellOfLock(
  house: House,
  { id, organization = '', at: lockedAt = '' }: Readonly<Record<string, string>> & { readonly id: string },
  now: Date,
): Promise<void> {
  const at = new Date(lockedAt)
  if (now > addSeconds(at, lateAfter)) return
  const account = await findAccount(house.db, house.sealer, id)
  if (account?.status !== 'active') return
  const contacts = (await findAccountContacts(house.db, house.sealer, id)).filter(contact => contact.verifiedAt)
  await house.db.transaction().execute(async tx => {
    const once = { points: 1, seconds: hours(24), silent: true }
    if (!(await house.limits.charge('lock-notice', id, once, tx)).allowed) return
    await tellContacts(
      tx,
      house,
      { contacts, language: account.language, organization, accountId: id },
      'password-locked',
      at,
    )
    await recordAudit(tx, house, {
      type: 'account.password-locked',
      outcome: 'success',
      actor: 'system:sign-in',
      accountId: id,
      organizationId: organization,
      correlationId: newId(),
      details: { told: contacts.length },
    })
  })
}
