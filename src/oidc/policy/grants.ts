import type { Grant, KoaContextWithOIDC } from 'oidc-provider'
import { assess } from '../../core/assessment.ts'
import { resolvePolicy } from '../../core/policy.ts'
import type { House } from '../../operations/house.ts'
import { newToken, now } from '../../platform/index.ts'
import { claimSessionClient, sessionHash } from '../../store/sessions.ts'
import { mayHaveClaim } from '../configuration/claim-scopes.ts'
import { objectOf } from '../configuration/clients.ts'
import { artifactHash } from '../storage/artifacts.ts'
import type { Storage } from '../storage/transactions.ts'
import { acrRequestOf, keepAssessment } from './assurance.ts'
import type { PersonChecks } from './persons.ts'
import { isLoginPending, mayGrant } from './prompts.ts'
import { proofsOf } from './proofs.ts'

type GrantHouse = Pick<House, 'sealer' | 'random'>

/**
 * The library's `loadExistingGrant`: runs once a request, after the account is known and before anything is asked or
 * given. Here the flow's proofs are tied to the session (its uid is unknown before), `acr`, `amr` and `auth_time` are
 * folded for this request, and the one grant that this session has with this client is found or made.
 */
export function createGrantLoader(house: GrantHouse, storage: Storage, persons: PersonChecks) {
  return async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    await assessSession(house, storage, ctx)
    const { session, client } = ctx.oidc
    if (!session || !client) return undefined
    const known = session.grantIdFor(client.clientId)
    const existing = known ? await ctx.oidc.provider.Grant.find(known) : undefined
    const own = existing?.accountId === session.accountId ? existing : undefined
    if (!mayGrant(ctx) || (await isLoginPendingQuietly(ctx, persons))) return own
    const grant = own ?? (await claimGrant(house, storage, ctx, known))
    return widen(ctx, grant)
  }
}

async function assessSession(house: GrantHouse, storage: Storage, ctx: KoaContextWithOIDC): Promise<void> {
  const { session, client } = ctx.oidc
  const proofs = await proofsOf(house, storage, ctx)
  if (!proofs || !session || !client) return
  const { evidence, parts, at } = proofs
  const object = objectOf(client)
  const { floor, confirm } = resolvePolicy(parts.levels, { ...parts, client: object, at })
  const assessment = assess(evidence, acrRequestOf(ctx.oidc.params ?? {}, object, floor), at, confirm)
  keepAssessment(ctx, assessment)
  const { assurance } = assessment
  if (!assurance) return
  session.acr = assurance.acr
  session.amr = [...assurance.amr]
  session.loginTs = Math.floor(assurance.authTime.getTime() / 1000)
}

/** An error is the policy's to throw, where it is turned into an answer for the portal. */
async function isLoginPendingQuietly(ctx: KoaContextWithOIDC, persons: PersonChecks): Promise<boolean> {
  try {
    return await isLoginPending(ctx, persons)
  } catch {
    return true
  }
}

/**
 * A new grant would end every token bound to this session before it, and of two tabs at once only one would keep its
 * own: the first to claim the session's place for this client wins, and the other uses the winner's.
 */
async function claimGrant(
  house: GrantHouse,
  storage: Storage,
  ctx: KoaContextWithOIDC,
  dead: string | undefined,
): Promise<Grant> {
  const { session, client, provider } = ctx.oidc
  if (!session?.accountId || !client) throw new Error('a grant needs a session')
  const { accountId, uid } = session
  const { clientId } = client
  const grant = new provider.Grant({ accountId, clientId })
  grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes].join(' '))
  const grantId = await grant.save()
  const uidHash = sessionHash(house.sealer, uid)
  const sid = session.sidFor(clientId) ?? newToken(house.random)
  const own = { clientId, authorization: { sid, grantId }, grantHash: artifactHash(house, 'Grant', grantId) }
  const conflict = dead ? 'update' : 'keep'
  const standing = await storage.write(db =>
    claimSessionClient(db, house.sealer, { uidHash, client: own }, now(), conflict),
  )
  session.sidFor(clientId, standing.sid ?? sid)
  if (standing.grantId === grantId || !standing.grantId) return grant
  const winner = await provider.Grant.find(standing.grantId)
  if (!winner) return grant
  await grant.destroy()
  return winner
}

/** Adds what this request asks for and the grant lacks; consent or first party has been established. */
async function widen(ctx: KoaContextWithOIDC, grant: Grant): Promise<Grant> {
  const granted = new Set(grant.getOIDCScopeEncountered().split(' '))
  const scopes = [...ctx.oidc.requestParamOIDCScopes].filter(scope => !granted.has(scope))
  const encountered = new Set(grant.getOIDCClaimsEncountered())
  const { client } = ctx.oidc
  const resources = missingResourceScopes(ctx, grant)
  const claims = [...ctx.oidc.requestParamClaims].filter(
    claim => !encountered.has(claim) && client !== undefined && mayHaveClaim(objectOf(client), claim),
  )
  if (scopes.length === 0 && claims.length === 0 && resources.length === 0) return grant
  if (scopes.length > 0) grant.addOIDCScope(scopes.join(' '))
  if (claims.length > 0) grant.addOIDCClaims(claims)
  for (const { resource, missing } of resources) grant.addResourceScope(resource, missing.join(' '))
  await grant.save()
  return grant
}

/** Scopes of the operator API that the client may ask for and this grant lacks. */
function missingResourceScopes(ctx: KoaContextWithOIDC, grant: Grant) {
  return Object.entries(ctx.oidc.resourceServers ?? {}).flatMap(([resource, server]) => {
    const granted = new Set(grant.getResourceScopeEncountered(resource).split(' '))
    const missing = [...ctx.oidc.requestParamScopes].filter(scope => server.scopes.has(scope) && !granted.has(scope))
    return missing.length > 0 ? [{ resource, missing }] : []
  })
}
