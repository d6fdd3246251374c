import { type Command, Option } from 'commander'
import { reasonTexts } from '../../core/matching/index.ts'
import type { StaffAct } from '../../operations/help-desk.ts'
import { type ProspectProblem, proveProspect, sendProspectCode } from '../../operations/prospect-proofs.ts'
import { type ProspectView, readProspectQueue } from '../../operations/prospect-queue.ts'
import { dismissProspect, mergeProspect, tieProspect, undoProspect } from '../../operations/prospects.ts'
import { now } from '../../platform/index.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { explained as explainedByHelpDesk, groundsOf } from './help-desk-words.ts'
import { moreWaits, pageOfList } from './queue-words.ts'

interface ProspectOptions {
  readonly organization: string
  readonly reason: string
  readonly operator: string
  readonly prospect: string
  readonly record: string
  readonly proof?: string
  readonly inPerson?: string
  readonly send?: 'phone' | 'email'
  readonly code?: string
  readonly json?: true
}

const refusals: Partial<Record<ProspectProblem, string>> = {
  'prospect-unknown': 'this organisation has no such prospect: see "prospect list"',
  'prospect-decided': 'somebody decided about this prospect already: "prospect undo" takes it back for some days',
  'record-unknown': 'this organisation has no such active record: see the candidates in "prospect list"',
  'record-under-13':
    'the patient is under 13: only a representative may have access, with "access-code issue --representative"',
  'record-has-account': 'the record has an account of its person already: use "prospect merge"',
  'record-has-no-account': 'the record has no account to merge into: use "prospect tie"',
  'record-other-person':
    'the account has a record of its own by now, with another date of birth: an account is one person, so compare the dates, and ask the person to register separately',
  'contact-unknown': 'the record has no such contact that could prove its person: check identity in person',
  'proof-missing':
    'nobody proved that this record is theirs: use "prospect prove" for it, or --in-person with the document that you saw',
  'undo-late': 'there is nothing to take back, or not any more',
}
const explained = (problem: ProspectProblem): string =>
  refusals[problem] ?? explainedByHelpDesk(problem as Parameters<typeof explainedByHelpDesk>[0])

/** `prospect list|prove|tie|merge|dismiss|undo`: people who registered and are tied to no record. */
export function addProspect(program: Command, context: CliContext): void {
  const prospect = program.command('prospect').description('people who registered and are tied to no record yet')
  const add = (name: string, description: string): Command =>
    prospect
      .command(name)
      .description(description)
      .requiredOption('--organization <id>', 'for whom you work: only its own are found')
      .requiredOption('--reason <text>', 'why, for the audit')
      .requiredOption('--operator <name>', 'your own name, for the audit')
  const addAct = (name: string, description: string): Command =>
    add(name, description).requiredOption('--prospect <id>', 'the id that "prospect list" prints')
  const addGrounded = (name: string, description: string): Command =>
    addAct(name, description)
      .requiredOption('--record <id>', 'the record, by the id that "prospect list" prints')
      .option('--proof <id>', 'the proof of this record, from "prospect prove"')
      .addOption(new Option('--in-person <basis>', 'you checked their identity: by which document').conflicts('proof'))

  add('list', 'who waits, with the records that they may be, and why')
    .option('--json', 'answer as JSON')
    .option('--limit <count>', 'how many at most', '50')
    .option('--after <id>', 'those after that one')
    .action(async (options: ProspectOptions & { limit: string; after?: string }) => {
      const page = pageOfList(options)
      const { items: views, isMore } = await withHouse(context, ({ house }) =>
        readProspectQueue(house, staffOf(options, context), page),
      )
      if (options.json) context.out(JSON.stringify(views))
      else if (views.length === 0) context.out('Nobody waits.')
      else for (const view of views) for (const line of linesOf(view)) context.out(line)
      if (isMore) context.err(moreWaits(views.at(-1)?.id))
    })

  addAct('prove', 'send a code to a contact of the record, then check what the person read out')
    .option('--record <id>', 'whose contact, with --send')
    .addOption(new Option('--send <kind>', 'where to').choices(['phone', 'email']))
    .option('--proof <id>', 'which code was read out: the proof that --send printed')
    .option('--code <digits>', 'the code that the person read out')
    .action((options: ProspectOptions) => prove(context, options))

  addGrounded('tie', 'connect the account to the record; its contacts are told').action((options: ProspectOptions) =>
    withHouse(context, async ({ house }) => {
      const aim = { ...aimOf(options), grounds: grounded(options) }
      const result = await tieProspect(house, aim, staffOf(options, context), now())
      if (result.kind === 'refused') throw new CliError(explained(result.problem))
      context.out(`Connected. "prospect undo" takes it back until ${result.undoUntil.toISOString()}.`)
    }),
  )
  addGrounded('merge', 'the record has an account already: close the new one, and tell the owner of the old').action(
    (options: ProspectOptions) =>
      withHouse(context, async ({ house }) => {
        const aim = { ...aimOf(options), grounds: grounded(options) }
        const result = await mergeProspect(house, aim, staffOf(options, context), now())
        if (result.kind === 'refused') throw new CliError(explained(result.problem))
        context.out(`Merged. "prospect undo" takes it back until ${result.undoUntil.toISOString()}.`)
      }),
  )
  addAct('dismiss', 'take somebody off the list: they keep an account without a record').action(
    (options: ProspectOptions) =>
      withHouse(context, async ({ house }) => {
        const aim = { prospectId: aimOf(options).prospectId }
        const result = await dismissProspect(house, aim, staffOf(options, context), now())
        if (result.kind === 'refused') throw new CliError(explained(result.problem))
        context.out(`Dismissed. "prospect undo" takes it back until ${result.undoUntil.toISOString()}.`)
      }),
  )
  addAct('undo', 'take the last decision back').action((options: ProspectOptions) =>
    withHouse(context, async ({ house }) => {
      const aim = { prospectId: aimOf(options).prospectId }
      const result = await undoProspect(house, aim, staffOf(options, context), now())
      if (result.kind === 'refused') throw new CliError(explained(result.problem))
      context.out('Taken back. They wait in the list again.')
    }),
  )
}

