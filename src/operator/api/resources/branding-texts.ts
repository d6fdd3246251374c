import { z } from 'zod'
import { type TextsObject, textsObject } from '../../../core/objects/texts.ts'
import type { StoredObject } from '../../../operations/object-kind.ts'
import { route } from '../contract.ts'
import { listOf, name, nothing, paging, text } from '../fields.ts'
import { Problem } from '../problems.ts'
import { present } from '../refusals.ts'
import { assertSameId, deleteObject, findObject, managed, saveObject } from '../saving.ts'
import { inReach } from './branding.ts'

const texts = z
  .strictObject({ managed_by: z.enum(['file', 'api']), version: z.int(), object: textsObject })
  .meta({ id: 'Texts' })
const params = z.strictObject({ id: name.meta({ description: 'Of the organisation' }) })
const path = '/branding/{id}/texts'
const common = { resource: 'branding', verb: 'read', method: 'GET', path, params } as const
const answerOf = (stored: StoredObject<TextsObject>) => ({
  body: managed(stored, textsObject.parse(stored.object)),
  version: stored.version,
})
const at = { params: { id: 'southside' } }
const plain = (words: string): string => words.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
const holds = ({ id, en, es }: { id: string; en: string; es: string }, sought: string): boolean =>
  [id, en, es].some(each => plain(each).includes(plain(sought)))
const words = { en: 'Sign in to Southside', es: 'Entrar en Southside' }
const sample = { id: 'southside', texts: { 'sign-in.title': words } }

/** What an organisation words otherwise on hosted pages; under the same rules as in files. */
export const brandingTextRoutes = [
  route({
    id: 'branding.originals',
    method: 'GET',
    path: '/branding/texts',
    resource: 'branding',
    verb: 'read',
    summary: 'Every text of hosted pages that can be worded otherwise, with the original words, by id',
    query: paging.extend({
      find: text(100).optional().meta({ description: 'Stands in the id or in the words; accents and case aside' }),
    }),
    answer: listOf(z.strictObject({ id: z.string(), en: z.string(), es: z.string() })),
    example: { query: { limit: '20', find: 'sign in' } },
    async handle({ house, query, cursors }) {
      const after = cursors.read(query.cursor) ?? ''
      const entry = (id: string) => ({ id, ...(house.texts?.[id] ?? { en: '', es: '' }) })
      const ids = Object.keys(house.texts ?? {})
        .sort()
        .filter(id => id > after && (query.find === undefined || holds(entry(id), query.find)))
        .slice(0, query.limit + 1)
      return { body: cursors.page(ids, query.limit, id => id, entry) }
    },
  }),
  route({
    ...common,
    id: 'branding.create-texts',
    method: 'POST',
    verb: 'write',
    summary: 'Gives an organisation words of its own, in every language, with the placeholders of the originals',
    body: textsObject,
    status: 201,
    isTagged: true,
    answer: texts,
    example: { ...at, body: sample },
    async handle({ house, caller, params, body }) {
      assertSameId(params.id, body)
      if (!inReach(caller, params.id)) throw new Problem('not-found')
      return answerOf(await saveObject(house, { kind: 'texts', object: body }, caller))
    },
  }),
  route({
    ...common,
    id: 'branding.texts',
    summary: 'What the organisation words otherwise',
    isTagged: true,
    answer: texts,
    example: at,
    async handle({ house, caller, params }) {
      if (!inReach(caller, params.id)) throw new Problem('not-found')
      return answerOf(present(await findObject<TextsObject>(house, 'texts', params.id)))
    },
  }),
  route({
    ...common,
    id: 'branding.update-texts',
    method: 'PUT',
    verb: 'write',
    summary: 'Replaces words that no file describes: what is left out is worded as the original',
    body: textsObject,
    isGuarded: true,
    answer: texts,
    example: { ...at, body: { ...sample, texts: { 'sign-in.title': { ...words, en: 'Welcome to Southside' } } } },
    async handle({ house, caller, params, body, version }) {
      assertSameId(params.id, body)
      if (!inReach(caller, params.id)) throw new Problem('not-found')
      return answerOf(await saveObject(house, { kind: 'texts', object: body, version }, caller))
    },
  }),
  route({
    ...common,
    id: 'branding.delete-texts',
    method: 'DELETE',
    verb: 'write',
    summary: 'Takes all of an organisation’s own words away',
    isGuarded: true,
    status: 204,
    answer: nothing,
    example: at,
    async handle({ house, caller, params, version }) {
      if (!inReach(caller, params.id)) throw new Problem('not-found')
      await deleteObject(house, { kind: 'texts', id: params.id, version }, caller)
      return { body: undefined }
    },
  }),
] as const
