import { Readable } from 'node:stream'
import { z } from 'zod'
import { readStreamCursor, streamCursorAt, streamViews } from '../../../operations/audit-stream/index.ts'
import type { House } from '../../../operations/house.ts'
import { findAuditSeal } from '../../../store/audit.ts'
import { findStreamEvents } from '../../../store/audit-stream.ts'
import { route } from '../contract.ts'
import { Problem } from '../problems.ts'

const pageLength = 500

interface Asked {
  readonly after: string
  readonly upTo: string
  readonly within?: readonly string[]
  readonly next: string
  readonly isMore: boolean
}

/** Page after page, each read when the one before it is sent; the last line says where to go on. */
async function* linesOf({ db, sealer, settings }: House, { next, isMore, ...asked }: Asked) {
  const viewOf = streamViews(sealer, settings.audit.stream.include)
  let { after } = asked
  for (;;) {
    const rows = await findStreamEvents(db, { ...asked, after, limit: pageLength })
    yield rows.map(row => `${JSON.stringify(viewOf(row))}\n`).join('')
    if (rows.length < pageLength) break
    after = rows.at(-1)?.position as string
  }
  yield `${JSON.stringify({ next, more: isMore })}\n`
}

export const auditStreamRoute = route({
  id: 'audit-events.stream',
  method: 'GET',
  path: '/audit-events/stream',
  resource: 'audit-events',
  verb: 'read',
  summary: 'The trail in its own order, for programs that follow it: nobody can be told from it',
  description:
    'NDJSON: an event a line, oldest first, and a last line `{"next":"…","more":false}`; ask again with `after` set to its `next`. An answer without that line was cut off: ask again with the same `after`. Events are there some seconds after they happened. `limit` counts places in the chain, so that fewer of the caller’s organisations may come.',
  query: z.strictObject({
    after: z.string().max(100).optional().meta({ description: 'From the last line of the answer before' }),
    limit: z.coerce.number().int().min(1).max(10_000).default(1000).meta({ description: 'Places in the chain' }),
  }),
  answer: z.undefined(),
  streams: ['application/x-ndjson'],
  example: { query: { limit: '100' } },
  async handle({ house, caller, query }) {
    const after = await readStreamCursor(house.db, query.after)
    // after a backup was put back: its reader must know that it does not simply go on
    if (after === undefined) throw new Problem('invalid-cursor')
    const seal = await findAuditSeal(house.db)
    const head = BigInt(seal?.position ?? 0)
    const base = BigInt(seal?.base_position ?? 0)
    const from = BigInt(after) < base ? base : BigInt(after)
    const end = from + BigInt(query.limit) < head ? from + BigInt(query.limit) : head
    const asked = {
      after: from.toString(),
      upTo: end.toString(),
      ...(caller.organizations ? { within: caller.organizations } : {}),
      next: end === from ? (query.after ?? '0') : await streamCursorAt(house.db, end.toString()),
      isMore: end < head,
    }
    return {
      stream: Readable.from(linesOf(house, asked), { objectMode: false }),
      type: 'application/x-ndjson',
      filename: 'audit.ndjson',
    }
  },
})
