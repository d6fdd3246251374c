import { z } from 'zod'

/** Fields that many routes share. */

/** Text that people write; Postgres keeps no null byte. */
export const text = (max: number, min = 1) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, { error: 'must not hold a null character' })
    .trim()
    .min(min)
export const id = z.uuid().meta({ description: 'Our own identifier' })
export const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/)
export const instant = z.iso.datetime()
export const date = z.iso.date()
export const reason = text(500, 3).meta({ description: 'Why, for the audit', example: 'asked at the desk' })
export const limit = z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items of a page' })
export const cursor = z
  .string()
  .max(1000)
  .optional()
  .meta({ description: 'Where the list goes on: `next` of the page before' })
export const paging = z.strictObject({ limit, cursor })

/** Of queues: every item is compared with the whole registry. */
export const queuePaging = z.strictObject({
  limit: z.coerce.number().int().min(1).max(20).default(10).meta({ description: 'Items of a page' }),
  cursor,
})
const place = z.codec(z.string(), z.object({ createdAt: z.date(), id }), {
  decode: text => ({ createdAt: new Date(text.slice(0, 24)), id: text.slice(25) }),
  encode: ({ createdAt, id }) => `${createdAt.toISOString()} ${id}`,
})
/** Where a queue goes on, in the words of a cursor. */
export const placeOf = (row: z.output<typeof place>): string => place.encode({ createdAt: row.createdAt, id: row.id })
/** Nobody is looked at, and marked as looked at, only to know whether there are more: a full page may be the last one. */
export const furtherOf = (rows: readonly z.output<typeof place>[], limit: number): string | undefined => {
  const last = rows.at(-1)
  return last && rows.length === limit ? placeOf(last) : undefined
}
export const afterOf = (cursor: string | undefined) => (cursor === undefined ? {} : { after: place.decode(cursor) })

export const listOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().optional().meta({ description: 'Cursor of the next page' }) })

/** How staff know whom they act for. */
export const grounds = z
  .union([
    z.strictObject({ proof: id.meta({ description: 'The proof of this call' }) }),
    z.strictObject({ in_person: text(200, 3).meta({ description: 'Identity was checked: by which document' }) }),
  ])
  .meta({ id: 'Grounds' })
export const toGrounds = (given: z.output<typeof grounds>) =>
  'proof' in given ? { proofId: given.proof } : { inPerson: given.in_person }

export const givenName = z.strictObject({ given: text(100), family: text(100) })
export const relationship = z.enum(['parent', 'guardian', 'representative', 'caregiver'])
export const nothing = z.undefined()

/** Values of a stored row that are there. */
export const iso = (date: Date | undefined | null): string | undefined => date?.toISOString()
