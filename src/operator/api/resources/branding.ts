import { z } from 'zod'
import { brandContrast } from '../../../../views/index.ts'
import { type BrandingObject, brandingObject, brandingParts } from '../../../core/objects/branding.ts'
import type { StoredObject } from '../../../operations/object-kind.ts'
import { type Caller, route } from '../contract.ts'
import { name } from '../fields.ts'
import { Problem } from '../problems.ts'
import { present } from '../refusals.ts'
import { assertSameId, findObject, managed, saveObject } from '../saving.ts'

const colour = z.string()
const shade = z.strictObject({
  chosen: colour,
  drawn: colour.meta({ description: 'What pages show: the chosen one, or the nearest that reads' }),
  on_paper: z.strictObject({ chosen: z.number(), drawn: z.number() }),
  text_on_it: z.strictObject({ colour, contrast: z.number() }),
})
const contrast = z.strictObject({ light: shade, dark: shade }).meta({
  id: 'Contrast',
  description:
    'How the accent reads on light and on dark pages (WCAG 2.2: text needs 4.5); none where the product’s own stands',
})
function contrastOf({ accent, accent_dark: accentDark }: Pick<BrandingObject, 'accent' | 'accent_dark'>) {
  const found = brandContrast({ ...(accent ? { accent } : {}), ...(accentDark ? { accentDark } : {}) })
  const told = ({ chosen, drawn, onPaper, textOnIt }: NonNullable<typeof found>['light']) => ({
    chosen,
    drawn,
    on_paper: onPaper,
    text_on_it: textOnIt,
  })
  return found && { light: told(found.light), dark: told(found.dark) }
}

const branding = z
  .strictObject({
    managed_by: z.enum(['file', 'api']),
    version: z.int(),
    object: brandingObject,
    contrast: contrast.optional(),
  })
  .meta({ id: 'Branding' })
const params = z.strictObject({ id: name.meta({ description: 'Of the organisation' }) })
const common = { resource: 'branding', verb: 'read', method: 'GET' } as const
const answerOf = (stored: StoredObject<BrandingObject>) => ({
  body: { ...managed(stored, brandingObject.parse(stored.object)), contrast: contrastOf(stored.object) },
  version: stored.version,
})
/** Whether an organisation is one of the caller's. */
export const inReach = ({ organizations }: Caller, id: string): boolean => organizations?.includes(id) ?? true
const sample = { id: 'southside', accent: '#0a5c63' }

/** How an organisation's pages look, as an object of its own. */
export const brandingRoutes = [
  route({
    ...common,
    id: 'branding.preview',
    method: 'POST',
    path: '/branding/preview',
    summary: 'How colours would read, before they are chosen; saves nothing',
    body: z.strictObject({ accent: brandingParts.accent, accent_dark: brandingParts.accent_dark }),
    answer: z.strictObject({ contrast: contrast.optional() }),
    example: { body: { accent: '#f2c94c' } },
    handle: async ({ body }) => ({ body: { contrast: contrastOf(body) } }),
  }),
  route({
    ...common,
    id: 'branding.create',
    method: 'POST',
    verb: 'write',
    path: '/branding',
    summary: 'Gives an organisation a branding of its own; it takes the whole place of what stands on the organisation',
    body: brandingObject,
    status: 201,
    isTagged: true,
    answer: branding,
    example: { body: sample },
    async handle({ house, caller, body }) {
      if (!inReach(caller, body.id)) throw new Problem('organization-out-of-reach')
      return answerOf(await saveObject(house, { kind: 'branding', object: body }, caller))
    },
  }),
  route({
    ...common,
    id: 'branding.get',
    path: '/branding/{id}',
    summary: 'Colours, logo and ways to help of one organisation, where they are an object of their own',
    params,
    isTagged: true,
    answer: branding,
    example: { params: { id: 'southside' } },
    async handle({ house, caller, params }) {
      if (!inReach(caller, params.id)) throw new Problem('not-found')
      return answerOf(present(await findObject<BrandingObject>(house, 'branding', params.id)))
    },
  }),
  route({
    ...common,
    id: 'branding.update',
    method: 'PUT',
    verb: 'write',
    path: '/branding/{id}',
    summary: 'Replaces a branding that no file describes',
    params,
    body: brandingObject,
    isGuarded: true,
    answer: branding,
    example: { params: { id: 'southside' }, body: { ...sample, help_phone: '+1 555 010 0100' } },
    async handle({ house, caller, params, body, version }) {
      assertSameId(params.id, body)
      if (!inReach(caller, params.id)) throw new Problem('not-found')
      return answerOf(await saveObject(house, { kind: 'branding', object: body, version }, caller))
    },
  }),
] as const
