import type { Readable } from 'node:stream'
import type { RecordContext } from '../../core/registry/index.ts'
import { pieces } from './pieces.ts'
import { fhirRow, longestRow, type PatientRow, refused } from './rows.ts'

/** One FHIR resource a line. */
export async function* readNdjson(input: Readable, context: RecordContext): AsyncGenerator<PatientRow[]> {
  let held = ''
  let tooLong = false
  const rowOf = (line: number): PatientRow[] => {
    const text = held
    const isTooLong = tooLong
    held = ''
    tooLong = false
    if (isTooLong) return [{ line, result: refused('too-long') }]
    if (text.trim() === '') return []
    try {
      return [fhirRow(line, JSON.parse(text), context)]
    } catch {
      return [{ line, result: refused('not-json') }]
    }
  }
  let last = 1
  for await (const batch of pieces(input))
    yield batch.flatMap(piece => {
      last = piece.line
      if (held.length + piece.text.length > longestRow) {
        tooLong = true
        held = ''
      } else if (!tooLong) held += piece.text
      return piece.isEnd ? rowOf(piece.line) : []
    })
  yield rowOf(last)
}
