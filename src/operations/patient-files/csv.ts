import type { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { checkCsvHeader, fromCsv, type RecordContext } from '../../core/registry/index.ts'
import { longestRow, type PatientRow, refused, UnreadableFile } from './rows.ts'

/** The columns of docs/registry.md, in any order. */
export async function* readCsv(input: Readable, context: RecordContext): AsyncGenerator<PatientRow[]> {
  const failed: PatientRow[] = []
  const parser = input.pipe(
    parse({
      bom: true,
      info: true,
      skip_empty_lines: true,
      max_record_size: longestRow,
      skip_records_with_error: true,
      on_skip: error => {
        failed.push({ line: error instanceof CsvError ? Number(error.lines) : 0, result: refused('not-csv') })
        return undefined
      },
      columns: (header: string[]) => {
        const names = header.map(name => name.trim().toLowerCase())
        const problem = checkCsvHeader(names)
        if (problem) throw new UnreadableFile(1, problem)
        return names
      },
    }),
  )
  input.once('error', error => parser.destroy(error))
  let isEmpty = true
  let rows: PatientRow[] = []
  try {
    for await (const { record, info } of parser) {
      isEmpty = false
      rows.push(...failed.splice(0), { line: info.lines, result: fromCsv(record, context) })
      if (rows.length < 500) continue
      yield rows
      rows = []
    }
  } catch (fault) {
    if (fault instanceof CsvError)
      throw new UnreadableFile(Number(fault.lines ?? 1), 'the file is not valid CSV from here on')
    throw fault
  }
  rows.push(...failed)
  if (isEmpty && rows.length === 0 && parser.info.lines <= 1 && parser.info.records === 0 && parser.info.bytes === 0)
    throw new UnreadableFile(1, 'the file is empty')
  yield rows
}
