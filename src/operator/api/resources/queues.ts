import { z } from 'zod'
import { reasonTexts } from '../../../core/matching/index.ts'
import type { MatchedCandidate } from '../../../operations/matching.ts'
import type { Queued, QueuePage } from '../../../operations/queue-pages.ts'
import type { Cursors } from '../cursors.ts'
import { id, type queuePaging } from '../fields.ts'

/** What a clerk needs to decide whom somebody may be; shared by the queues. */
export const candidate = z
  .strictObject({
    patient: id.optional(),
    grade: z.string(),
    reasons: z.array(z.strictObject({ id: z.string(), text: z.string() })),
    has_account: z.boolean(),
  })
  .meta({ id: 'Candidate' })

export const candidateOf = ({ patientId, grade, reasons, selfAccountId }: MatchedCandidate) => ({
  patient: patientId,
  grade,
  reasons: reasons.map(reason => ({ id: reason, text: reasonTexts[reason] })),
  has_account: selfAccountId !== undefined,
})

export const sex = z.enum(['female', 'male', 'another', 'undisclosed'])

/** Which part of a queue a request is about. @throws Problem */
export function pageAsked({ limit, cursor }: z.output<typeof queuePaging>, cursors: Cursors): QueuePage {
  const after = cursors.read(cursor)
  return { limit, ...(after ? { after } : {}) }
}

export function pageTold<T extends { readonly id: string }, U>(
  { items, isMore }: Queued<T>,
  cursors: Cursors,
  item: (each: T) => U,
): { readonly items: U[]; readonly next?: string } {
  const last = items.at(-1)
  return { items: items.map(item), ...(isMore && last ? { next: cursors.after(last.id) } : {}) }
}
