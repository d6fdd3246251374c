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
  if (ctx.request.charset && !/^utf-?8$/i.test(ctx.request.charset))
    throw new Problem('unsupported-media-type', { detail: 'in UTF-8' })
  refuseEncoded(ctx)
  assertLength(ctx, jsonLimit)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > jsonLimit) throw new Problem('too-large', { detail: `${jsonLimit} bytes at most` })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** @throws Problem */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, keepable)
  } catch {
    throw new Problem('invalid-request', {
      errors: [{ path: 'body', message: 'is no JSON, or holds characters that cannot be kept' }],
    })
  }
}

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
  for await (const chunk of source) {
    length += chunk.length
    if (length > limit) throw new Problem('too-large', { detail: `${limit} bytes at most` })
    yield chunk
  }
}

const assertLength = (ctx: Context, limit: number): void => {
  if ((ctx.request.length ?? 0) > limit) throw new Problem('too-large', { detail: `${limit} bytes at most` })
}

/** A small file that grows to a huge one is nobody's import. */
function refuseEncoded(ctx: Context): void {
  const encoding = ctx.get('content-encoding')
  if (encoding && encoding !== 'identity') throw new Problem('unsupported-media-type', { detail: 'not compressed' })
}
