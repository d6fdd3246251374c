import type { Context } from 'koa'
import { type Language, text } from '../../core/index.ts'
import { languageOf, redirect } from '../../http/index.ts'
import { hours, now } from '../../platform/index.ts'
import { findConsoleSession } from '../../store/console-sessions.ts'
import { inProcess } from '../api/index.ts'
import type { SignInChecks } from './relying-party.ts'
import { beginSession, cookiesOf, operatorOf, type SessionParts } from './sessions.ts'

/** What the request for a sign-in remembers until its answer comes: sealed in `state`, for the browser that began. */
interface Begun extends SignInChecks {
  readonly browser: string
  readonly to: string
  /** milliseconds since 1970 */
  readonly at: number
}
const purpose = 'console.sign-in'

/** Sends the browser to sign in. A GET like any other: nothing is kept here. */
export async function beginSignIn(
  { house, frame, relyingParty }: SessionParts,
  ctx: Context,
  { to, language, maxAge }: { readonly to: string; readonly language: Language; readonly maxAge?: number },
): Promise<void> {
  const checks = relyingParty.newChecks()
  const begun: Begun = { ...checks, browser: frame.cookies.browser(ctx), to, at: now().getTime() }
  const state = house.sealer.sealJson(purpose, begun).toString('base64url')
  const aged = maxAge === undefined ? {} : { maxAge }
  redirect(ctx, await relyingParty.authorizationUrl(checks, { state, language, ...aged }))
}

function begunOf({ house, frame }: SessionParts, ctx: Context, state: unknown): Begun | undefined {
  if (typeof state !== 'string') return undefined
  try {
    const begun = house.sealer.openJson<Begun>(purpose, Buffer.from(state, 'base64url'))
    const isHere = begun.browser === frame.cookies.sentBrowser(ctx)
    return isHere && now().getTime() - begun.at < hours(1) * 1000 ? begun : undefined
  } catch {
    return undefined
  }
}

/** Where the sign-in comes back to. */
export async function finishSignIn(parts: SessionParts, ctx: Context): Promise<void> {
  const { house, frame, relyingParty, dispatcher } = parts
  const { state } = ctx.query
  const begun = begunOf(parts, ctx, state)
  if (!begun || typeof state !== 'string')
    return frame.errors.draw(ctx, { kind: 'expired', status: 410, waysOn: [again('/console')] })
  if (ctx.query.error !== undefined) return refuse(parts, ctx, String(ctx.query.error), begun.to)
  const tokens = await exchanged(parts, ctx, state, begun)
  if (!tokens) return frame.errors.draw(ctx, { kind: 'expired', status: 410, waysOn: [again(begun.to)] })
  const operator = await operatorOf(dispatcher, tokens.access)
  if (operator === 'over') return frame.errors.draw(ctx, { kind: 'expired', status: 410, waysOn: [again(begun.to)] })
  if (operator === 'no-operator') return refuseStranger(parts, ctx)
  const { accountId } = operator
  const before = cookiesOf(frame, ctx)
  const standing = before && (await findConsoleSession(house.db, house.sealer, before))
  // a step-up goes on where it was
  const kept = standing?.accountId === accountId ? standing.organization : undefined
  const organization = kept ?? (await onlyOrganization(parts, ctx, tokens.access))
  await beginSession(parts, ctx, { accountId, tokens, ...(organization ? { organization } : {}) })
  redirect(ctx, begun.to)

  async function exchanged(...[, , given, checks]: [SessionParts, Context, string, Begun]) {
    try {
      return await relyingParty.exchange(new URL(ctx.originalUrl, house.settings.issuer), given, checks)
    } catch (error) {
      // used already, or too late: signing in again finds the session
      house.log.fault('console.sign-in', error)
      return undefined
    }
  }
}

async function onlyOrganization(
  { dispatcher }: SessionParts,
  ctx: Context,
  token: string,
): Promise<string | undefined> {
  const api = inProcess(dispatcher, { token, ip: ctx.ip })
  const { items } = (await api.call('organizations.list', { query: { limit: 2 } })).body
  return items.length === 1 ? items[0]?.object.id : undefined
}

const again = (to: string) => ({ href: to, label: text('console.sign-in-again') })

/** The sign-in was not what is needed, or somebody said no. */
function refuse({ frame }: SessionParts, ctx: Context, error: string, to: string): Promise<void> {
  const isWeak = error === 'unmet_authentication_requirements'
  return frame.errors.draw(ctx, {
    kind: 'refused',
    status: 403,
    title: text(isWeak ? 'console.weak.title' : 'console.refused.title'),
    lead: [text(isWeak ? 'console.weak.lead' : 'console.refused.lead')],
    waysOn: [again(to), ...(isWeak ? [{ href: '/account', label: text('console.to-account') }] : [])],
  })
}

/** Whoever signed in has nothing to do here; what there is stays unsaid. */
export function refuseStranger({ frame }: Pick<SessionParts, 'frame'>, ctx: Context): Promise<void> {
  return frame.errors.draw(ctx, {
    kind: 'refused',
    status: 403,
    language: languageOf(ctx, frame.cookies),
    title: text('console.stranger.title'),
    lead: [text('console.stranger.lead')],
    waysOn: [
      { href: '/account', label: text('console.to-account') },
      { href: '/logout', label: text('console.other-person') },
    ],
  })
}
