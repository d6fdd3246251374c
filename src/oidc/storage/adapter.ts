import Provider, { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import { refreshPolicy } from '../../core/objects/client.ts'
import { tokenOfTestClient } from '../../operations/sign-in-tests.ts'
import { addSeconds, now } from '../../platform/index.ts'
import { findClientCredentials } from '../../store/clients.ts'
import type { Transaction } from '../../store/index.ts'
import {
  deleteArtifact,
  type FoundArtifact,
  findArtifactByUserCode,
  updateArtifactPayload,
} from '../../store/oidc-artifacts.ts'
import { createReplay } from '../../store/replays.ts'
import {
  deleteGrantedArtifact,
  updateArtifactConsumed,
  updateGraceEnded,
  updateGrantRevoked,
} from '../../store/token-families.ts'
import { objectOf, toProviderMetadata } from '../configuration/clients.ts'
import { findTestClient } from '../configuration/sign-in-test-client.ts'
import { type ArtifactHouse, artifactHash, openPayload, sealPayload, userCodeHash, writeArtifact } from './artifacts.ts'
import { findWithNext, keepActiveOwner, takeGrant } from './code-reads.ts'
import { findInteractionArtifact } from './journeys.ts'
import { sessionAdapter } from './session-adapter.ts'
import type { Storage } from './transactions.ts'

/** The library's storage on Postgres: one adapter a model. */
export function createAdapterFactory(house: ArtifactHouse, storage: Storage): (model: string) => Adapter {
  return model => {
    switch (model) {
      case 'Client':
        return { ...refusing('Client'), ...clientAdapter(house, storage) }
      case 'Session':
        return { ...refusing('Session'), ...sessionAdapter(house, storage) }
      default:
        return artifactAdapter(model, house, storage)
    }
  }
}

const hasFamily = new Set(['AccessToken', 'RefreshToken', 'AuthorizationCode', 'DeviceCode'])

function artifactAdapter(model: string, house: ArtifactHouse, storage: Storage): Adapter {
  const hash = (id: string) => artifactHash(house, model, id)
  const open = (found: FoundArtifact): AdapterPayload => {
    const payload = openPayload(house, found.payloadSealed)
    // the repeat that its grace allows must not look like theft
    if (found.consumedAt && !isGraced(model, found)) {
      payload.consumed = Math.floor(found.consumedAt.getTime() / 1000)
      if (Provider.ctx?.oidc.route === 'token') reuses.add(Provider.ctx)
    }
    return payload
  }
  return {
    async upsert(id, payload, expiresIn) {
      // what the person's journey came to is told to an interaction that is still there, or to nobody
      if (model !== 'Interaction' || !payload.result)
        return storage.write(
          db => writeArtifact(db, house, model, id, payload, expiresIn),
          model === 'Interaction' ? 'alone' : undefined,
        )
      const sealed = sealPayload(house, payload)
      if (!(await storage.write(db => updateArtifactPayload(db, model, hash(id), sealed, now()))))
        throw new errors.SessionNotFound('interaction session not found')
    },
    async find(id) {
      const idHash = hash(id)
      const found =
        (model === 'Grant' ? takeGrant(idHash) : undefined) ??
        (await storage.read(read =>
          model === 'Interaction'
            ? findInteractionArtifact(read, house, { id, idHash })
            : findWithNext(read, model, idHash, house.settings.sessions.idle_seconds),
        ))
      if (!found) return undefined
      if (model === 'RefreshToken' && Provider.ctx) refreshExpiries.set(Provider.ctx, found.expiresAt)
      const payload = open(found)
      if (model === 'Interaction' && payload.params) interactionExpiries.set(payload.params, found.expiresAt)
      return { ...payload, jti: id }
    },
    async findByUserCode(userCode) {
      const found = await storage.read(read =>
        findArtifactByUserCode(read, model, userCodeHash(house, model, userCode), now()),
      )
      return found && open(found)
    },
    findByUid: async () => undefined,
    async consume(id) {
      if ((await storage.atomically(tx => consume(tx, house, model, id))) !== 'lost') return
      if (Provider.ctx) reuses.add(Provider.ctx)
      if (model === 'PushedAuthorizationRequest')
        throw new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used')
      throw new errors.InvalidGrant('already used')
    },
    destroy: id =>
      hasFamily.has(model)
        ? storage.atomically(tx => deleteGrantedArtifact(tx, model, hash(id)))
        : storage.write(db => deleteArtifact(db, model, hash(id))),
    revokeByGrantId: grantId =>
      storage.atomically(tx => updateGrantRevoked(tx, artifactHash(house, 'Grant', grantId), now(), model)),
  }
}

/** Compare and set: of fifty that consume at the same moment one wins. */
async function consume(
  tx: Transaction,
  house: ArtifactHouse,
  model: string,
  id: string,
): Promise<'consumed' | 'repeated' | 'lost'> {
  const at = now()
  const client = Provider.ctx?.oidc.client
  const grace = model === 'RefreshToken' && client ? refreshPolicy(objectOf(client)).graceSeconds : 0
  const until = grace > 0 ? addSeconds(at, grace) : null
  const result = await updateArtifactConsumed(tx, model, artifactHash(house, model, id), at, until)
  if (result.kind === 'consumed') keepActiveOwner(result.activeOwner)
  if (result.kind === 'consumed' && result.parentHash) await updateGraceEnded(tx, model, result.parentHash)
  // a second use at the same moment is as much a sign of theft as a later one (RFC 9700 §4.14.2, RFC 6749 §4.1.2)
  if (result.kind === 'lost' && result.grantHash) await updateGrantRevoked(tx, result.grantHash, at)
  return result.kind
}

const isGraced = (model: string, found: FoundArtifact): boolean =>
  model === 'RefreshToken' &&
  Provider.ctx?.oidc.route === 'token' &&
  found.repeatableUntil !== null &&
  found.repeatableUntil > now()

const reuses = new WeakSet<object>()
/** Whether this request presented what somebody had used before. */
export const isReuse = (ctx: object): boolean => reuses.has(ctx)

const refreshExpiries = new WeakMap<object, Date>()
/** When the refresh token that this request presented would lapse unused. */
export const presentedRefreshExpiry = (ctx: object): Date | undefined => refreshExpiries.get(ctx)

const interactionExpiries = new WeakMap<object, Date>()
/** When an interaction that was just found would lapse unused. */
export const interactionExpiry = ({ params }: { readonly params: object }): Date | undefined =>
  interactionExpiries.get(params)

/** A change to a client holds within a second everywhere: nothing tells the other instances of it. */
const clientKeptMs = 1000
const clientsKept = 1000

function clientAdapter(house: ArtifactHouse, storage: Storage): Pick<Adapter, 'find'> {
  const kept = new Map<string, { readonly at: number; readonly metadata: AdapterPayload }>()
  return {
    async find(id) {
      const at = performance.now()
      const known = kept.get(id)
      if (known && at - known.at < clientKeptMs) return known.metadata
      if (tokenOfTestClient(id) !== undefined) return storage.read(read => findTestClient(house, read, id))
      const found = await storage.read(read => findClientCredentials(read, house.sealer, id))
      kept.delete(id)
      if (!found) return undefined
      const metadata = toProviderMetadata(found)
      if (kept.size >= clientsKept) kept.clear()
      kept.set(id, { at, metadata })
      return metadata
    },
  }
}

/**
 * Replaces the library's find-then-save (5 of 50 same-`jti` assertions passed it): the insert itself decides.
 * @returns the new `ReplayDetection.unique`
 */
export const uniqueBy =
  (house: ArtifactHouse, storage: Storage) =>
  (issuer: string, jti: string, exp: number): Promise<boolean> =>
    storage.write(db =>
      createReplay(db, artifactHash(house, 'ReplayDetection', `${issuer}\n${jti}`), new Date(exp * 1000)),
    )

function refusing(model: string): Adapter {
  const refuse = async (): Promise<never> => {
    throw new Error(`${model} is not written this way`)
  }
  const absent = async () => undefined
  return {
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
    find: absent,
    findByUserCode: absent,
    findByUid: absent,
  }
}
