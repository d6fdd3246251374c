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
