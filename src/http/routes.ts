import Router from '@koa/router'
import type { Context, Middleware } from 'koa'
import type { Ask } from '../flow-engine/index.ts'
import type { InteractionView, SignedIn } from '../oidc/contract.ts'
import { minutes, now } from '../platform/index.ts'
import { accountRoutes } from './account/index.ts'
import { answerConsent, drawConsent } from './consent.ts'
import { depart } from './departures.ts'
import { federationRoutes } from './federation.ts'
import { languageOf, visitorOf } from './frame.ts'
import type { HostedParts, HostedRequest } from './hosted.ts'
import { hintedInsurer } from './insurer-hints.ts'
import { organizationOfPerson } from './organizations.ts'
import { basePath, createReplies, redirect } from './replies.ts'

/** An interaction lives for a quarter of an hour after the last submit; prolonged only where it matters. */
const isHalfOver = (lapsesAt: Date | undefined): boolean =>
  lapsesAt !== undefined && lapsesAt.getTime() - now().getTime() < minutes(8) * 1000

/** An entry's path with whatever stands for its parameters. */
const matcherOf = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/g, '[\\w-]+')}$`)

type Entry = HostedParts['entries'][number]

/** To a page's script, never to a person: an answer, or that the page is out of date. */
function answerScript(ctx: Context, told: Awaited<ReturnType<HostedParts['engine']['inquire']>> | false): void {
  ctx.type = 'json'
  ctx.status = told ? 200 : 409
  ctx.body = told || {}
}

/** All addresses of the hosted pages; docs/architecture.md shows the scheme. */
export function hostedRoutes(parts: HostedParts, parse: Middleware): Router {
  const { engine, cookies, csrf, oidc, flowNames } = parts
  const router = new Router()
  // only our own forms: the provider reads its bodies itself
  router.use((ctx, next) => (ctx.method === 'POST' ? parse(ctx, next) : next()))
  const replies = createReplies(parts, async (ctx, request, completed) => {
    if (!(await depart(parts, ctx, completed))) await replies.restart(ctx, request, 'expired', completed.record.ask)
  })
  const bodyOf = (ctx: Context) => ctx.request.body as Readonly<Record<string, unknown>>

  /** GET: where is this journey, or the page of one step. */
  async function show(ctx: Context, request: HostedRequest, step?: string): Promise<void> {
    if (!request.address) return replies.restart(ctx, request, 'unknown')
    const flowRequest = {
      address: request.address,
      browser: request.browser,
      visitor: visitorOf(ctx, cookies, request.language),
    }
    await replies.respond(
      ctx,
      request,
      step ? await engine.open(flowRequest, step) : await engine.dispatch(flowRequest),
    )
  }

  /** POST of one step. A form that is stale or came without cookie costs nobody what they typed. */
  async function submit(ctx: Context, request: HostedRequest, step?: string): Promise<void> {
    if (!request.address) return replies.restart(ctx, request, 'unknown')
    const visitor = visitorOf(ctx, cookies, request.language)
    const flowRequest = { address: request.address, browser: request.browser, visitor }
    const body = bodyOf(ctx)
    const checked = csrf.check(ctx, cookies.sentBrowser(ctx), request.form, body.csrf)
    if (ctx.get('accept') === 'application/json')
      return answerScript(ctx, typeof checked !== 'string' && (await engine.inquire(flowRequest, step, checked)))
    if (checked === 'cross-site' || checked === 'no-cookie') return replies.restart(ctx, request, checked)
    if (checked === 'stale') {
      const reply = step ? await engine.open(flowRequest, step) : await engine.dispatch(flowRequest)
      return replies.respond(
        ctx,
        request,
        reply.kind === 'page' ? { ...reply, problem: { code: 'stale' } } : reply,
        body,
      )
    }
    const reply = await engine.submit(flowRequest, step, body, checked)
    if (reply.kind === 'go' && isHalfOver(request.lapsesAt)) await oidc.extendInteraction(ctx)
    await replies.respond(ctx, request, reply, body)
  }

  /**
   * The portal named the insurer: the browser goes there at once, by the same step that a press would send it from. Only
   * while the journey has no row, so that whoever comes back by hand finds a page, and nothing begins twice.
   */
  async function goesStraight(ctx: Context, request: HostedRequest): Promise<boolean> {
    const { address, browser } = request
    if (address?.by !== 'name' || !address.given?.chosen) return false
    const flowRequest = { address, browser, visitor: visitorOf(ctx, cookies, request.language) }
    const reply = await engine.dispatch(flowRequest)
    const isNew = reply.kind === 'page' && reply.record.version === 0
    await replies.respond(
      ctx,
      request,
      isNew ? await engine.submit(flowRequest, reply.step, {}, { version: 0, id: reply.record.id }) : reply,
    )
    return true
  }

  // — flows begun by a portal —

  async function withInteraction(
    ctx: Context,
    flow: string | undefined,
    work: (request: HostedRequest, view: InteractionView, flow: string) => Promise<void>,
  ): Promise<void> {
    const uid = ctx.params.uid as string
    const view = await oidc.loadInteraction(ctx)
    const organization = await parts.organizations.find(view?.ask.organization)
    const language = languageOf(ctx, cookies, view?.uiLocales, organization?.defaultLanguage)
    const browser = cookies.browser(ctx)
    if (view?.uid !== uid) {
      return replies.restart(ctx, { language, browser, base: `/interaction/${uid}`, form: '' }, 'expired')
    }
    cookies.setGoing(ctx, view.client.id)
    const hint = await hintedInsurer(parts, view)
    const asked = view.flow && flowNames.has(view.flow) ? view.flow : hint ? 'insurer' : 'sign-in'
    const name = flow ?? asked
    const base = `/interaction/${uid}/${name}`
    const request: HostedRequest = {
      language,
      browser,
      base,
      form: base,
      entry: base,
      organization: view.ask.organization,
      lapsesAt: view.expiresAt,
      ...(flowNames.has(name)
        ? {
            address: {
              by: 'name',
              flow: name,
              ask: { ...view.ask, organizationGiven: view.ask.organization !== '' },
              ...(hint?.id && name === 'insurer' ? { given: { chosen: { id: hint.id } } } : {}),
              rows: view.journeys,
            },
          }
        : {}),
    }
    await work(request, view, name)
  }

  router.get('/interaction/:uid', ctx =>
    withInteraction(ctx, undefined, async (request, view) => {
      if (view.prompt === 'consent') return drawConsent(parts, replies, ctx, request, view)
      if (!(await goesStraight(ctx, request))) await show(ctx, request)
    }),
  )
  router.post('/interaction/:uid/consent', ctx =>
    withInteraction(ctx, 'consent', (request, view) => answerConsent(parts, replies, ctx, request, view)),
  )
  router.get('/interaction/:uid/:flow', ctx => withInteraction(ctx, ctx.params.flow, request => show(ctx, request)))
  router.post('/interaction/:uid/:flow/extend', ctx =>
    withInteraction(ctx, ctx.params.flow, request => extend(ctx, request)),
  )
  router.get('/interaction/:uid/:flow/:step', ctx =>
    withInteraction(ctx, ctx.params.flow, request => show(ctx, request, ctx.params.step)),
  )
  router.post('/interaction/:uid/:flow/:step', ctx =>
    withInteraction(ctx, ctx.params.flow, request => submit(ctx, request, ctx.params.step as string)),
  )

  // — flows begun by a link or by the person —

  async function entryRequest(ctx: Context, { flow, gives }: Entry, signedIn?: SignedIn): Promise<HostedRequest> {
    const { organization, client_id, target_link_uri, return: back } = ctx.query
    const portal = await parts.portalOf(typeof client_id === 'string' ? client_id : undefined)
    // a portal speaks for its own organisation, whatever else the address says
    const wanted = portal?.organization ?? (typeof organization === 'string' ? organization : undefined)
    const own = wanted || !signedIn ? undefined : await organizationOfPerson(parts.house.db, signedIn.accountId)
    const row = await parts.organizations.find(wanted ?? own)
    const target =
      typeof target_link_uri === 'string' && portal?.ownsOrigin(target_link_uri) ? target_link_uri : undefined
    const ask: Ask = {
      organization: row?.id ?? '',
      organizationGiven: row !== undefined && row.id === wanted,
      ...(portal ? { client: { id: portal.id, name: portal.name, firstParty: portal.firstParty } } : {}),
      ...(target ? { targetLinkUri: target } : {}),
      ...(typeof back === 'string' && isOwnPath(back) ? { returnTo: back } : {}),
      ...(signedIn ? { signedIn: { accountId: signedIn.accountId, sessionUid: signedIn.sessionUid } } : {}),
    }
    const url = new URL(ctx.originalUrl, 'http://x')
    url.searchParams.delete('lang')
    url.searchParams.delete('notice')
    const entry = `${url.pathname}${url.search}`
    return {
      language: languageOf(ctx, cookies, undefined, row?.defaultLanguage),
      browser: cookies.browser(ctx),
      organization: ask.organization,
      address: { by: 'name', flow, ask, ...(gives ? { given: { [gives]: ctx.params[gives] } } : {}) },
      base: entry,
      form: flow,
      entry,
    }
  }
  /** Runs `work` for an entry page; one that needs a session leads through the sign-in first, and back. */
  async function atEntry(ctx: Context, entry: Entry, work: (request: HostedRequest) => Promise<void>) {
    if (entry.needs !== 'session') return work(await entryRequest(ctx, entry))
    const signedIn = await oidc.signedIn(ctx)
    if (!signedIn) return redirect(ctx, `/sign-in?return=${encodeURIComponent(ctx.path)}`)
    await oidc.touch(ctx)
    return work(await entryRequest(ctx, entry, signedIn))
  }
  /** Only our own entry pages and the account: never a way to send a person elsewhere. */
  const isOwnPath = (path: string): boolean =>
    path === '/account' ||
    path === '/account/history' ||
    parts.entries.some(entry => entry.needs === 'session' && matcherOf(entry.path).test(path))

  for (const entry of parts.entries) {
    router.get(entry.path, ctx => atEntry(ctx, entry, request => show(ctx, request)))
    router.post(entry.path, ctx => atEntry(ctx, entry, request => submit(ctx, request)))
  }

  function flowRequest(ctx: Context): HostedRequest {
    const id = ctx.params.id as string
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    return {
      language: languageOf(ctx, cookies),
      browser: cookies.browser(ctx),
      base: `/flow/${id}`,
      form: `/flow/${id}`,
      ...(isId ? { address: { by: 'id', id } } : {}),
    }
  }
  router.get('/flow/:id', async ctx => show(ctx, flowRequest(ctx)))
  router.post('/flow/:id/extend', async ctx => extend(ctx, flowRequest(ctx)))
  router.get('/flow/:id/:step', async ctx => show(ctx, flowRequest(ctx), ctx.params.step))
  router.post('/flow/:id/:step', async ctx => submit(ctx, flowRequest(ctx), ctx.params.step as string))

  /** "I need more time": the flow lives on; works as a form and from the script of the warning. */
  async function extend(ctx: Context, request: HostedRequest): Promise<void> {
    if (!request.address) return replies.restart(ctx, request, 'unknown')
    const checked = csrf.check(ctx, cookies.sentBrowser(ctx), request.form, bodyOf(ctx).csrf)
    if (typeof checked === 'string') return replies.restart(ctx, request, checked === 'stale' ? 'expired' : checked)
    const visitor = visitorOf(ctx, cookies, request.language)
    const record = await engine.extend({ address: request.address, browser: request.browser, visitor })
    const isGone = request.lapsesAt && !(await oidc.extendInteraction(ctx))
    if (!record || isGone) return replies.restart(ctx, request, 'expired')
    redirect(ctx, basePath(record) ?? request.base)
  }

  federationRoutes(parts, replies, router)
  accountRoutes(parts, replies, router)
  return router
}
