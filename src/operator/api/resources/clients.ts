import { z } from 'zod'
import { type ClientObject, clientObject } from '../../../core/objects/client.ts'
import { newClientSecret, rotateClientSecret } from '../../../operations/client-secrets.ts'
import type { House } from '../../../operations/house.ts'
import type { StoredObject } from '../../../operations/object-kind.ts'
import { findClients } from '../../../store/clients.ts'
import { assertFresh } from '../caller.ts'
import { type Call, type Caller, route } from '../contract.ts'
import { listOf, name, nothing, paging, reason } from '../fields.ts'
import { Problem } from '../problems.ts'
import { accepted, present } from '../refusals.ts'
import { assertSameId, deleteObject, findObject, managed, saveObject } from '../saving.ts'

const client = z
  .strictObject({
    managed_by: z.enum(['file', 'api']),
    version: z.int(),
    object: clientObject,
    secrets: z.int().meta({ description: 'How many are live' }),
  })
  .meta({ id: 'Client' })
const made = client
  .extend({ secret: z.string().optional().meta({ description: 'Shown this once' }) })
  .meta({ id: 'NewClient' })
const params = z.strictObject({ id: name })
const common = { resource: 'clients', verb: 'read', method: 'GET' } as const

/** @throws Problem where it is not there, or belongs to somebody else */
export async function foundClient(house: House, caller: Caller, id: string): Promise<StoredObject<ClientObject>> {
  const stored = present(await findObject<ClientObject>(house, 'client', id))
  if (!owns(caller, stored.object)) throw new Problem('not-found')
  return stored
}
const owns = ({ organizations }: Caller, { organization }: ClientObject): boolean =>
  organizations === undefined || (organization !== undefined && organizations.includes(organization))

const secretsOf = ({ auth }: ClientObject): number => ('secrets' in auth ? (auth.secrets?.length ?? 0) : 0)
const withoutSecrets = ({ auth, ...object }: ClientObject): ClientObject =>
  clientObject.parse({ ...object, auth: 'secrets' in auth ? { method: auth.method } : auth })
const viewOf = (stored: StoredObject<ClientObject>) => ({
  ...managed(stored, withoutSecrets(stored.object)),
  secrets: secretsOf(stored.object),
})

/**
 * What may be written here: no secret (they are made, never chosen), nothing beyond one's own organisations, and access to
 * the operator API only by an owner who signed in a moment ago, since whoever has such a client has what it may do.
 * @throws Problem
 */
function assertMayWrite(
  { caller, at }: Pick<Call<never, never, never>, 'caller' | 'at'>,
  objects: readonly ClientObject[],
) {
  for (const object of objects) {
    if (!owns(caller, object)) throw new Problem('organization-out-of-reach')
    if (!object.admin) continue
    assertFresh(caller, at)
    if (caller.role !== 'owner') throw new Problem('role-forbids')
    const wanted = object.admin.organizations
    const isBeyond = caller.organizations && !wanted?.every(id => caller.organizations?.includes(id))
    if (isBeyond) throw new Problem('organization-out-of-reach')
  }
}
/**
 * An operator of some organisations gives no client what reaches beyond them: looking into others' tokens, or the names
 * that another organisation's portals know people by.
 * @throws Problem
 */
async function assertWithinWalls(house: House, caller: Caller, { introspection, sector, ...object }: ClientObject) {
  const { organizations } = caller
  if (!organizations) return
  if (introspection === 'any') throw new Problem('organization-out-of-reach')
  if (sector === undefined || sector === object.id || organizations.includes(sector)) return
  const own = await findClients(house.db, { within: organizations, limit: 1000 })
  if (!own.some(each => each.object.sector === sector)) throw new Problem('organization-out-of-reach')
}
function refuseSecrets({ auth }: ClientObject): void {
  if ('secrets' in auth && auth.secrets)
    throw new Problem('invalid-request', {
      errors: [{ path: 'body.auth.secrets', message: 'is made here, never chosen: leave it out' }],
    })
}

const sample = {
  id: 'eastside-portal',
  name: { en: 'Eastside portal' },
  organization: 'northside',
  redirect_uris: ['https://portal.eastside.example/callback'],
  auth: { method: 'client_secret_basic' },
  scopes: ['openid', 'profile'],
}

