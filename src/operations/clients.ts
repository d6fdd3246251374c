import type { ClientObject } from '../core/objects/client.ts'
import { deleteClientSessions, updateClientArtifactsRevoked } from '../store/client-removal.ts'
import { type ClientWrite, createClient, findClient, findClientCredentials, updateClient } from '../store/clients.ts'
import type { ObjectKind } from './object-kind.ts'

const secretsOf = (object: ClientObject): readonly string[] | undefined =>
  'secrets' in object.auth ? object.auth.secrets : undefined

/** The stored form: no kind, and secrets apart (sealed). */
const withoutSecrets = (object: ClientObject): ClientObject => {
  const { kind: _kind, ...stored } = object
  const auth = 'secrets' in object.auth ? { method: object.auth.method } : object.auth
  return { ...stored, auth } as ClientObject
}
const toWrite = (object: ClientObject, managedBy: ClientWrite['managedBy']): ClientWrite => {
  const secrets = secretsOf(object)
  return { object: withoutSecrets(object), managedBy, ...(secrets ? { secrets } : {}) }
}

/** Clients (relying parties). A file that names no secrets leaves those that were made elsewhere as they are. */
export const clientKind: ObjectKind<ClientObject> = {
  kind: 'client',
  table: 'clients',
  async find(read, house, id) {
    const row = await findClient(read, id)
    const credentials = row && (await findClientCredentials(read, house.sealer, id))
    if (!row || !credentials) return undefined
    const auth =
      credentials.secrets.length > 0 ? { ...row.object.auth, secrets: [...credentials.secrets] } : row.object.auth
    const object = { ...row.object, kind: 'client', auth } as ClientObject
    return { object, version: row.version, managedBy: row.managedBy }
  },
  settle(described, stored) {
    const { auth } = described
    const kept = stored && secretsOf(stored)
    if (!('secrets' in auth || auth.method.startsWith('client_secret')) || secretsOf(described) || !kept)
      return described
    return { ...described, auth: { ...auth, secrets: [...kept] } as ClientObject['auth'] }
  },
  create: (tx, house, object, { managedBy, at }) => createClient(tx, house.sealer, toWrite(object, managedBy), at),
  update: (tx, house, object, version, { managedBy, at }) =>
    updateClient(tx, house.sealer, toWrite(object, managedBy), version, at),
  // sessions live on without it; whom it was is in no token afterwards, and it cannot be told, having no address here
  remove: async (tx, id, at) => ({
    tokens: await updateClientArtifactsRevoked(tx, id, at),
    sessions: await deleteClientSessions(tx, id),
  }),
  mask: object => ({ ...withoutSecrets(object), secrets: secretsOf(object)?.length ?? 0 }),
  subject: object => ({ clientId: object.id, ...(object.organization ? { organizationId: object.organization } : {}) }),
}
