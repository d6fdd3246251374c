import { purposes } from '../core/purposes.ts'
import { addSeconds, days, newToken } from '../platform/index.ts'
import { findSelfAccount } from '../store/account-links.ts'
import {
  type Application,
  findOpenApplicationForUpdate,
  updateApplicationAnswered,
  updateApplicationAsked,
} from '../store/applications.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import type { Transaction } from '../store/index.ts'
import { findPatientForUpdate } from '../store/patients.ts'
import { type AccessCodeProblem, type AccessCodeRequest, issueAccessCodeWithin } from './access-codes.ts'
import { type ApplicationQuestion, statusLink, writeToApplicant } from './applications.ts'
import { recordAudit } from './audit.ts'
import type { StaffAct } from './help-desk.ts'
import type { House } from './house.ts'
import { tellOwner } from './registration.ts'

/** Why staff may say no; for the audit, never for the applicant. */
export const denialReasons = [
  'no-record',
  'details-differ',
  'not-entitled',
  'duplicate',
  'no-answer',
  'misuse',
] as const
export type DenialReason = (typeof denialReasons)[number]

export type ApplicationDecision =
  /** `basis`: why the representative may; needed where one applied. */
  | { readonly kind: 'approve'; readonly patientId: string; readonly basis?: string }
  | { readonly kind: 'ask'; readonly question: ApplicationQuestion }
  | { readonly kind: 'deny'; readonly because: DenialReason }

/** What came of an approval; only staff are told which. */
export type ApprovalOutcome =
  | 'code-sent'
  /** the record has its own account: its owner was offered recovery */
  | 'owner-told'
  /** nothing of record could take a code: it is handed over in person */
  | 'no-contact'
export type DecisionProblem =
  | 'application-unknown'
  | 'question-open'
  | 'basis-missing'
  | Extract<AccessCodeProblem, 'patient-unknown' | 'patient-not-active' | 'under-13-needs-representative'>
export type DecisionResult =
  | { readonly kind: 'approved'; readonly outcome: ApprovalOutcome }
  | { readonly kind: 'asked' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'refused'; readonly problem: DecisionProblem }

/** Days that an application is kept after its answer, or after it should have had one (DOMAIN "Records change"). */
export const keptDays = 90

type Decided =
  | { readonly kind: 'decided'; readonly outcome: ApprovalOutcome }
  | Extract<DecisionResult, { kind: 'refused' }>
const refused = (problem: DecisionProblem): Extract<DecisionResult, { kind: 'refused' }> => ({
  kind: 'refused',
  problem,
})

/**
 * What staff decide about an open application of their organization: once, whoever else decides at the same time. To the
 * applicant an approval, a denial and a record that nothing can be sent to look the same.
 */
export async function decideApplication(
  house: House,
  id: string,
  decision: ApplicationDecision,
  act: StaffAct,
  at: Date,
): Promise<DecisionResult> {
  return house.db.transaction().execute(async tx => {
    const application = await findOpenApplicationForUpdate(tx, house.sealer, { id, organizationId: act.organization })
    if (!application) return refused('application-unknown')
    if (decision.kind === 'ask') return ask(tx, house, application, decision.question, act, at)
    const approved = decision.kind === 'approve' ? await approve(tx, house, application, decision, act, at) : undefined
    if (approved?.kind === 'refused') return approved
    const answer = {
      decision: approved ? 'approved' : 'denied',
      ...(decision.kind === 'approve' ? { patientId: decision.patientId } : {}),
      expiresAt: addSeconds(at, days(keptDays)),
    } as const
    // the row is held, so nobody can have come between
    if (!(await updateApplicationAnswered(tx, id, answer, at))) throw new Error('an application was decided twice')
    await writeToApplicant(tx, house, application, { phase: 'answered', reference: application.reference }, at)
    await audit(tx, house, application, act, {
      type: `application.${answer.decision}`,
      ...(answer.patientId ? { patientId: answer.patientId } : {}),
      details: approved
        ? { outcome: approved.outcome }
        : { because: decision.kind === 'deny' ? decision.because : undefined },
    })
    return approved ? { kind: 'approved', outcome: approved.outcome } : { kind: 'denied' }
  })
}

async function ask(
  tx: Transaction,
  house: House,
  application: Application,
  question: ApplicationQuestion,
  act: StaffAct,
  at: Date,
): Promise<DecisionResult> {
  const token = newToken(house.random)
  if (!(await updateApplicationAsked(tx, house.sealer, application.id, { question, token })))
    return refused('question-open')
  const link = statusLink(house, token, application.organizationId)
  await writeToApplicant(tx, house, application, { phase: 'asked', reference: application.reference, link }, at)
  await audit(tx, house, application, act, { type: 'application.asked', details: { question } })
  return { kind: 'asked' }
}

/** The code goes to a contact of the record, never to what was typed, unless that is one. */
async function approve(
  tx: Transaction,
  house: House,
  { details, organizationId }: Application,
  { patientId, basis = '' }: Extract<ApplicationDecision, { kind: 'approve' }>,
  act: StaffAct,
  at: Date,
): Promise<Decided> {
  const patient = await findPatientForUpdate(tx, house.sealer, patientId)
  if (patient?.organizationId !== organizationId) return refused('patient-unknown')
  const { representative } = details
  if (representative && basis.trim() === '') return refused('basis-missing')
  const owner = representative ? undefined : await findSelfAccount(tx, patientId)
  if (owner) {
    await tellOwner(tx, house, { accountId: owner, organization: organizationId }, at)
    return { kind: 'decided', outcome: 'owner-told' }
  }
  const request: Omit<AccessCodeRequest, 'channel'> = {
    organization: organizationId,
    patientId,
    preferred: details.email,
    ...(representative
      ? {
          representative: {
            name: { given: representative.given, family: representative.family },
            relationship: representative.relationship,
            basis: basis.trim(),
          },
        }
      : {}),
    issuedBy: act.actor,
    reason: act.reason,
  }
  const isOfRecord = (await findContactsOfRecord(tx, patientId)).some(
    ({ kind, value_sealed }) =>
      kind === 'email' && house.sealer.open(purposes.contactValue, value_sealed).toString('utf8') === details.email,
  )
  // the applicant waits at that mailbox; a code that was mailed is proven by a phone of record all the same
  for (const channel of isOfRecord ? (['email', 'sms'] as const) : (['sms', 'email'] as const)) {
    const issued = await issueAccessCodeWithin(tx, house, { ...request, channel })
    if (issued.kind === 'issued') return { kind: 'decided', outcome: 'code-sent' }
    if (issued.problem === 'patient-not-active' || issued.problem === 'under-13-needs-representative')
      return refused(issued.problem)
  }
  return { kind: 'decided', outcome: 'no-contact' }
}

const audit = (
  tx: Transaction,
  house: House,
  { id, organizationId, reference }: Application,
  { actor, operator, reason }: StaffAct,
  entry: { readonly type: string; readonly patientId?: string; readonly details: Readonly<Record<string, unknown>> },
): Promise<string> =>
  recordAudit(tx, house, {
    ...entry,
    outcome: 'success',
    actor,
    organizationId,
    correlationId: id,
    reference,
    details: { ...entry.details, operator, reason },
  })
