import type { Adapter, AdapterPayload, ClientAuthorizationState } from 'oidc-provider'
import { addSeconds, now } from '../../platform/index.ts'
import type { Transaction } from '../../store/index.ts'
import { deleteArtifact, findSessionArtifact } from '../../store/oidc-artifacts.ts'
import { saveSession } from '../../store/session-saves.ts'
import { openAuthorization, sessionHash } from '../../store/sessions.ts'
import { currentVisit } from '../visits.ts'
import { type ArtifactHouse, artifactHash, openPayload, sealPayload, writeArtifact } from './artifacts.ts'
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
  const until = addSeconds(at, house.settings.sessions.absolute_seconds)
  const visit = currentVisit()
  await saveSession(tx, house.sealer, {
    uidHash: sessionHash(house.sealer, payload.uid),
    accountId: payload.accountId,
    at,
    until,
    ...(visit ? { visit } : {}),
    artifact: {
      idHash: artifactHash(house, 'Session', id),
      payloadSealed: sealPayload(house, kept),
      expiresAt: expiresIn ? addSeconds(at, expiresIn) : until,
    },
    clients: Object.entries(authorizations).map(([clientId, authorization]) => ({
      clientId,
      authorization,
      grantHash: authorization.grantId ? artifactHash(house, 'Grant', authorization.grantId) : null,
    })),
  })
}
