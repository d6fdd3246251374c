/**
 * "Try sign-in": a real sign-in under the settings of one client, for whoever holds the link that an operator made. It
 * shows what that client would get. Invariant: nothing that comes of it is kept, the tokens are taken back at once, and
 * the client itself is left as it is.
 */
import type { RequestListener } from 'node:http'
import type { Context, Middleware } from 'koa'
import { renderConsole } from '../../../views/index.ts'
import { acrLevels } from '../../core/assurance.ts'
import type { ConsolePage, SentWith } from '../../core/console/index.ts'
import { text } from '../../core/index.ts'
import type { ClientObject } from '../../core/objects/client.ts'
import { type Frame, languageOf, languageSwitchOf, redirect } from '../../http/index.ts'
import type { House } from '../../operations/house.ts'
import { readSignInTest, signInTestPaths } from '../../operations/sign-in-tests.ts'
import { hours, now, type Translators } from '../../platform/index.ts'
import { findClient } from '../../store/clients.ts'
import { beginPage, refusedPage, shownPage } from './pages.ts'
import { type SignInTried, type TryChecks, triedAt } from './trying.ts'

export interface SignInTestParts {
  readonly house: House
  readonly frame: Frame
  readonly translators: Translators
  /** This very instance, for the calls that a portal's server would make. */
  readonly own: () => RequestListener
}
/** Sealed in `state` until the browser that began comes back. */
interface Begun extends TryChecks {
  readonly token: string
  readonly browser: string
  /** milliseconds since 1970 */
  readonly at: number
}
const purpose = 'sign-in-test.begun'
const address = new RegExp(`^${signInTestPaths.begins}/([\\w-]{40,400})(/begin)?$`)

export function createSignInTest(parts: SignInTestParts): Middleware {
  return async (ctx, next) => {
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD'
    if (isRead && ctx.path === signInTestPaths.callback) {
      ctx.state.route = signInTestPaths.callback
      return finish(parts, ctx)
    }
    const [, token, begins] = address.exec(ctx.path) ?? []
    if (token === undefined) return next()
    ctx.state.route = `${signInTestPaths.begins}/:token`
    if (isRead && !begins) return show(parts, ctx, token)
    if (ctx.method === 'POST' && begins) return begin(parts, ctx, token)
    return next()
  }
}

/** @returns undefined where the link is over, or the client gone */
async function clientOf({ house }: SignInTestParts, token: string): Promise<ClientObject | undefined> {
  const test = readSignInTest(house, token, now())
  return test && (await findClient(house.db, test.client))?.object
}

async function show(parts: SignInTestParts, ctx: Context, token: string): Promise<void> {
  const client = await clientOf(parts, token)
  if (!client) return over(parts, ctx)
  const { frame } = parts
  const action = `${ctx.path}/begin`
  const csrf = frame.csrf.token(frame.cookies.browser(ctx), action, { version: 0 })
  draw(parts, ctx, beginPage(client, languageOf(ctx, frame.cookies)), { begin: { action, hidden: { csrf } } })
}

/** One press, so that nothing which follows links by itself begins a sign-in. */
async function begin(parts: SignInTestParts, ctx: Context, token: string): Promise<void> {
  const { house, frame } = parts
  await frame.parseForm(ctx, async () => {})
  const body = (ctx.request.body ?? {}) as Readonly<Record<string, unknown>>
  const browser = frame.cookies.sentBrowser(ctx)
  const checked = frame.csrf.check(ctx, browser, ctx.path, body.csrf)
  if (typeof checked === 'string') return frame.errors.draw(ctx, { kind: 'stale', status: 403 })
  const client = await clientOf(parts, token)
  if (!client || !browser) return over(parts, ctx)
  const tried = triedAt(parts, { token, client })
  const checks = tried.newChecks()
  const begun: Begun = { ...checks, token, browser, at: now().getTime() }
  const acr = acrLevels.find(each => each === body.acr)
  const url = await tried.authorizationUrl(checks, {
    state: house.sealer.sealJson(purpose, begun).toString('base64url'),
    language: languageOf(ctx, frame.cookies),
    isFresh: body.fresh !== undefined,
    ...(acr ? { acr } : {}),
  })
  redirect(ctx, url)
}

/** Where the sign-in comes back to. The code is spent here, and what it was good for is shown and taken back. */
async function finish(parts: SignInTestParts, ctx: Context): Promise<void> {
  const { house, frame } = parts
  const { state } = ctx.query
  const begun = begunOf(parts, ctx, state)
  const client = begun && (await clientOf(parts, begun.token))
  if (!begun || !client || typeof state !== 'string') return over(parts, ctx)
  const again = `${signInTestPaths.begins}/${begun.token}`
  if (ctx.query.error !== undefined) {
    const { error, error_description: description } = ctx.query
    return draw(
      parts,
      ctx,
      refusedPage(client, { error: String(error), description: String(description ?? ''), again }),
    )
  }
  const url = new URL(ctx.originalUrl, house.settings.issuer)
  let came: SignInTried
  try {
    came = await triedAt(parts, { token: begun.token, client }).exchange(url, state, begun)
  } catch (error) {
    // shown already, or too late
    house.log.fault('sign-in-test', error)
    return over(parts, ctx)
  }
  draw(parts, ctx, shownPage(client, came, { again, language: languageOf(ctx, frame.cookies) }))
}

function begunOf({ house, frame }: SignInTestParts, ctx: Context, state: unknown): Begun | undefined {
  if (typeof state !== 'string') return undefined
  try {
    const begun = house.sealer.openJson<Begun>(purpose, Buffer.from(state, 'base64url'))
    const isHere = begun.browser === frame.cookies.sentBrowser(ctx)
    return isHere && now().getTime() - begun.at < hours(1) * 1000 ? begun : undefined
  } catch {
    return undefined
  }
}

const over = ({ frame }: SignInTestParts, ctx: Context): Promise<void> =>
  frame.errors.draw(ctx, {
    kind: 'expired',
    status: 410,
    title: text('sign-in-test.over'),
    lead: [text('sign-in-test.over.lead')],
    waysOn: [],
  })

function draw(
  { frame, translators }: SignInTestParts,
  ctx: Context,
  page: ConsolePage,
  forms: Readonly<Record<string, SentWith>> = {},
): void {
  const language = languageOf(ctx, frame.cookies)
  // what a code was good for is shown once
  const again = page.links?.[0]?.href
  const languageSwitch = again ? `${again}?lang=${language === 'en' ? 'es' : 'en'}` : languageSwitchOf(ctx, language)
  ctx.type = 'html'
  ctx.body = renderConsole({ page, language, nonce: ctx.state.nonce, languageSwitch, forms }, translators)
}
