import type Router from '@koa/router'
import type { Context } from 'koa'
import { serviceProviderMetadata, type UpstreamResponse } from '../connectors/index.ts'
import { text } from '../core/index.ts'
import type { FlowReply } from '../flow-engine/index.ts'
import { recordAudit } from '../operations/audit.ts'
import { isHandle, keepUpstreamResponse, type TakenUpstream, takeUpstream } from '../operations/upstreams.ts'
import { newId, now } from '../platform/index.ts'
import type { BroughtUpstream } from '../steps/index.ts'
import { findInsurer } from '../store/insurers.ts'
import { languageOf, visitorOf } from './frame.ts'
import type { HostedParts, HostedRequest } from './hosted.ts'
import { basePath, type Replies, redirect } from './replies.ts'

const single = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

/**
 * Where insurers send people back to; they registered these addresses (CONTRACT.md). What comes counts once, in the
 * browser and the journey that left, for the insurer that it left for.
 */
export function federationRoutes(parts: HostedParts, replies: Replies, router: Router): void {
  const { house, engine, cookies, metrics } = parts

  function requestOf(ctx: Context, flowId?: string): HostedRequest {
    const base = flowId ? `/flow/${flowId}` : '/sign-in'
    return {
      language: languageOf(ctx, cookies),
      browser: cookies.browser(ctx),
      base,
      form: base,
      ...(flowId ? { address: { by: 'id', id: flowId } } : {}),
    }
  }

  router.get('/federation/:insurer/callback', async ctx => {
    const insurer = ctx.params.insurer as string
    const handle = single(ctx.query.state)
    const taken = await takeUpstream(house, { handle, insurer, browser: cookies.sentBrowser(ctx) }, now())
    if (taken.kind === 'refused') return refuse(ctx, insurer, taken)
    const { flowId, pending, response: posted } = taken
    const request = requestOf(ctx, flowId)
    const response: UpstreamResponse = posted
      ? { protocol: 'saml', samlResponse: posted.samlResponse, relayState: handle ?? '' }
      : { protocol: 'oidc', url: `${house.settings.issuer}${ctx.originalUrl}` }
    const brought: BroughtUpstream = { insurer, pending, response }
    const visitor = visitorOf(ctx, cookies, request.language)
    const reply = await engine.arrive({ address: { by: 'id', id: flowId }, browser: request.browser, visitor }, brought)
    if (isIdentified(reply)) cookies.setInsurer(ctx, insurer)
    // the interaction's own cookie does not come to this address
    const base = reply.kind === 'completed' && reply.record.ask.interactionUid ? basePath(reply.record) : undefined
    return base ? redirect(ctx, base) : replies.respond(ctx, request, reply)
  })

  /** Across sites, so without our cookies: kept, and fetched by the browser itself a moment later. */
  router.post('/federation/:insurer/acs', async ctx => {
    const insurer = ctx.params.insurer as string
    const body = ctx.request.body as Readonly<Record<string, unknown>>
    const [handle, samlResponse] = [single(body.RelayState), single(body.SAMLResponse)]
    if (handle && samlResponse) await keepUpstreamResponse(house, { handle, insurer, samlResponse }, now())
    // the same way whether or not it was kept: a form that was sent twice, of which the browser follows the second answer
    const back = `/federation/${encodeURIComponent(insurer)}/callback`
    redirect(ctx, handle && isHandle(handle) ? `${back}?state=${handle}` : back)
  })

  /** What a SAML insurer has to know of us; its address is our entity id. */
  router.get('/federation/:insurer/metadata', async ctx => {
    const row = await findInsurer(house.db, house.sealer, ctx.params.insurer as string)
    if (row?.object.protocol !== 'saml') return
    ctx.type = 'application/samlmetadata+xml'
    ctx.body = await serviceProviderMetadata({ house, now: now() }, row.object)
  })

  /** Nothing of it was used: a kind page, and a way back to where the person was going. */
  async function refuse(ctx: Context, insurer: string, { reason }: Extract<TakenUpstream, { kind: 'refused' }>) {
    metrics.upstream('none', `refused-${reason}`)
    house.log.warn('federation.refused', { reason })
    // who made up a handle leaves no row for each
    if (reason !== 'missing' && reason !== 'unknown')
      await recordAudit(house.db, house, {
        type: 'federation.refused',
        outcome: 'refused',
        correlationId: newId(),
        details: { insurer, reason, ip: ctx.ip, device: ctx.get('user-agent').slice(0, 300) },
      })
    const kind = reason === 'other-browser' ? 'foreign' : reason === 'expired' ? 'expired' : 'cross-site'
    const words = { title: text('http.federation.title'), lead: [text('http.federation.lead')] }
    return replies.restart(ctx, requestOf(ctx), kind, undefined, undefined, words)
  }
}

/** Somebody came back signed in: this device remembers where from. */
const isIdentified = (reply: FlowReply): boolean =>
  (reply.kind === 'go' || reply.kind === 'completed') && reply.record.facts.upstream !== undefined
