import { type Command, Option } from 'commander'
import { reasonTexts } from '../../core/matching/index.ts'
import { sourceKey } from '../../core/names.ts'
import {
  type ApplicationDecision,
  type ApprovalOutcome,
  type DecisionProblem,
  type DenialReason,
  decideApplication,
  denialReasons,
} from '../../operations/application-decisions.ts'
import { mailApplicantAgain } from '../../operations/application-mails.ts'
import { type QueuedApplication, readApplicationQueue } from '../../operations/application-queue.ts'
import { type ApplicationQuestion, applicationQuestions } from '../../operations/applications.ts'
import type { StaffAct } from '../../operations/help-desk.ts'
import type { House } from '../../operations/house.ts'
import { now } from '../../platform/index.ts'
import { findPatientBySource } from '../../store/patients.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { moreWaits, pageOfList } from './queue-words.ts'

interface ListOptions {
  readonly organization: string
  readonly operator: string
  readonly reason: string
  readonly json?: true
  readonly limit: string
  readonly after?: string
}
interface DecideOptions extends Omit<ListOptions, 'json' | 'limit' | 'after'> {
  readonly approve?: string
  readonly basis?: string
  readonly ask?: ApplicationQuestion
  readonly deny?: DenialReason
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const refusals: Readonly<Record<DecisionProblem, string>> = {
  'application-unknown':
    'this organisation has no such open application: look at --organization, and at "application list"; somebody else may have decided',
  'question-open': 'the applicant has not answered the question before: wait, or decide with --approve or --deny',
  'basis-missing': 'somebody applies for the patient: say why they may, with --basis',
  'patient-unknown': 'this organisation has no such record: take one that "application list" prints, or its own number',
  'patient-not-active': 'the record is merged, deceased or inactive: choose another',
  'under-13-needs-representative':
    'the patient is under 13: only a parent or other representative may apply; deny this one, or choose another record',
}
const outcomes: Readonly<Record<ApprovalOutcome, string>> = {
  'code-sent': 'Approved. An access code is on its way to a contact of record.',
  'owner-told': 'Approved. The record has an account already: its owner was written to, with the way to recovery.',
  'no-contact':
    'Approved, but nothing on the record can take a code. Check identity in person, then use "access-code issue --channel in_person".',
}

const mails = {
  received: 'that the application is here',
  asked: 'what is asked',
  answered: 'that it is answered',
} as const

/** `application list|decide|resend`: the queue of applications, at a terminal. */
export function addApplication(program: Command, context: CliContext): void {
  const application = program.command('application').description('applications for access, and what you answer')
  application
    .command('list')
    .description('what waits for an answer, oldest first, with the records that could be meant; it is recorded')
    .requiredOption('--organization <id>', 'whose queue')
    .requiredOption('--operator <name>', 'your own name, for the audit')
    .requiredOption('--reason <text>', 'why, for the audit')
    .option('--json', 'answer as JSON')
    .option('--limit <count>', 'how many at most', '100')
    .option('--after <id>', 'those after that one')
    .action(async (options: ListOptions) => {
      const act = staffOf(options, context)
      await withHouse(context, async ({ house }) => {
        const page = pageOfList(options)
        const found = await readApplicationQueue(house, act, now(), page)
        if (!found) throw new CliError(`there is no organization ${options.organization}`)
        const { items: queue, isMore } = found
        if (options.json) context.out(JSON.stringify(queue))
        else show(context, queue)
        if (isMore) context.err(moreWaits(queue.at(-1)?.id))
      })
    })
  application
    .command('decide')
    .description('approve, ask or deny; the applicant is told the same for approval and denial')
    .argument('<id>', 'the application, as "application list" prints it')
    .requiredOption('--organization <id>', 'whose application it is')
    .requiredOption('--operator <name>', 'your own name, for the audit')
    .requiredOption('--reason <text>', 'why, for the audit')
    .addOption(
      new Option('--approve <record>', 'the record that is meant: its id, or its number in the source').conflicts([
        'ask',
        'deny',
      ]),
    )
    .option('--basis <text>', 'why a representative may, such as "parent of a minor" (with --approve)')
    .addOption(
      new Option('--ask <question>', 'what the applicant is asked').choices(applicationQuestions).conflicts('deny'),
    )
    .addOption(new Option('--deny <because>', 'why not; the applicant is not told').choices(denialReasons))
    .action((id: string, options: DecideOptions) => decide(context, id, options))
  application
    .command('resend')
    .description('mail the applicant once more what was mailed last, with a new link')
    .argument('<id>', 'the application, as "application list" prints it')
    .requiredOption('--organization <id>', 'whose application it is')
    .requiredOption('--operator <name>', 'your own name, for the audit')
    .requiredOption('--reason <text>', 'why, for the audit')
    .action(async (id: string, options: Omit<ListOptions, 'json' | 'limit' | 'after'>) => {
      const act = staffOf(options, context)
      if (!uuid.test(id)) throw new CliError(refusals['application-unknown'])
      await withHouse(context, async ({ house }) => {
        const sent = await mailApplicantAgain(house, id, act, now())
        if (sent.kind === 'refused') throw new CliError(refusals[sent.problem])
        context.out(`On its way to the applicant once more: ${mails[sent.mail]}.`)
      })
    })
}

function staffOf(
  { organization, operator, reason }: Omit<ListOptions, 'json' | 'limit' | 'after'>,
  { actor }: CliContext,
): StaffAct {
  if (reason.trim() === '') throw new CliError('--reason is empty: say why, for the audit')
  if (operator.trim() === '') throw new CliError('--operator is empty: give your own name, for the audit')
  return { actor, operator: operator.trim(), organization, reason: reason.trim() }
}

async function decide(context: CliContext, id: string, options: DecideOptions): Promise<void> {
  const act = staffOf(options, context)
  if (!uuid.test(id)) throw new CliError(refusals['application-unknown'])
  await withHouse(context, async ({ house }) => {
    const decision = await decisionOf(house, options)
    const result = await decideApplication(house, id, decision, act, now())
    switch (result.kind) {
      case 'refused':
        throw new CliError(refusals[result.problem])
      case 'approved':
        return context.out(outcomes[result.outcome])
      case 'asked':
        return context.out('Asked. The question is on its way by mail; the answer will stand in "application list".')
      case 'denied':
        return context.out('Denied. The applicant gets the same mail as for an approval.')
    }
  })
}

async function decisionOf(house: House, options: DecideOptions): Promise<ApplicationDecision> {
  const { organization, approve, basis, ask, deny } = options
  if (ask) return { kind: 'ask', question: ask }
  if (deny) return { kind: 'deny', because: deny }
  if (approve === undefined) throw new CliError('Name one of --approve RECORD, --ask QUESTION or --deny BECAUSE.')
  const found = await findPatientBySource(house.db, house.sealer, sourceKey(organization, approve))
  const patientId = found?.id ?? (uuid.test(approve) ? approve : undefined)
  if (!patientId) throw new CliError(refusals['patient-unknown'])
  return { kind: 'approve', patientId, ...(basis ? { basis } : {}) }
}

function show(context: CliContext, queue: readonly QueuedApplication[]): void {
  if (queue.length === 0) context.out('Nothing waits.')
  for (const { id, reference, state, details, createdAt, dueAt, isOverdue, question, grade, candidates } of queue) {
    const { patient, representative, email, phone, postal_code: postalCode, answers } = details
    context.out(`application ${id}  ${reference}  ${state}  since ${createdAt.toISOString()}`)
    context.out(isOverdue ? `  OVERDUE since ${dueAt.toISOString()}` : `  to be answered by ${dueAt.toISOString()}`)
    context.out(`  patient ${patient.given} ${patient.family}, ${patient.birth_date}, ${patient.sex}`)
    if (representative)
      context.out(`  asked by ${representative.given} ${representative.family}, ${representative.relationship}`)
    context.out(`  ${[`${email} (proven)`, phone && `${phone} (typed)`, postalCode].filter(Boolean).join(', ')}`)
    for (const { question: asked, answer } of answers) context.out(`  ${asked}: ${answer}`)
    if (question) context.out(`  asked, not answered yet: ${question}`)
    context.out(`  ${candidates.length === 0 ? 'no record could be meant' : grade}`)
    for (const { id: record, patientId = record, grade: own, reasons, rivals, selfAccountId } of candidates) {
      context.out(`  record ${patientId}: ${own}`)
      for (const reason of reasons) context.out(`    ${reasonTexts[reason]}`)
      if (rivals.length > 0) context.out(`    rivals: ${rivals.join(', ')}`)
      if (selfAccountId) context.out(`    has account ${selfAccountId}`)
    }
  }
}
