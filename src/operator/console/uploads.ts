import { Readable } from 'node:stream'
import type { Context } from 'koa'
import { redirect } from '../../http/index.ts'
import type { TypedFile } from './contract.ts'
import type { ConsoleParts } from './index.ts'
import { openSession } from './sessions.ts'

declare module 'koa' {
  interface DefaultState {
    consoleFiles?: ReadonlyMap<string, TypedFile>
  }
}

/** More is for the command line or the API, which read as they go: this stands in memory once. */
export const uploadLimit = 16 * 1024 * 1024

/**
 * Reads a form with a file, for operators only: of whoever is not signed in not a byte is kept.
 * @returns false where it was answered already
 */
export async function parseUpload(parts: ConsoleParts, ctx: Context, path: string): Promise<boolean> {
  ctx.request.body = {}
  if (ctx.request.type !== 'multipart/form-data' || (await openSession(parts, ctx)).kind !== 'open') return true
  try {
    const content = Readable.toWeb(Readable.from(limited(ctx.req), { objectMode: false })) as ReadableStream
    const given = await new Response(content, { headers: { 'content-type': ctx.get('content-type') } }).formData()
    const files = new Map<string, TypedFile>()
    const fields: Record<string, string> = {}
    for (const [name, value] of given) {
      if (typeof value === 'string') fields[name] = value
      else if (value.size > 0)
        files.set(name, { size: value.size, stream: () => Readable.fromWeb(value.stream() as never) })
    }
    ctx.request.body = fields
    ctx.state.consoleFiles = files
    return true
  } catch {
    // what is still on its way is let in and forgotten: else the browser would show an error of its own
    ctx.req.resume()
    redirect(ctx, `${path}?notice=file-unread`)
    return false
  }
}

async function* limited(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let length = 0
  for await (const chunk of source) {
    length += chunk.length
    if (length > uploadLimit) throw new Error('too large')
    yield chunk
  }
}
