import { z } from 'zod'
import { connectorOf } from '../../../connectors/index.ts'
import { type InsurerObject, insurerObject } from '../../../core/objects/insurer.ts'
import type { House } from '../../../operations/house.ts'
import { makeInsurerTest } from '../../../operations/insurer-tests.ts'
import { findInsurer, findInsurers, type InsurerRow } from '../../../store/insurers.ts'
import { type Caller, route } from '../contract.ts'
import { instant, listOf, name, nothing, paging, reason } from '../fields.ts'
import { present } from '../refusals.ts'
import { assertSameId, deleteObject, saveObject } from '../saving.ts'
import { previewBody, previewedOf } from './insurer-preview.ts'
import { insurer, insurerOf, upstreamMetadata, upstreamMetadataOf } from './insurer-views.ts'
import { assertMayWriteInsurer, assertSecretStaysHome, refuseReferences } from './insurer-walls.ts'

const params = z.strictObject({ id: name })
const common = { resource: 'insurers', verb: 'read', method: 'GET' } as const
const writing = { resource: 'insurers', verb: 'write' } as const
const at = { params: { id: 'example-health' } }
const sample = {
  id: 'keystone-mutual',
  name: 'Keystone Mutual',
  protocol: 'oidc',
  issuer: 'https://id.keystone.example',
  client: { id: 'vestibule', auth: 'private_key_jwt' },
  organizations: ['northside'],
}

/** Those that the caller's organisations offer. */
const concerns = ({ organizations }: Caller, { object }: InsurerRow): boolean =>
  organizations === undefined ||
  object.organizations === undefined ||
  object.organizations.some(id => organizations.includes(id))

/** @throws Problem where it is not there, or is offered elsewhere */
async function found(house: House, caller: Caller, id: string): Promise<InsurerRow> {
  const row = await findInsurer(house.db, house.sealer, id)
  return present(row && concerns(caller, row) ? row : undefined)
}
async function answerOf(house: House, id: string) {
  const row = present(await findInsurer(house.db, house.sealer, id))
  return { body: insurerOf(house, row, true), version: row.version }
}

export const insurerRoutes = [
  route({
    ...common,
    id: 'insurers.list',
    path: '/insurers',
    summary: 'Health insurers whose members sign in with them, by id',
    query: paging,
    answer: listOf(insurer),
    async handle({ house, caller, query, cursors }) {
      const after = cursors.read(query.cursor) ?? ''
      const rows = (await findInsurers(house.db, house.sealer))
        .filter(row => row.id > after && concerns(caller, row))
        .sort((one, other) => (one.id < other.id ? -1 : 1))
      return {
        body: cursors.page(
          rows.slice(0, query.limit + 1),
          query.limit,
          ({ id }) => id,
          row => insurerOf(house, row, false),
        ),
      }
    },
  }),
  route({
    ...common,
    id: 'insurers.get',
    path: '/insurers/{id}',
    summary: 'One insurer, and what it has to register',
    params,
    isTagged: true,
    answer: insurer,
    example: at,
    async handle({ house, caller, params }) {
      const row = await found(house, caller, params.id)
      return { body: insurerOf(house, row, true), version: row.version }
    },
  }),
  route({
    ...writing,
    id: 'insurers.preview',
    method: 'POST',
    path: '/insurers/metadata',
    summary: 'What an insurer publishes, before it is added; saves nothing',
    body: previewBody,
    answer: upstreamMetadata,
    example: { body: { protocol: 'oidc', address: 'https://127.0.0.1:9/.well-known/openid-configuration' } },
    async handle({ house, body, at }) {
      const meant = previewedOf(body)
      const asked = await connectorOf(meant.protocol).refresh({ house, now: at }, meant, { isPreview: true })
      return { body: upstreamMetadataOf(asked) }
    },
  }),
  route({
    ...writing,
    id: 'insurers.create',
    method: 'POST',
    path: '/insurers',
    summary: 'Adds an insurer; its client secret is kept sealed and never told again',
    isDangerous: true,
    body: insurerObject,
    status: 201,
    isTagged: true,
    answer: insurer,
    example: { body: sample },
    async handle({ house, caller, body }) {
      refuseReferences(body)
      await assertMayWriteInsurer(house, caller, [body])
      await saveObject(house, { kind: 'insurer', object: body }, caller)
      return answerOf(house, body.id)
    },
  }),
  route({
    ...writing,
    id: 'insurers.update',
    method: 'PUT',
    path: '/insurers/{id}',
    summary: 'Replaces an insurer that no file describes; a secret that is left out stays',
    isDangerous: true,
    params,
    body: insurerObject,
    isGuarded: true,
    answer: insurer,
    example: { params: { id: sample.id }, body: { ...sample, plans: ['Keystone HMO'] } },
    async handle({ house, caller, params, body, version }) {
      refuseReferences(body)
      assertSameId(params.id, body)
      const { object: before } = await found(house, caller, params.id)
      await assertMayWriteInsurer(house, caller, [before, body])
      assertSecretStaysHome(before, body)
      await saveObject(house, { kind: 'insurer', object: body as InsurerObject, version }, caller)
      return answerOf(house, params.id)
    },
  }),
  route({
    ...writing,
    id: 'insurers.delete',
    method: 'DELETE',
    path: '/insurers/{id}',
    summary: 'Removes an insurer that no file describes, and that nobody signs in with',
    isDangerous: true,
    params,
    isGuarded: true,
    status: 204,
    answer: nothing,
    example: { params: { id: sample.id } },
    async handle({ house, caller, params, version }) {
      const { object: before } = await found(house, caller, params.id)
      await assertMayWriteInsurer(house, caller, [before])
      await deleteObject(house, { kind: 'insurer', id: params.id, version }, caller)
      return { body: undefined }
    },
  }),
  route({
    ...common,
    id: 'insurers.metadata',
    path: '/insurers/{id}/metadata',
    summary: 'Whether the insurer can be reached, and what it publishes; keeps nothing',
    params,
    answer: upstreamMetadata,
    example: at,
    async handle({ house, caller, params, at }) {
      const { object } = await found(house, caller, params.id)
      const asked = await connectorOf(object.protocol).refresh({ house, now: at }, object, { isPreview: true })
      return { body: upstreamMetadataOf(asked) }
    },
  }),
  route({
    ...writing,
    id: 'insurers.refresh',
    method: 'POST',
    path: '/insurers/{id}/metadata',
    summary: 'Fetches what the insurer publishes anew: from now on that counts',
    params,
    body: z.strictObject({ reason }),
    answer: upstreamMetadata,
    example: { ...at, body: { reason: 'they changed their certificate' } },
    async handle({ house, caller, params, at }) {
      const { object } = await found(house, caller, params.id)
      return { body: upstreamMetadataOf(await connectorOf(object.protocol).refresh({ house, now: at }, object)) }
    },
  }),
  route({
    ...writing,
    id: 'insurers.test',
    method: 'POST',
    path: '/insurers/{id}/test',
    summary: 'A link for one real sign-in that shows what comes of it and keeps nothing',
    params,
    body: z.strictObject({ reason }),
    status: 201,
    answer: z.strictObject({ link: z.string(), expires_at: instant }),
    example: { ...at, body: { reason: 'before it goes live' } },
    async handle({ house, caller, params, at }) {
      await found(house, caller, params.id)
      const made = present(await makeInsurerTest(house, { insurer: params.id, actor: caller.actor }, at))
      return { body: { link: made.link, expires_at: made.expiresAt.toISOString() } }
    },
  }),
] as const
