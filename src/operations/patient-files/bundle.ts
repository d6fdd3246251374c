import type { Readable } from 'node:stream'
import { Assembler } from 'stream-json/assembler.js'
import { jsonParser } from 'stream-json/parser.js'
import type { RecordContext } from '../../core/registry/index.ts'
import { pieces } from './pieces.ts'
import { fhirRow, longestRow, type PatientRow, UnreadableFile } from './rows.ts'

/**
 * A Bundle of any size: tokens are put together one entry at a time. The parser is fed line by line, since it does not
 * tell positions itself: an entry stands where its brace was read.
 */
export async function* readBundle(input: Readable, context: RecordContext): AsyncGenerator<PatientRow[]> {
  const tokenize = jsonParser({ packValues: true, streamValues: false })
  let depth = 0
  let key = ''
  let type = ''
  let hasEntries = false
  let entry: { assembler: Assembler<{ resource?: unknown; fullUrl?: string }>; line: number } | undefined
  let lastLine = 1
  let held = 0
  for await (const batch of pieces(input)) {
    const rows: PatientRow[] = []
    for (const { line, text } of batch) {
      lastLine = line
      // what is read is in memory until its entry ends
      held += text.length
      if (held > longestRow) throw new UnreadableFile(line, 'an entry is too long')
      for (const token of tokensOf(tokenize, line, text)) {
        if (token.name === 'startObject' || token.name === 'startArray') {
          depth += 1
          if (depth === 2 && token.name === 'startArray' && key === 'entry') hasEntries = true
          if (depth === 3 && key === 'entry' && token.name === 'startObject') {
            if (type !== '' && type !== 'Bundle') throw new UnreadableFile(line, notBundle)
            entry = { assembler: new Assembler(), line }
          }
        }
        if (depth === 1 && token.name === 'keyValue') key = token.value
        if (depth === 1 && token.name === 'stringValue' && key === 'resourceType') type = token.value
        entry?.assembler.consume(token)
        if (token.name === 'endObject' || token.name === 'endArray') {
          depth -= 1
          if (depth === 2 && entry) {
            const { resource, fullUrl } = entry.assembler.current ?? {}
            rows.push(fhirRow(entry.line, resource, context, fullUrl))
            entry = undefined
            held = 0
          }
        }
      }
    }
    yield rows
  }
  if (depth !== 0) throw new UnreadableFile(lastLine, 'the file ends in the middle of the Bundle')
  if (type !== 'Bundle' || !hasEntries) throw new UnreadableFile(1, notBundle)
}
const notBundle = 'the file is not a FHIR Bundle with entries'

function tokensOf(tokenize: ReturnType<typeof jsonParser>, line: number, text: string) {
  try {
    const tokens = tokenize(text)
    return typeof tokens === 'object' && tokens !== null && 'values' in tokens ? tokens.values : []
  } catch {
    throw new UnreadableFile(line, 'the file is not valid JSON from here on')
  }
}
