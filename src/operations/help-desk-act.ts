import type { NoticeKind } from '../delivery/index.ts'
import type { Account } from '../store/accounts.ts'
import type { CallerProof } from '../store/caller-proofs.ts'
import type { Transaction } from '../store/index.ts'
import { noticeToEveryContact } from './contacts.ts'
import { auditHelpDesk, findInReach, type StaffAct } from './help-desk.ts'
import { type Grounds, groundsFor, type HelpDeskProblem, type HelpDeskRefusal, refusal } from './help-desk-caller.ts'
import type { House } from './house.ts'

/** Whom staff act for, and how they know that it is them. */
export interface StaffCase {
  readonly accountId: string
  readonly grounds: Grounds
}
type StaffNotice = Extract<NoticeKind, 'unlocked-by-staff' | 'sessions-ended-by-staff' | 'recovery-by-staff'>

/** Thrown in the transaction of an act that is refused after something was written: all of it rolls back. */
export class Refused extends Error {
  readonly problem: HelpDeskProblem
  constructor(problem: HelpDeskProblem) {
    super('the help desk refused')
    this.problem = problem
  }
}

/**
 * What every act on the word of a person has in common: reach, proof, one transaction, the person told, and the audit.
 * @param done the notice is left out where `work` tells by itself
 */
export async function act<T extends Readonly<Record<string, unknown>>>(
  house: House,
  { accountId, grounds }: StaffCase,
  staff: StaffAct,
  at: Date,
  done: { readonly type: string; readonly notice?: StaffNotice },
  work: (tx: Transaction, account: Account, proof: CallerProof) => Promise<{ result: T; details?: object }>,
): Promise<T | HelpDeskRefusal> {
  const account = await findInReach(house, accountId, staff.organization, at)
  if (!account) return refusal('account-unknown')
  const { id, language } = account
  return refusable(house, { accountId: id, type: done.type }, staff, async tx => {
    const proof = await groundsFor(tx, house, id, grounds, staff, at)
    if (!proof) throw new Refused('proof-missing')
    const { result, details } = await work(tx, account, proof)
    const told = { accountId: id, language, organization: staff.organization }
    if (done.notice) await noticeToEveryContact(tx, house, told, done.notice, at)
    await auditHelpDesk(tx, house, done.type, id, staff, { proof: proof.kind, proofId: proof.id, ...details })
    return result
  })
}

/** One transaction that `Refused` rolls back; what was refused is audited all the same. */
export async function refusable<T>(
  house: House,
  { accountId, type }: { readonly accountId: string; readonly type: string },
  staff: StaffAct,
  work: (tx: Transaction) => Promise<T>,
): Promise<T | HelpDeskRefusal> {
  try {
    return await house.db.transaction().execute(work)
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault
    const refused = { problem: fault.problem, outcome: 'refused' } as const
    await auditHelpDesk(house.db, house, `${type}-refused`, accountId, staff, refused)
    return refusal(fault.problem)
  }
}
