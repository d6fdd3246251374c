import type { Adapter, AdapterPayload, ClientAuthorizationState } from 'oidc-provider'
import { addSeconds, now } from '../../platform/index.ts'
import type { Transaction } from '../../store/index.ts'
import { deleteArtifact, findSessionArtifact } from '../../store/oidc-artifacts.ts'
import { createOrTouchSession, createSessionClients, openAuthorization, sessionHash } from '../../store/sessions.ts'
import { currentVisit } from '../visits.ts'
import { type ArtifactHouse, artifactHash, openPayload, writeArtifact } from './artifacts.ts'
import { takeSession } from './code-reads.ts'
import type { Storage } from './transactions.ts'

/**
 * Sessions: ended, idle and over-age ones are absent. Their `authorizations` live in rows of their own, merged on write
 * and composed on find, since parallel saves of one session overwrite each other.
 */
export function sessionAdapter(
  house: ArtifactHouse,
  storage: Storage,
): Pick<Adapter, 'upsert' | 'find' | 'findByUid' | 'destroy'> {
  const hash = (id: string) => artifactHash(house, 'Session', id)
  const find = async (by: { idHash: Buffer } | { uidHash: Buffer }): Promise<AdapterPayload | undefined> => {
    const at = now()
    const idleSince = addSeconds(at, -house.settings.sessions.idle_seconds)
    const found =
      ('uidHash' in by ? takeSession(by.uidHash) : undefined) ??
      (await storage.read(read => findSessionArtifact(read, by, { at, idleSince })))
    if (!found) return undefined
    const payload = openPayload(house, found.payloadSealed)
    if (found.clients.length > 0)
      payload.authorizations = Object.fromEntries(
        found.clients.map(client => [
          client.clientId,
          openAuthorization(house.sealer, client.sealed) as ClientAuthorizationState,
        ]),
      )
    return payload
  }
  return {
    upsert: (id, payload, expiresIn) => storage.atomically(tx => save(tx, house, id, payload, expiresIn)),
    async find(id) {
      const payload = await find({ idHash: hash(id) })
      return payload && { ...payload, jti: id }
    },
    findByUid: uid => find({ uidHash: sessionHash(house.sealer, uid) }),
    destroy: id => storage.write(db => deleteArtifact(db, 'Session', hash(id))),
  }
}

async function save(
  tx: Transaction,
  house: ArtifactHouse,
  id: string,
  payload: AdapterPayload,
  expiresIn: number | undefined,
): Promise<void> {
  const { authorizations = {}, ...kept } = payload
  // nobody is signed in yet: nothing to count, nobody to tell
  if (!payload.accountId || !payload.uid) return writeArtifact(tx, house, 'Session', id, kept, expiresIn)
  const at = now()
  const uidHash = sessionHash(house.sealer, payload.uid)
  const until = addSeconds(at, house.settings.sessions.absolute_seconds)
  const visit = currentVisit()
  const session = { uidHash, accountId: payload.accountId, at, until, ...(visit ? { visit } : {}) }
  const end = await createOrTouchSession(tx, house.sealer, session)
  // it ended while this request ran: it stays ended
  if (!end) return
  const remaining = Math.max(1, Math.floor((end.getTime() - at.getTime()) / 1000))
  await writeArtifact(tx, house, 'Session', id, kept, Math.min(expiresIn ?? remaining, remaining))
  const clients = Object.entries(authorizations).map(([clientId, authorization]) => ({
    clientId,
    authorization,
    grantHash: authorization.grantId ? artifactHash(house, 'Grant', authorization.grantId) : null,
  }))
  await createSessionClients(tx, house.sealer, { uidHash, clients }, at)
}
