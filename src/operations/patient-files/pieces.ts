import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** Text in pieces that end where a line ends, and where a chunk ends; `isEnd` says which. */
export async function* pieces(input: Readable): AsyncGenerator<{ line: number; text: string; isEnd: boolean }[]> {
  const decoder = new StringDecoder('utf8')
  let line = 1
  let isFirst = true
  const split = (text: string) => {
    const found: { line: number; text: string; isEnd: boolean }[] = []
    let from = 0
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      found.push({ line, text: text.slice(from, at + 1), isEnd: true })
      line += 1
      from = at + 1
    }
    if (from < text.length) found.push({ line, text: text.slice(from), isEnd: false })
    return found
  }
  for await (const chunk of input) {
    let text = typeof chunk === 'string' ? chunk : decoder.write(chunk)
    if (isFirst && text !== '') {
      if (text.startsWith('\ufeff')) text = text.slice(1)
      isFirst = false
    }
    yield split(text)
  }
  yield split(decoder.end())
}
