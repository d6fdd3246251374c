import { Readable } from 'node:stream'
import type { Context } from 'koa'
import type { Route, Upload } from './contract.ts'
import { Problem } from './problems.ts'

/** No object that is written by hand comes near it. */
const jsonLimit = 256 * 1024

/** The body of a request as text; only JSON in UTF-8. @throws Problem */
export async function readJsonText(ctx: Context): Promise<string> {
  if (ctx.request.type !== 'application/json')
    throw new Problem('unsupported-media-type', { detail: 'application/json' })
  refuseEncoded(ctx)
  assertLength(ctx, jsonLimit)
  const chunks: Buffer[] = []
  for await (const chunk of limited(ctx.req, jsonLimit)) chunks.push(chunk)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
  } catch {
    // what is not text would be kept as something else than was sent
    throw unreadable('is not in UTF-8')
  }
}

/** @throws Problem */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, keepable)
  } catch (fault) {
    // of the engine's message only the place: the rest repeats what was sent
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(String(fault)) ?? []
    throw unreadable(
      line ? `is no JSON at line ${line}, column ${column}` : 'is no JSON, or holds characters that cannot be kept',
    )
  }
}

const unreadable = (message: string): Problem => new Problem('invalid-request', { errors: [{ path: 'body', message }] })

/** Postgres keeps neither a null character nor half of a pair. */
function keepable(key: string, value: unknown): unknown {
  for (const text of [key, value])
    if (typeof text === 'string' && (text.includes('\0') || !text.isWellFormed())) throw new Error('cannot be kept')
  return value
}

/** A file as it comes in; what is longer than the limit fails where it is read. @throws Problem */
export function openUpload(ctx: Context, { types, limit }: NonNullable<Route['upload']>): Upload {
  const { type } = ctx.request
  if (!types.includes(type)) throw new Problem('unsupported-media-type', { detail: types.join(', ') })
  refuseEncoded(ctx)
  assertLength(ctx, limit)
  return { type, stream: Readable.from(limited(ctx.req, limit), { objectMode: false }) }
}

async function* limited(source: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let length = 0
  for (const chunks = source[Symbol.asyncIterator](); ; ) {
    const { done, value: chunk } = await nextOf(chunks)
    if (done) return
    length += chunk.length
    if (length > limit)
      throw new Problem('too-large', { detail: `${limit} bytes at most; of a file, what came before may be taken` })
    yield chunk
  }
}

/** A client that goes away in the middle is no fault of ours. */
async function nextOf(chunks: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
  try {
    return await chunks.next()
  } catch {
    throw unreadable('ended before its end')
  }
}

const assertLength = (ctx: Context, limit: number): void => {
  if ((ctx.request.length ?? 0) > limit) throw new Problem('too-large', { detail: `${limit} bytes at most` })
}

/** A small file that grows to a huge one is nobody's import; names in another charset would be taken as other names. */
function refuseEncoded(ctx: Context): void {
  if (ctx.request.charset && !/^utf-?8$/i.test(ctx.request.charset))
    throw new Problem('unsupported-media-type', { detail: 'in UTF-8' })
  const encoding = ctx.get('content-encoding')
  if (encoding && encoding !== 'identity') throw new Problem('unsupported-media-type', { detail: 'not compressed' })
}
