import { open } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import type { House } from '../../operations/house.ts'
import { type ImportInvitations, invitingImported } from '../../operations/import-invitations.ts'
import type { InvitationProblem } from '../../operations/invitations.ts'
import { formatOf, type PatientFormat, patientFormats } from '../../operations/patient-files/index.ts'
import { type ImportReport, importPatients, rejectionText } from '../../operations/patients.ts'
import { findClient } from '../../store/clients.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { invitationRefusals, leftAloneWords } from './invitation-words.ts'

interface ImportOptions {
  readonly organization: string
  readonly format?: PatientFormat
  readonly invite?: true
  readonly reason?: string
  readonly client?: string
  readonly json?: true
}

/** `patients import FILE --organization ID` */
export function addPatients(program: Command, context: CliContext): void {
  program
    .command('patients')
    .description('the registry of patients')
    .command('import')
    .description('take patients from a file; running it twice changes nothing')
    .argument('<file>', 'FHIR R4 Bundle (.json), FHIR resources one a line (.ndjson), or CSV (.csv)')
    .requiredOption('--organization <id>', 'organisation whose patients these are')
    .addOption(new Option('--format <format>', 'where the file name does not tell').choices(patientFormats))
    .option(
      '--invite',
      'invite by email whoever is in the file, has email and phone, is 13 or older and was never invited',
    )
    .option('--reason <text>', 'why they are invited, for the audit')
    .option('--client <id>', 'portal where invitations end; the organisation’s home client where left out')
    .option('--json', 'report as JSON')
    .action(async (file: string, options: ImportOptions) => {
      const format = options.format ?? formatOf(file)
      if (!format) throw new CliError(`${file}: give --format ${patientFormats.join('|')}: the name does not tell`)
      if (options.invite && !options.reason?.trim())
        throw new CliError('--reason is missing: why they are invited, for the audit')
      let invitations: ImportInvitations | undefined
      // opened here: a stream that fails before it is read would fail for nobody to see
      const opened = await open(file).catch((fault: NodeJS.ErrnoException) => {
        throw new CliError(`${file}: cannot be read (${fault.code})`)
      })
      const result = await withHouse(context, async ({ house }) => {
        const inviting = options.invite ? await beginInviting(house, options, context) : undefined
        const imported = await importPatients(house, {
          organization: options.organization,
          input: opened.createReadStream(),
          format,
          actor: context.actor,
          ...(inviting ? { onTaken: inviting.take } : {}),
        })
        invitations = inviting?.report()
        return imported
      }).finally(() => opened.close())
      if (result.kind === 'refused')
        throw new CliError(`there is no organization ${options.organization}: bring it with "vestibule config apply"`)
      if (options.json) context.out(JSON.stringify({ ...result.report, ...(invitations ? { invitations } : {}) }))
      else show(context, result.report, invitations)
      if (result.kind === 'unreadable') throw new CliError(`${file}:${result.line}: ${result.problem}`)
      const { rejectedCount } = result.report
      if (rejectedCount > 0)
        throw new CliError(`${rejectedCount} ${rejectedCount === 1 ? 'row was' : 'rows were'} not taken.`)
    })
}

/** A client that is not there is told before anything is read. */
async function beginInviting(house: House, options: ImportOptions, { actor }: CliContext) {
  const { organization, reason = '', client } = options
  if (client !== undefined) {
    const found = (await findClient(house.db, client))?.object
    if (!found || (found.organization ?? organization) !== organization)
      throw new CliError(invitationRefusals['client-unknown'])
  }
  return invitingImported(house, {
    organization,
    actor,
    reason: reason.trim(),
    ...(client ? { clientId: client } : {}),
  })
}

function show(context: CliContext, report: ImportReport, invitations: ImportInvitations | undefined): void {
  for (const rejected of report.rejected) context.err(rejectionText(rejected))
  const { created, updated, unchanged, contactsLeftOut, successorsMissing, otherResources } = report
  context.out(`${created} created, ${updated} updated, ${unchanged} unchanged, ${report.rejectedCount} rejected.`)
  if (contactsLeftOut > 0) context.out(`${contactsLeftOut} phones or addresses cannot be used and were left out.`)
  if (successorsMissing > 0) context.out(`${successorsMissing} merged records name a successor that is not there.`)
  if (otherResources > 0) context.out(`${otherResources} resources are not patients and were passed over.`)
  if (!invitations) return
  context.out(`${invitations.invited} invited.`)
  for (const [why, count] of Object.entries(invitations.leftAlone))
    context.out(`${count} not invited: ${leftAloneWords[why as InvitationProblem]}.`)
}
