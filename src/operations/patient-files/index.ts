/**
 * Files of patients: FHIR R4 Bundle, NDJSON and CSV read as streams, row by row, each with its line. Knows no database.
 * Invariant: memory does not grow with the file.
 */
import { Readable } from 'node:stream'
import type { RecordContext } from '../../core/registry/index.ts'
import { readBundle } from './bundle.ts'
import { readCsv } from './csv.ts'
import { readNdjson } from './ndjson.ts'
import type { PatientRow } from './rows.ts'
import { utf8 } from './text.ts'

export { type PatientRow, UnreadableFile } from './rows.ts'
export const patientFormats = ['fhir', 'ndjson', 'csv'] as const
export type PatientFormat = (typeof patientFormats)[number]

/** By a file's name; `undefined` where the name does not tell. */
export const formatOf = (file: string): PatientFormat | undefined =>
  /\.csv$/i.test(file)
    ? 'csv'
    : /\.(?:ndjson|jsonl)$/i.test(file)
      ? 'ndjson'
      : /\.json$/i.test(file)
        ? 'fhir'
        : undefined

/**
 * Reads a file of patients as a stream; rows come in batches as they are read. @throws UnreadableFile
 */
export function readPatients(
  input: Readable,
  format: PatientFormat,
  context: RecordContext,
): AsyncGenerator<PatientRow[]> {
  const text = Readable.from(utf8(input))
  if (format === 'csv') return readCsv(text, context)
  return format === 'ndjson' ? readNdjson(text, context) : readBundle(text, context)
}
