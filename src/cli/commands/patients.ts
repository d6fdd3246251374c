import { open } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { formatOf, type PatientFormat, patientFormats } from '../../operations/patient-files/index.ts'
import { type ImportReport, importPatients, rejectionText } from '../../operations/patients.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'

interface ImportOptions {
  readonly organization: string
  readonly format?: PatientFormat
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
    .option('--json', 'report as JSON')
    .action(async (file: string, options: ImportOptions) => {
      const format = options.format ?? formatOf(file)
      if (!format) throw new CliError(`${file}: give --format ${patientFormats.join('|')}: the name does not tell`)
      // opened here: a stream that fails before it is read would fail for nobody to see
      const opened = await open(file).catch((fault: NodeJS.ErrnoException) => {
        throw new CliError(`${file}: cannot be read (${fault.code})`)
      })
      const result = await withHouse(context, ({ house }) =>
        importPatients(house, {
          organization: options.organization,
          input: opened.createReadStream(),
          format,
          actor: context.actor,
        }),
      ).finally(() => opened.close())
      if (result.kind === 'refused')
        throw new CliError(`there is no organization ${options.organization}: bring it with "vestibule config apply"`)
      if (options.json) context.out(JSON.stringify(result.report))
      else show(context, result.report)
      if (result.kind === 'unreadable') throw new CliError(`${file}:${result.line}: ${result.problem}`)
      const { rejectedCount } = result.report
      if (rejectedCount > 0)
        throw new CliError(`${rejectedCount} ${rejectedCount === 1 ? 'row was' : 'rows were'} not taken.`)
    })
}

function show(context: CliContext, report: ImportReport): void {
  for (const rejected of report.rejected) context.err(rejectionText(rejected))
  const { created, updated, unchanged, contactsLeftOut, successorsMissing, otherResources } = report
  context.out(`${created} created, ${updated} updated, ${unchanged} unchanged, ${report.rejectedCount} rejected.`)
  if (contactsLeftOut > 0) context.out(`${contactsLeftOut} phones or addresses cannot be used and were left out.`)
  if (successorsMissing > 0) context.out(`${successorsMissing} merged records name a successor that is not there.`)
  if (otherResources > 0) context.out(`${otherResources} resources are not patients and were passed over.`)
}
