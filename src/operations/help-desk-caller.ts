import type { Language } from '../core/index.ts'
import { addSeconds, minutes, newId } from '../platform/index.ts'
import {
  type CallerProof,
  createCallerProof,
  findCallerProof,
  updateCallerProofProven,
} from '../store/caller-proofs.ts'
import type { Transaction } from '../store/index.ts'
import { hasVerification } from '../store/verifications.ts'
import { mayProve } from './contacts.ts'
import { auditHelpDesk, contactsInReach, findInReach, type StaffAct } from './help-desk.ts'
import type { House } from './house.ts'
import { judgedAt } from './recovery-trust.ts'
import { checkCode, prepareCode, readCode } from './verifications.ts'

export type HelpDeskProblem =
  | 'account-unknown'
  | 'contact-unknown'
  | 'too-many-codes'
  | 'code-format'
  | 'code-wrong'
  | 'code-paused'
  | 'proof-missing'
  | 'proof-used'
  | 'no-contact'
  | 'session-unknown'
  | 'account-closed'
  | 'locked-by-owner'
  | 'factor-unknown'
  | 'reset-under-way'
  | 'stopped-by-owner'
  | 'reset-unknown'
  | 'reset-closed'
  | 'same-person'
  | 'reset-waits'
export interface HelpDeskRefusal {
  readonly kind: 'refused'
  readonly problem: HelpDeskProblem
}
export const refusal = (problem: HelpDeskProblem): HelpDeskRefusal => ({ kind: 'refused', problem })

const purpose = 'help-desk.caller'
/** How long staff may act on a proof: about one call. */
const callLife = minutes(15)
// a budget of its own: what the help desk sends and hears uses up nobody's sign-in
const subjectOf = (accountId: string): string => `help-desk:${accountId}`

/**
 * Sends a code to a contact on file. Whoever calls reads it out, so staff know whom they speak with; staff never see it.
 * @returns the id of the proof that the code makes
 */
export async function sendCallerCode(
  house: House,
  { accountId, contactId }: { readonly accountId: string; readonly contactId: string },
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'sent'; readonly proofId: string } | HelpDeskRefusal> {
  const account = await findInReach(house, accountId, act.organization, at)
  if (!account) return refusal('account-unknown')
  const contacts = await contactsInReach(house, account.id, act.organization, at)
  const contact = contacts.find(({ id }) => id === contactId)
  if (!contact || !mayProve(contact, judgedAt(account, at))) return refusal('contact-unknown')
  return sendProofCode(house, { account, contact, audit: auditOfCaller(house, account.id, act) }, act, at)
}

/** How what happens to a proof is recorded: a person's history shows what the help desk did. */
export type ProofAudit = (
  tx: Parameters<typeof auditHelpDesk>[0],
  what: 'sent' | 'refused' | 'proven',
  details: Parameters<typeof auditHelpDesk>[5] & object,
) => Promise<string>
const callerEvents = { sent: 'caller-code-sent', refused: 'caller-refused', proven: 'caller-proven' } as const
const auditOfCaller =
  (house: House, accountId: string, act: StaffAct): ProofAudit =>
  (tx, what, details) =>
    auditHelpDesk(tx, house, callerEvents[what], accountId, act, details)

/** The same to any contact of which the caller of this knows that it proves the person: looks at nothing more. */
export async function sendProofCode(
  house: House,
  {
    account,
    contact,
    audit,
  }: {
    readonly account: { readonly id: string; readonly language: Language }
    readonly contact: { readonly kind: 'phone' | 'email'; readonly value: string }
    readonly audit: ProofAudit
  },
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'sent'; readonly proofId: string } | HelpDeskRefusal> {
  const proofId = newId()
  const factor = contact.kind === 'phone' ? 'text-code' : 'email-code'
  const write = await prepareCode(
    house,
    {
      factor,
      channel: contact.kind === 'phone' ? 'sms' : 'email',
      template: 'caller-code',
      to: contact.value,
      purpose,
      flowId: proofId,
      organization: act.organization,
      subject: subjectOf(account.id),
      budget: 'record',
      ip: '',
      language: account.language,
      accountId: account.id,
    },
    at,
  )
  const expiresAt = addSeconds(at, callLife)
  const { organization, operator, reason } = act
  return house.db.transaction().execute(async tx => {
    await write(tx)
    // over a limit nothing was sent: a stranger must not learn that, staff must
    if (!(await hasVerification(tx, proofId))) return refusal('too-many-codes')
    const proof = { id: proofId, accountId: account.id, organization, kind: 'code', factor } as const
    const details = { operator, reason }
    await createCallerProof(tx, house.sealer, { ...proof, contact: contact.value, expiresAt, details }, at)
    await audit(tx, 'sent', { proofId, channel: contact.kind })
    return { kind: 'sent', proofId } as const
  })
}

