import { z } from 'zod'
import { objectId } from './client.ts'

const words = z.string().trim().min(1).max(2000)

/**
 * Texts of hosted pages in an organisation's own words, by the id of the organisation and of each text. Always in every
 * language; that the ids exist and the placeholders are those of the original is for `operations/texts.ts`, which has
 * the originals.
 */
export const textsObject = z.strictObject({
  kind: z.literal('texts').default('texts'),
  id: objectId,
  texts: z.record(z.string().min(1), z.strictObject({ en: words, es: words })),
})

export type TextsObject = z.output<typeof textsObject>
