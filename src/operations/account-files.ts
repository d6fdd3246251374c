import type { Readable } from 'node:stream'
import { pieces } from './patient-files/pieces.ts'

export interface AccountLine {
  readonly line: number
  /** undefined where the line is no JSON */
  readonly value?: unknown
  readonly isTooLong?: true
}
const longest = 20_000

/** One JSON object a line; memory does not grow with the file. */
export async function* readAccountLines(input: Readable): AsyncGenerator<AccountLine> {
  let held = ''
  let isTooLong = false
  const lineOf = (line: number): AccountLine[] => {
    const text = held
    const wasTooLong = isTooLong
    held = ''
    isTooLong = false
    if (wasTooLong) return [{ line, isTooLong: true }]
    if (text.trim() === '') return []
    try {
      return [{ line, value: JSON.parse(text) as unknown }]
    } catch {
      return [{ line }]
    }
  }
  let last = 1
  for await (const batch of pieces(input))
    for (const piece of batch) {
      last = piece.line
      if (held.length + piece.text.length > longest) {
        isTooLong = true
        held = ''
      } else if (!isTooLong) held += piece.text
      if (piece.isEnd) yield* lineOf(piece.line)
    }
  yield* lineOf(last)
}
