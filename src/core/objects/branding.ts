import { z } from 'zod'
import { localText, objectId } from './client.ts'

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, { error: 'must be a colour such as #1f6f8b' })
const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

/** How an organisation looks on hosted pages, and whom its people can call. */
export const brandingParts = {
  /** One accent colour; a shade that does not read well on the page's paper is darkened when drawn. */
  accent: colour.optional(),
  accent_dark: colour.optional(),
  /** Path of a picture that this service serves itself: pages load nothing from elsewhere. */
  logo: z
    .string()
    .regex(/^\/(?!\/)[\w./-]+$/, { error: 'must be a path on this service, such as /assets/northside.svg' })
    .optional(),
  help_phone: z.string().min(1).max(40).optional(),
  help_hours: localText.optional(),
  privacy_url: webAddress.optional(),
  terms_url: webAddress.optional(),
}

/** Branding as an object of its own, by the id of its organisation: for whoever designs and does not administer. */
export const brandingObject = z.strictObject({
  kind: z.literal('branding').default('branding'),
  id: objectId,
  ...brandingParts,
})

export type BrandingObject = z.output<typeof brandingObject>