const staffOf = ({ organization, reason, operator }: ProspectOptions, { actor }: CliContext): StaffAct => {
  if (reason.trim() === '') throw new CliError('--reason is empty: say why, for the audit')
  if (operator.trim() === '') throw new CliError('--operator is empty: give your own name, for the audit')
  return { actor, operator: operator.trim(), organization, reason: reason.trim() }
}

const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)

function aimOf({ prospect, record }: ProspectOptions) {
  if (!isId(prospect)) throw new CliError(explained('prospect-unknown'))
  if (record !== undefined && !isId(record)) throw new CliError(explained('record-unknown'))
  return { prospectId: prospect, patientId: record }
}

/** @throws CliError where nobody proved anything */
function grounded(options: ProspectOptions) {
  if (options.inPerson === undefined && options.proof === undefined) throw new CliError(explained('proof-missing'))
  return groundsOf(options)
}

async function prove(context: CliContext, options: ProspectOptions): Promise<void> {
  const { send, code, proof, record } = options
  if ((send === undefined) === (code === undefined)) throw new CliError('Name one of --send or --code.')
  const staff = staffOf(options, context)
  const aim = aimOf(options)
  await withHouse(context, async ({ house }) => {
    if (send !== undefined) {
      if (record === undefined) throw new CliError('--record is missing: whose contact the code goes to')
      const sent = await sendProspectCode(house, { ...aim, channel: send }, staff, now())
      if (sent.kind === 'refused') throw new CliError(explained(sent.problem))
      context.out(`A code is on its way to ${sent.masked}. Ask the person to read it out, then run`)
      context.out(`  prospect prove --prospect ${aim.prospectId} --proof ${sent.proofId} --code CODE …`)
      return
    }
    if (proof === undefined || !isId(proof))
      throw new CliError('--proof is missing: the id that "prospect prove --send" printed')
    const proven = await proveProspect(house, { ...aim, proofId: proof, code: code ?? '' }, staff, now())
    if (proven.kind === 'refused') throw new CliError(explained(proven.problem))
    context.out(`The code is right. Until ${proven.until.toISOString()} you may tie or merge with --proof ${proof}`)
  })
}

function linesOf({ id, details, createdAt, location, provider, reachedAt, candidates }: ProspectView): string[] {
  const wishes = [location && `at ${location}`, provider && `with ${provider}`].filter(Boolean).join(', ')
  return [
    `${id}  since ${createdAt.toISOString()}`,
    `  ${details.given} ${details.family}, born ${details.birth_date}, ${details.sex}; proved ${reachedAt.join(' and ')}`,
    ...(wishes ? [`  wants to be seen ${wishes}`] : []),
    ...(candidates.length === 0 ? ['  no record comes near'] : []),
    ...candidates.flatMap(({ id: record, grade, reasons, selfAccountId }) => [
      `  record ${record}: ${grade}${selfAccountId ? ', has an account already' : ''}`,
      ...reasons.map(reason => `    ${reasonTexts[reason]}`),
    ]),
  ]
}
