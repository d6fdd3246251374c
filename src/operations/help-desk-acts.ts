import { newId } from '../platform/index.ts'
import { mayRecover } from '../store/accounts.ts'
import { updateCallerProofUsed } from '../store/caller-proofs.ts'
import { findSessionsOfAccount } from '../store/sessions.ts'
import { unlockAccount } from './account-lock.ts'
import { mayProve } from './contacts.ts'
import { contactsInReach, type StaffAct, sessionId } from './help-desk.ts'
import { act, Refused, type StaffCase } from './help-desk-act.ts'
import { clearLocks } from './help-desk-locks.ts'
import type { House } from './house.ts'
import { createAndSendLink, createLinkInPerson } from './recovery.ts'
import { judgedAt } from './recovery-trust.ts'
import { endSessionForGood, endSessionsOfAccount } from './sessions.ts'

/**
 * Ends what wrong tries had locked, and the lock of an account. One that its owner set is lifted for somebody whose
 * identity was checked: whoever it was set against may know the password and answer a phone of the family.
 */
export const unlockByStaff = (house: House, aim: StaffCase, staff: StaffAct, at: Date) =>
  act(house, aim, staff, at, { type: 'unlocked', notice: 'unlocked-by-staff' }, async (tx, account, proof) => {
    if (account.lockedBy === 'person' && proof.kind === 'code') throw new Refused('locked-by-owner')
    await clearLocks(tx, house, account)
    const { organization, actor, operator, reason } = staff
    const unlock = { accountId: account.id, organization, by: 'staff', actor } as const
    await unlockAccount(
      tx,
      house,
      { ...unlock, journey: { correlationId: newId() }, details: { operator, reason } },
      at,
    )
    return { result: { kind: 'unlocked' } as const }
  })

/** Signs a person out, of one session or everywhere: what portals were granted in it ends too. */
export const endSessionsByStaff = (
  house: House,
  aim: StaffCase & { readonly session: string },
  staff: StaffAct,
  at: Date,
) =>
  act(house, aim, staff, at, { type: 'sessions-ended', notice: 'sessions-ended-by-staff' }, async (tx, { id }) => {
    if (aim.session === 'all') {
      const sessions = await endSessionsOfAccount(tx, house, id, 'ended-by-staff')
      return { result: { kind: 'ended', sessions } as const, details: { sessions } }
    }
    const session = (await findSessionsOfAccount(tx, id)).find(each => sessionId(each) === aim.session)
    if (!session || !(await endSessionForGood(tx, house, session, 'ended-by-staff')))
      throw new Refused('session-unknown')
    return { result: { kind: 'ended', sessions: 1 } as const, details: { session: aim.session } }
  })

type RecoveryBegun =
  | { readonly kind: 'handed-over'; readonly link: string; readonly expiresAt: Date }
  | { readonly kind: 'sent'; readonly channel: 'phone' | 'email' }

/**
 * Begins a recovery. A caller who read a code gets a link to another contact than the one that they proved, where there
 * is one, and it asks for a second proof like any other: staff vouch for nobody on the phone. Somebody who stands there
 * with an identity document gets a link on paper, with which they set a new password at once.
 */
export const recoverByStaff = (house: House, aim: StaffCase, staff: StaffAct, at: Date) =>
  act<RecoveryBegun>(
    house,
    aim,
    staff,
    at,
    { type: 'recovery-begun', notice: 'recovery-by-staff' },
    async (tx, account, proof) => {
      // one that staff locked is theirs to unlock first; one that its owner locked is what this is for
      if (!mayRecover(account)) throw new Refused('account-closed')
      if (!(await updateCallerProofUsed(tx, proof.id, at))) throw new Refused('proof-used')
      const { organization } = staff
      if (proof.kind === 'in-person') {
        const handed = await createLinkInPerson(tx, house, { accountId: account.id, organization }, at)
        return { result: { kind: 'handed-over', ...handed } }
      }
      // one that was just added may be a thief's: it begins no recovery, whoever sends the link
      const onFile = await contactsInReach(house, account.id, organization, at)
      const contacts = onFile.filter(contact => mayProve(contact, judgedAt(account, at)))
      const to = contacts.find(({ value }) => !proof.wentTo(value)) ?? contacts[0]
      if (!to) throw new Refused('no-contact')
      const ends = { organization, organizationGiven: true }
      await createAndSendLink(tx, house, { account, to, flowId: newId(), ends, staffOrganization: organization }, at)
      return { result: { kind: 'sent', channel: to.kind }, details: { channel: to.kind } }
    },
  )
