import Provider, { type AdapterPayload } from 'oidc-provider'
import { purposes } from '../../core/purposes.ts'
import type { House } from '../../operations/house.ts'
import { addSeconds, days, now } from '../../platform/index.ts'
import type { Database, Transaction } from '../../store/index.ts'
import { createArtifact } from '../../store/oidc-artifacts.ts'
import { sessionHash } from '../../store/sessions.ts'

export type ArtifactHouse = Pick<House, 'sealer' | 'settings'>

/** Keyed hash of a library id: the id is the bearer value itself, so it is stored nowhere. */
export const artifactHash = ({ sealer }: Pick<House, 'sealer'>, model: string, id: string): Buffer =>
  sealer.index(`oidc.${model}`, id)

export const userCodeHash = ({ sealer }: Pick<House, 'sealer'>, model: string, userCode: string): Buffer =>
  sealer.index(`oidc.${model}.user-code`, userCode)

/** How long an artifact may lie unused; its payload's `exp` is its absolute end. */
const idleSeconds = ({ settings: { tokens } }: Pick<House, 'settings'>, model: string): number | undefined =>
  model === 'Interaction'
    ? tokens.interaction_idle_seconds
    : model === 'RefreshToken'
      ? days(tokens.refresh_token_idle_days)
      : undefined

/** The end of an artifact that was used at `at`. */
export const slidingExpiry = (house: Pick<House, 'settings'>, model: string, at: Date, exp: Date): Date => {
  const idle = idleSeconds(house, model)
  const slid = idle ? addSeconds(at, idle) : exp
  return slid < exp ? slid : exp
}

const payloadPurpose = purposes.oidcPayload
export const openPayload = ({ sealer }: Pick<House, 'sealer'>, sealed: Buffer): AdapterPayload =>
  sealer.openJson<AdapterPayload>(payloadPurpose, sealed)

export const sealPayload = ({ sealer }: Pick<House, 'sealer'>, { jti: _bearer, ...kept }: AdapterPayload): Buffer =>
  sealer.sealJson(payloadPurpose, kept)

/** Writes one artifact as the table wants it: the id hashed, the payload sealed without it. */
export async function writeArtifact(
  db: Database | Transaction,
  house: ArtifactHouse,
  model: string,
  id: string,
  payload: AdapterPayload,
  expiresIn: number | undefined,
): Promise<void> {
  const at = now()
  const uid = payload.uid ?? payload.sessionUid
  // an interaction belongs to a browser: ending a person's sessions must not end the journey in which they do it
  const isOwned = model !== 'Interaction'
  const replaced = model === 'RefreshToken' ? Provider.ctx?.oidc.entities.RotatedRefreshToken?.jti : undefined
  await createArtifact(db, {
    model,
    idHash: artifactHash(house, model, id),
    accountId: isOwned ? (payload.accountId ?? null) : null,
    clientId: payload.clientId ?? null,
    grantHash: isOwned && payload.grantId ? artifactHash(house, 'Grant', payload.grantId) : null,
    uidHash: uid ? sessionHash(house.sealer, uid) : null,
    userCodeHash: payload.userCode ? userCodeHash(house, model, payload.userCode) : null,
    parentHash: replaced ? artifactHash(house, model, replaced) : null,
    payloadSealed: sealPayload(house, payload),
    expiresAt: slidingExpiry(house, model, at, addSeconds(at, expiresIn ?? days(1))),
  })
}
