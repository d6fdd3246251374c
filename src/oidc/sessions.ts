import type { Context } from 'koa'
import type Provider from 'oidc-provider'
import type { Session } from 'oidc-provider'
import { foldEvidence } from '../core/assurance.ts'
import type { House } from '../operations/house.ts'
import { endSession } from '../operations/sessions.ts'
import { addSeconds, minutes, now } from '../platform/index.ts'
import { isAccountActive } from '../store/account-claims.ts'
import { bindEvidence, findSessionEvidence } from '../store/evidence.ts'
import type { Reader } from '../store/index.ts'
import { deleteArtifact } from '../store/oidc-artifacts.ts'
import { findSession, type SessionVisit, sessionHash, updateSessionActivity } from '../store/sessions.ts'
import { cookieNames, cookieOptions } from './configuration/cookies.ts'
import type { SignedIn } from './contract.ts'
import { artifactHash } from './storage/artifacts.ts'
import { duringVisit } from './visits.ts'

export type SessionHouse = Pick<House, 'db' | 'sealer' | 'settings'>

/** The session of this browser, signed in or not. */
export const browserSession = (provider: Provider, ctx: Context): Promise<Session> =>
  // the library types this for its own contexts, but is made to work in any
  provider.Session.get(ctx as never)

/** @returns undefined where nobody is signed in here, or the session or account has ended */
export async function signedIn(house: SessionHouse, provider: Provider, ctx: Context): Promise<SignedIn | undefined> {
  const session = await browserSession(provider, ctx)
  if (!session.accountId || !(await isAccountActive(house.db, session.accountId))) return undefined
  const row = await findSession(house.db, sessionHash(house.sealer, session.uid))
  return (
    row && {
      accountId: session.accountId,
      sessionUid: session.uid,
      startedAt: row.startedAt,
      lastActiveAt: row.lastActiveAt,
    }
  )
}

/**
 * Signs in outside an interaction, as the library does inside one: a new identifier where a session existed (session
 * fixation), and the flow's proofs tied to the session. Somebody else's session ends first.
 */
export async function signIn(
  house: SessionHouse,
  provider: Provider,
  ctx: Context,
  person: { readonly accountId: string; readonly flowId: string },
): Promise<void> {
  const standing = await browserSession(provider, ctx)
  const isOthers = standing.accountId !== undefined && standing.accountId !== person.accountId
  if (isOthers) await endBrowserSession(house, standing, 'someone-else')
  const session = isOthers ? new provider.Session() : standing
  const { accountId, flowId } = person
  await bindEvidence(house.db, house.sealer, { flowId, accountId, sessionUid: session.uid })
  const evidence = await findSessionEvidence(house.db, house.sealer, { uid: session.uid, accountId }, now())
  const assurance = foldEvidence(evidence, {}, now())
  if (!assurance) throw new Error('a sign-in came without evidence')
  session.loginAccount({
    accountId,
    acr: assurance.acr,
    amr: [...assurance.amr],
    loginTs: Math.floor(assurance.authTime.getTime() / 1000),
    transient: true,
  })
  if (!isOthers && session.exp) session.resetIdentifier()
  await duringVisit(ctx, () => session.save(house.settings.sessions.absolute_seconds))
  setSessionCookie(house, provider, ctx, session.jti)
}

/** Ends this browser's session and tells its portals. */
export async function endBrowserSession(house: SessionHouse, session: Session, reason: string): Promise<void> {
  const { accountId, uid, jti } = session
  if (!accountId) return
  await house.db.transaction().execute(async tx => {
    await endSession(tx, house, { uidHash: sessionHash(house.sealer, uid), accountId }, reason)
    await deleteArtifact(tx, 'Session', artifactHash(house, 'Session', jti))
  })
}

export const setSessionCookie = (house: SessionHouse, provider: Provider, ctx: Context, id: string | null): void => {
  const { issuer } = house.settings
  const { cookies } = provider.createContext(ctx.req, ctx.res)
  cookies.set(cookieNames(issuer).session, id, { ...cookieOptions(issuer), path: '/' })
}

const touchedEvery = minutes(1)
const remembered = 10_000

/** Counts activity: at most one UPDATE a minute and session, also where several instances see the same one. */
export function createActivity(sealer: House['sealer']) {
  const seen = new Map<string, number>()
  return {
    async count(db: Reader, uid: string, visit?: SessionVisit): Promise<void> {
      const at = now()
      const last = seen.get(uid)
      if (last !== undefined && at.getTime() - last < touchedEvery * 1000 && at.getTime() >= last) return
      if (seen.size >= remembered) seen.clear()
      seen.set(uid, at.getTime())
      const activity = { at, olderThan: addSeconds(at, -touchedEvery), ...(visit ? { visit } : {}) }
      await updateSessionActivity(db, sealer, sessionHash(sealer, uid), activity)
    },
  }
}
export type Activity = ReturnType<typeof createActivity>