export const clientRoutes = [
  route({
    ...common,
    id: 'clients.list',
    path: '/clients',
    summary: 'Clients in reach, by id',
    query: paging,
    answer: listOf(client),
    async handle({ house, caller, query, cursors }) {
      const after = cursors.read(query.cursor)
      const rows = await findClients(house.db, {
        ...(after ? { after } : {}),
        ...(caller.organizations ? { within: caller.organizations } : {}),
        limit: query.limit + 1,
      })
      const page: StoredObject<ClientObject>[] = []
      for (const { id } of rows) page.push(await foundClient(house, caller, id))
      return { body: cursors.page(page, query.limit, ({ object }) => object.id, viewOf) }
    },
  }),
  route({
    ...common,
    id: 'clients.get',
    path: '/clients/{id}',
    summary: 'One client, without its secrets',
    params,
    isTagged: true,
    answer: client,
    example: { params: { id: 'northside-portal' } },
    async handle({ house, caller, params }) {
      const stored = await foundClient(house, caller, params.id)
      return { body: viewOf(stored), version: stored.version }
    },
  }),
  route({
    ...common,
    id: 'clients.create',
    method: 'POST',
    verb: 'write',
    path: '/clients',
    summary: 'Registers a client; where it has a secret, that is made and shown once',
    body: clientObject,
    status: 201,
    isTagged: true,
    answer: made,
    example: { body: sample },
    async handle({ house, caller, body, at }) {
      refuseSecrets(body)
      assertMayWrite({ caller, at }, [body])
      await assertWithinWalls(house, caller, body)
      const hasSecret = body.auth.method === 'client_secret_basic' || body.auth.method === 'client_secret_post'
      const secret = hasSecret ? newClientSecret(house) : undefined
      const object = secret ? { ...body, auth: { method: body.auth.method, secrets: [secret] } as never } : body
      const stored = await saveObject(house, { kind: 'client', object }, caller)
      return { body: { ...viewOf(stored), secret }, version: stored.version }
    },
  }),
  route({
    ...common,
    id: 'clients.update',
    method: 'PUT',
    verb: 'write',
    path: '/clients/{id}',
    summary: 'Replaces a client that no file describes; its secrets stay',
    params,
    body: clientObject,
    isGuarded: true,
    answer: client,
    example: { params: { id: sample.id }, body: { ...sample, name: { en: 'Eastside patient portal' } } },
    async handle({ house, caller, params, body, version, at }) {
      refuseSecrets(body)
      assertSameId(params.id, body)
      const before = await foundClient(house, caller, params.id)
      assertMayWrite({ caller, at }, [before.object, body])
      await assertWithinWalls(house, caller, body)
      const stored = await saveObject(house, { kind: 'client', object: body, version }, caller)
      return { body: viewOf(stored), version: stored.version }
    },
  }),
  route({
    ...common,
    id: 'clients.delete',
    method: 'DELETE',
    verb: 'write',
    path: '/clients/{id}',
    summary: 'Removes a client that no file describes',
    params,
    isGuarded: true,
    status: 204,
    answer: nothing,
    example: { params: { id: sample.id } },
    async handle({ house, caller, params, version, at }) {
      const before = await foundClient(house, caller, params.id)
      assertMayWrite({ caller, at }, [before.object])
      await deleteObject(house, { kind: 'client', id: params.id, version }, caller)
      return { body: undefined }
    },
  }),
  route({
    ...common,
    id: 'clients.rotate-secret',
    method: 'POST',
    verb: 'write',
    path: '/clients/{id}/rotate-secret',
    summary: 'A new secret, shown once; the one before it works until the next change, unless it leaked',
    isDangerous: true,
    params,
    body: z.strictObject({ leaked: z.boolean().default(false), reason }),
    status: 201,
    answer: z.strictObject({ secret: z.string() }),
    refusals: ['no-secret'],
    example: { params: { id: 'northside-portal' }, body: { reason: 'yearly change' } },
    async handle({ house, caller, params, body, at }) {
      const before = await foundClient(house, caller, params.id)
      assertMayWrite({ caller, at }, [before.object])
      const done = accepted(await rotateClientSecret(house, params.id, { now: body.leaked, actor: caller.actor }), [
        'unknown',
      ])
      return { body: { secret: done.secret } }
    },
  }),
] as const
