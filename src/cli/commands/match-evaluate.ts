import { open, readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { CsvError, parse } from 'csv-parse/sync'
import { isRealDate, localDate } from '../../core/dates.ts'
import { grades } from '../../core/matching/index.ts'
import { phoneCountryOf } from '../../core/phones.ts'
import type { RecordContext } from '../../core/registry/index.ts'
import {
  type EvaluationReport,
  evaluateMatching,
  type GradeCounts,
  type Truth,
} from '../../operations/match-evaluation.ts'
import {
  formatOf,
  type PatientFormat,
  patientFormats,
  readPatients,
  UnreadableFile,
} from '../../operations/patient-files/index.ts'
import { now } from '../../platform/index.ts'
import { type CliContext, CliError } from '../context.ts'

interface EvaluateOptions {
  readonly records: string
  readonly queries: string
  readonly truth: string
  readonly format?: PatientFormat
  readonly country: string
  readonly today?: string
  readonly json?: true
}

/** `match evaluate`: needs neither settings nor a database. */
export function addEvaluate(match: Command, context: CliContext): void {
  match
    .command('evaluate')
    .description('run the matcher over files whose truth is known; fails where it would link anybody wrongly')
    .requiredOption('--records <file>', 'the registry, as for "patients import"')
    .requiredOption('--queries <file>', 'people who register, in the same form; their contacts count as proven')
    .requiredOption('--truth <file>', 'CSV: query_id, record_id (empty: no patient), and error_class if you like')
    .addOption(new Option('--format <format>', 'where the file names do not tell').choices(patientFormats))
    .option('--country <code>', 'whose phone numbers are written without a country code', 'US')
    .option('--today <date>', 'YYYY-MM-DD; for data sets of another time')
    .option('--json', 'report as JSON')
    .action(async (options: EvaluateOptions) => {
      if (options.today && !isRealDate(options.today)) throw new CliError('--today is a date as YYYY-MM-DD')
      const today = options.today ?? localDate(now(), 'UTC')
      const settings = { today, phoneCountry: phoneCountryOf({ phone_country: options.country }) }
      const truths = await readTruth(options.truth)
      const report = await evaluateMatching(
        { records: rowsOf(options.records, options, settings), queries: rowsOf(options.queries, options, settings) },
        truths,
        today,
      )
      if (options.json) context.out(JSON.stringify(report))
      else show(context, report)
      const wrong = report.falseLinks.length
      if (wrong > 0) throw new CliError(`${wrong} ${wrong === 1 ? 'person' : 'people'} would be linked wrongly.`)
    })
}

async function* rowsOf(file: string, { format: told }: EvaluateOptions, context: RecordContext) {
  const format = told ?? formatOf(file)
  if (!format) throw new CliError(`${file}: give --format ${patientFormats.join('|')}: the name does not tell`)
  const opened = await open(file).catch(unreadable(file))
  try {
    yield* readPatients(opened.createReadStream({ autoClose: false }), format, context)
  } catch (fault) {
    throw fault instanceof UnreadableFile ? new CliError(`${file}:${fault.line}: ${fault.message}`) : fault
  } finally {
    await opened.close()
  }
}
const unreadable = (file: string) => (fault: NodeJS.ErrnoException) => {
  throw new CliError(`${file}: cannot be read (${fault.code})`)
}

async function readTruth(file: string): Promise<Map<string, Truth>> {
  const text = await readFile(file, 'utf8').catch(unreadable(file))
  let rows: Record<string, string | undefined>[]
  try {
    rows = parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true })
  } catch (fault) {
    throw fault instanceof CsvError ? new CliError(`${file}: is not valid CSV (line ${fault.lines})`) : fault
  }
  const truths = new Map<string, { recordIds: Set<string>; errorClass?: string }>()
  for (const { query_id: query, record_id: record, error_class: errorClass } of rows) {
    if (query === undefined || record === undefined)
      throw new CliError(`${file}: the header lacks query_id or record_id`)
    const truth = truths.get(query) ?? { recordIds: new Set<string>() }
    if (record !== '') truth.recordIds.add(record)
    truths.set(query, { ...truth, ...(errorClass ? { errorClass } : {}) })
  }
  return truths
}

const bestFirst = grades.toReversed()
function show(context: CliContext, report: EvaluationReport): void {
  const { records, queries, recordsRejected, queriesRejected, falseLinks } = report
  context.out(
    `${records} records, ${queries} queries; rows that cannot be read: ${recordsRejected}, ${queriesRejected}.`,
  )
  context.out(`False links: ${falseLinks.length}`)
  for (const { query, record, reasons } of falseLinks.slice(0, 100))
    context.out(`  query ${query}, record ${record}: ${reasons.join(', ')}`)
  const names = Object.keys(report.byErrorClass).sort()
  const rows: [string, GradeCounts][] = [
    ['people with a record', report.recall],
    ...names.map((name): [string, GradeCounts] => [`  ${name}`, report.byErrorClass[name] as GradeCounts]),
    ['people without one', report.strangers],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  context.out(`${''.padEnd(width)}    number  ${bestFirst.map(grade => grade.padStart(8)).join('  ')}`)
  for (const [name, counts] of rows) {
    const total = bestFirst.reduce((sum, grade) => sum + counts[grade], 0)
    const shares = bestFirst.map(grade =>
      (total === 0 ? '–' : `${((100 * counts[grade]) / total).toFixed(1)} %`).padStart(8),
    )
    context.out(`${name.padEnd(width)}  ${String(total).padStart(8)}  ${shares.join('  ')}`)
  }
}
