/**
 * Oidc: oidc-provider with our storage, policy, claims, clients and keys, and the bridge from an interaction to a flow
 * and back. May not draw a page (rendering is passed in) nor know a flow's steps. Invariant: a bearer value is good for
 * one use, whatever the concurrency, and a session or account that has ended gives nothing more.
 */
import type { Context, Middleware } from 'koa'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { House } from '../operations/house.ts'
import { endLapsedSessions, endSessionsOfAccount } from '../operations/sessions.ts'
import { initKeys } from '../operations/signing-keys.ts'
import { createOutbound, now } from '../platform/index.ts'
import { isDatabaseAway } from '../store/index.ts'
import { findLogoutDelivery, updateLogoutDelivery } from '../store/logout-deliveries.ts'
import { findSigningKeysVersion, hasSigningKeys } from '../store/signing-keys.ts'
import { findAdminToken } from './admin-tokens.ts'
import { createAftermath } from './aftermath.ts'
import type { Oidc, OidcPages } from './contract.ts'
import { hostGuard } from './host.ts'
import { extendInteraction, finishInteraction, loadInteraction } from './interactions.ts'
import { type BuiltProvider, buildProvider } from './provider.ts'
import { requestRules } from './request-rules.ts'
import { browserSession, createActivity, endBrowserSession, setSessionCookie, signedIn, signIn } from './sessions.ts'
import { createStorage } from './storage/transactions.ts'
import { visitOf } from './visits.ts'

export { logoutJob } from '../operations/sessions.ts'
export { consoleSecret } from './configuration/own-clients.ts'
export type * from './contract.ts'
export { hostGuard } from './host.ts'

const keysCheckedEvery = 15_000

/** Builds the provider; makes the first signing keys where there are none. */
export async function createOidc(house: House, pages: OidcPages): Promise<Oidc> {
  const { db, settings, log } = house
  if (settings.keys.cookies.length === 0) throw new Error('keys.cookies is empty: cookies would not be signed')
  if (!(await hasSigningKeys(db))) await initKeys(house, now())
  const storage = createStorage(db)
  const outbound = createOutbound({ allow: settings.outbound.allow, timeoutMs: settings.outbound.timeout_ms })
  const faults = new WeakMap<object, Error>()
  const onFault = (ctx: KoaContextWithOIDC, error: Error) => {
    faults.set(ctx, error)
    log.fault('oidc.fault', error, { route: ctx.oidc.route })
  }
  const activity = createActivity(house.sealer)
  const aftermath = createAftermath(house, storage, activity)
  const build = () => buildProvider({ house, storage, pages, outbound, onFault })
  let built: BuiltProvider = await build()
  let keysCheckedAt = performance.now()
  let checking: Promise<unknown> = Promise.resolve()

  async function refreshKeys(): Promise<boolean> {
    keysCheckedAt = performance.now()
    if ((await findSigningKeysVersion(db)) === built.keysVersion) return false
    // requests that run keep the provider that they began with
    built = await build()
    log.info('oidc.keys-changed')
    return true
  }

  /** What needs no database (discovery, keys) is answered without it. */
  const refreshKeysIfReachable = () =>
    refreshKeys().catch(error => {
      if (!isDatabaseAway(error)) throw error
    })

  const middleware: Middleware = async (ctx, next) => {
    if (isKeysQuestion(ctx)) await refreshKeysIfReachable()
    // nobody waits for this: while no connection is free each request would wait once more
    else if (performance.now() - keysCheckedAt > keysCheckedEvery)
      checking = refreshKeysIfReachable().catch(error => log.fault('oidc.keys-not-refreshed', error))
    const { handle } = built
    const work = async () => {
      await handle(ctx, next)
      if (isProtocol(ctx)) await aftermath(ctx)
    }
    const rules = requestRules(house, ctx)
    await (rules ? storage.request(work, rules) : work())
    answerOutage(ctx, faults.get(ctx))
  }

  return {
    hostGuard: hostGuard(settings),
    middleware,
    loadInteraction: ctx => loadInteraction(house, built.provider, ctx),
    extendInteraction: ctx => extendInteraction(house, built.provider, ctx),
    finishInteraction: (ctx, result) => finishInteraction(house, built.provider, ctx, result),
    signIn: (ctx, person) => signIn(house, built.provider, ctx, person),
    signedIn: ctx => signedIn(house, built.provider, ctx),
    async touch(ctx) {
      const session = await browserSession(built.provider, ctx)
      if (session.accountId) await activity.count(db, session.uid, visitOf(ctx))
    },
    async signOut(ctx) {
      await endBrowserSession(house, await browserSession(built.provider, ctx), 'signed-out')
      setSessionCookie(house, built.provider, ctx, null)
    },
    endSessionsOfAccount: (accountId, reason, except) =>
      db.transaction().execute(tx => endSessionsOfAccount(tx, house, accountId, reason, except)),
    endExpiredSessions: () => endLapsedSessions(house),
    adminToken: value => findAdminToken(built.provider, value),
    deliverLogout: id => deliverLogout(house, built, id),
    refreshKeys,
    async close() {
      await checking
      await outbound.close()
    },
  }
}

/** A portal asks again for keys when it meets one that it does not know: it may be seconds old. */
const isKeysQuestion = (ctx: Context): boolean => ctx.method === 'GET' && ctx.path.toLowerCase() === '/jwks'
const isProtocol = (ctx: unknown): ctx is KoaContextWithOIDC => typeof ctx === 'object' && ctx !== null && 'oidc' in ctx

/** The database away is an outage (503), not a fault of this request. */
function answerOutage(ctx: Context, fault: Error | undefined): void {
  if (!fault || !isDatabaseAway(fault)) return
  const isPage = ctx.response.is('html')
  ctx.status = 503
  ctx.set('retry-after', '5')
  if (!isPage) ctx.body = { error: 'temporarily_unavailable' }
}

/** @throws Error where the portal could not be reached: the worker tries again */
async function deliverLogout(house: House, built: BuiltProvider, id: string): Promise<void> {
  const delivery = await findLogoutDelivery(house.db, house.sealer, id)
  if (!delivery) return
  const client = await built.provider.Client.find(delivery.clientId)
  if (!client?.backchannelLogoutUri || delivery.expiresAt <= now()) return updateLogoutDelivery(house.db, id, 'failed')
  try {
    await built.deliver(client, delivery.accountId, delivery.sid ?? '')
  } catch (cause) {
    await updateLogoutDelivery(house.db, id, 'queued')
    // the library's message has the address in it, and jobs keep messages in clear
    throw new Error('back-channel logout was not accepted', { cause })
  }
  await updateLogoutDelivery(house.db, id, 'sent')
}
