import { z } from 'zod'
import { type InsurerObject, insurerObject } from '../../../core/objects/insurer.ts'
import { text } from '../fields.ts'
import { Problem } from '../problems.ts'

const address = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .meta({ description: 'Of its metadata, its discovery document, or its issuer' })

/** Where an insurer that is not there yet describes itself. */
export const previewBody = z.union([
  z.strictObject({ protocol: z.literal('oidc'), address }),
  z.strictObject({ protocol: z.literal('saml'), address, entity_id: text(1000).optional() }),
  z.strictObject({
    protocol: z.literal('saml'),
    metadata: z.string().min(1).max(200_000).meta({ description: 'The XML itself' }),
    entity_id: text(1000).optional(),
  }),
])

const discovery = '/.well-known/openid-configuration'
/** No object can have this id, so that nothing of a preview is taken for an insurer's. */
const id = ':preview'

/** The insurer that would come of it, as far as its metadata goes. @throws Problem */
export function previewedOf(asked: z.output<typeof previewBody>): InsurerObject {
  const entity = 'entity_id' in asked && asked.entity_id ? { entity_id: asked.entity_id } : {}
  const source =
    asked.protocol === 'oidc'
      ? { issuer: issuerOf(asked.address), client: { id: 'preview', auth: 'private_key_jwt' } }
      : 'metadata' in asked
        ? { metadata_file: asked.metadata, ...entity }
        : { metadata_url: asked.address, ...entity }
  const parsed = insurerObject.safeParse({ id: 'preview', name: 'preview', protocol: asked.protocol, ...source })
  if (!parsed.success)
    throw new Problem('invalid-request', { errors: [{ path: 'body.address', message: 'is no address of an insurer' }] })
  return { ...parsed.data, id }
}

/** An issuer ends where its discovery document begins (OpenID Connect Discovery 1.0 §4). */
const issuerOf = (address: string): string =>
  address.endsWith(discovery) ? address.slice(0, -discovery.length) : address
