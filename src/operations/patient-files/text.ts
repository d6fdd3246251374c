import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { UnreadableFile } from './rows.ts'

const newline = 10

/** A file as text. One in another charset is refused: its names would stand in the registry as other names. */
export async function* utf8(input: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for await (const chunk of input) {
    if (typeof chunk === 'string') yield chunk
    else {
      const bytes = chunk as Buffer
      try {
        yield decoder.decode(bytes, { stream: true })
      } catch {
        throw new UnreadableFile(line + linesBefore(bytes), 'the file is not in UTF-8 from here on')
      }
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) line += 1
    }
  }
  try {
    yield decoder.decode()
  } catch {
    throw new UnreadableFile(line, 'the file ends in the middle of a character')
  }
}

/** Whole lines before the first one that is no text; the first may begin with the end of a character. */
function linesBefore(bytes: Buffer): number {
  let [count, from] = [0, 0]
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
    if (count > 0 && !isUtf8(bytes.subarray(from, at))) return count
    if (count === 0 && !isUtf8(bytes.subarray(firstByteOf(bytes), at))) return count
    count += 1
    from = at + 1
  }
  return count
}
const firstByteOf = (bytes: Buffer): number => {
  let at = 0
  while (at < 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at += 1
  return at
}