/** Checks the code that a caller read out: the try is counted before it is compared. */
export async function proveCaller(
  house: House,
  given: { readonly accountId: string; readonly proofId: string; readonly code: string },
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'proven'; readonly until: Date } | HelpDeskRefusal> {
  const account = await findInReach(house, given.accountId, act.organization, at)
  if (!account) return refusal('account-unknown')
  return checkProofCode(house, { ...given, audit: auditOfCaller(house, account.id, act) }, act, at)
}

/** The same for a proof of anybody: one of another account, or another organisation, is none. */
export async function checkProofCode(
  house: House,
  given: { readonly accountId: string; readonly proofId: string; readonly code: string; readonly audit: ProofAudit },
  act: StaffAct,
  at: Date,
): Promise<{ readonly kind: 'proven'; readonly until: Date } | HelpDeskRefusal> {
  const { accountId, audit } = given
  const wanted = { id: given.proofId, accountId, organization: act.organization }
  const proof = await findCallerProof(house.db, house.sealer, wanted, at)
  if (proof?.kind !== 'code') return refusal('proof-missing')
  const code = readCode(given.code)
  if (!code) return refusal('code-format')
  const answer = { factor: proof.factor, purpose, flowId: proof.id, subject: subjectOf(accountId), code }
  const verdict = await checkCode(house, answer, at)
  if (verdict.kind !== 'right') {
    await audit(house.db, 'refused', { proofId: proof.id, outcome: 'refused' })
    return refusal(verdict.kind === 'paused' ? 'code-paused' : 'code-wrong')
  }
  const until = addSeconds(at, callLife)
  await house.db.transaction().execute(async tx => {
    await verdict.write(tx)
    await updateCallerProofProven(tx, proof.id, until, at)
    await audit(tx, 'proven', { proofId: proof.id })
  })
  return { kind: 'proven', until }
}

/** How a proof stands. @returns undefined where it is of another account or organisation, or over */
export async function readProof(
  house: House,
  { accountId, proofId }: { readonly accountId: string; readonly proofId: string },
  { organization }: Pick<StaffAct, 'organization'>,
  at: Date,
): Promise<CallerProof | undefined> {
  const account = await findInReach(house, accountId, organization, at)
  return account && findCallerProof(house.db, house.sealer, { id: proofId, accountId, organization }, at)
}

/** How staff know whom they act for: a proof of this call, or the basis of an identity that they checked in person. */
export type Grounds = { readonly proofId: string } | { readonly inPerson: string }

/** The proof that an act rests on. An identity check is one too, made here. @returns undefined where there is none */
export async function groundsFor(
  tx: Transaction,
  house: House,
  accountId: string,
  grounds: Grounds,
  act: StaffAct,
  at: Date,
): Promise<CallerProof | undefined> {
  const { organization, operator, reason } = act
  let id = 'proofId' in grounds ? grounds.proofId : ''
  if ('inPerson' in grounds) {
    if (grounds.inPerson.trim() === '' || operator.trim() === '') return undefined
    id = newId()
    const details = { operator, reason, basis: grounds.inPerson.trim() }
    const checked = { id, accountId, organization, kind: 'in-person', factor: 'identity', provenAt: at } as const
    await createCallerProof(tx, house.sealer, { ...checked, expiresAt: addSeconds(at, callLife), details }, at)
    await auditHelpDesk(tx, house, 'identity-checked', accountId, act, { proofId: id, basis: details.basis })
  }
  const proof = await findCallerProof(tx, house.sealer, { id, accountId, organization }, at)
  return proof?.isProven ? proof : undefined
}
