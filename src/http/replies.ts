import type { Context } from 'koa'
import { renderScreen } from '../../views/index.ts'
import { type Link, localized, type Screen, type Text, text } from '../core/index.ts'
import type { Ask, FlowRecord, FlowReply } from '../flow-engine/index.ts'
import type { Drawn } from './csrf.ts'
import type { Completed } from './departures.ts'
import { languageSwitchOf, pageContext, pathsOf, troubleOf } from './frame.ts'
import type { HostedParts, HostedRequest } from './hosted.ts'
import { withTyped } from './typed.ts'

/** Turns what the engine answered into one response. */
export function createReplies(
  parts: HostedParts,
  depart: (ctx: Context, request: HostedRequest, completed: Completed) => Promise<void>,
) {
  const { cookies, csrf, translators, organizations, flowNames, house } = parts

  async function respond(
    ctx: Context,
    request: HostedRequest,
    reply: FlowReply,
    body: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    switch (reply.kind) {
      case 'page': {
        const context = await pageContext(
          organizations,
          flowNames,
          request.language,
          reply.record.ask,
          reply.record.reference,
        )
        const page = reply.page(context)
        ctx.status = reply.problem ? (reply.problem.retryAfter ? 429 : 422) : 200
        if (reply.problem?.retryAfter) ctx.set('retry-after', String(reply.problem.retryAfter))
        const base = basePath(reply.record)
        return draw(ctx, request, {
          page: reply.problem ? withTyped(page, body) : page,
          context,
          action: stepPath(request, reply.record, reply.step),
          form: base ?? reply.record.flow.name,
          drawn: reply.record.version > 0 ? { version: reply.record.version } : { version: 0, id: reply.record.id },
          ...(reply.problem ? { trouble: troubleOf(reply.problem, translators, page) } : {}),
          ...(base ? { timeout: timeoutOf(request, reply.record, base) } : {}),
        })
      }
      case 'go':
        return redirect(
          ctx,
          `${stepPath(request, reply.record, reply.step)}${reply.notice ? `?notice=${encodeURIComponent(reply.notice)}` : ''}`,
        )
      case 'completed':
        return depart(ctx, request, reply)
      case 'denied':
        return refuse(ctx, request, reply)
      case 'turned-away':
        cookies.setTurnedAway(ctx, reply.record.flow.name)
        return refuse(ctx, request, reply)
      case 'leave':
        return redirect(ctx, reply.url)
      case 'again':
        return redirect(ctx, reply.id && !request.form.startsWith('/') ? `/flow/${reply.id}` : request.base)
      case 'restart':
        return restart(ctx, request, reply.reason, reply.ask, reply.flow)
    }
  }

  /** A journey that ended without its end: why, as far as may be told, and whom to call. */
  const refuse = (
    ctx: Context,
    request: HostedRequest,
    { record, problem }: Extract<FlowReply, { kind: 'denied' | 'turned-away' }>,
  ): Promise<void> =>
    parts.errors.draw(ctx, {
      kind: 'refused',
      status: 403,
      language: request.language,
      organization: record.ask.organization,
      reference: record.reference,
      title: text(translators.has(`problem.${problem}.title`) ? `problem.${problem}.title` : 'http.denied.title'),
      lead: [text(`problem.${problem}`)],
      waysOn: [{ href: pathsOf(record.ask, flowNames).signIn, label: text('http.back-to-sign-in') }],
    })

  type RestartReason = 'foreign' | 'expired' | 'unknown' | 'no-cookie' | 'cross-site'
  const restartPages = {
    foreign: { kind: 'other-browser', status: 403 },
    'no-cookie': { kind: 'other-browser', status: 403 },
    'cross-site': { kind: 'stale', status: 403 },
    expired: { kind: 'expired', status: 410 },
    unknown: { kind: 'not-found', status: 404 },
  } as const

  /** Nothing to go on with: a kind page, and a way on to where the person was going. */
  async function restart(
    ctx: Context,
    request: HostedRequest,
    reason: RestartReason,
    ask?: Pick<Ask, 'organization' | 'client'>,
    flow?: string,
    words?: { readonly title: Text; readonly lead: readonly Text[] },
  ): Promise<void> {
    const organization = ask?.organization ?? request.organization
    await parts.errors.draw(ctx, {
      ...restartPages[reason],
      language: request.language,
      waysOn: await waysBack(ctx, request, ask, flow),
      ...words,
      ...(organization ? { organization } : {}),
    })
  }

  /** The entry page of this flow, and the portal that sent the person where it is known. */
  async function waysBack(
    ctx: Context,
    request: HostedRequest,
    ask?: Pick<Ask, 'organization' | 'client'>,
    flow?: string,
  ): Promise<Link[]> {
    const portal = await parts.portalOf(ask?.client?.id ?? cookies.going(ctx))
    const paths = pathsOf({ organization: ask?.organization ?? request.organization ?? '' }, flowNames)
    const begins: Record<string, string | undefined> = {
      activate: paths.activate,
      recover: paths.recover,
      'recover-link': paths.recover,
    }
    const entry = request.entry ?? begins[flow ?? ''] ?? paths.signIn
    const links = [{ href: entry, label: text('http.start-again') }]
    if (!portal) return links
    const name = localized(portal.name, request.language)
    return [
      { href: portal.url, label: text('http.back-to', { portal: name }) },
      ...(request.entry || flow ? links : []),
    ]
  }

  interface Drawing extends Pick<Screen, 'page' | 'context' | 'action' | 'trouble' | 'timeout'> {
    readonly form: string
    readonly drawn: Drawn
  }
  async function draw(ctx: Context, request: HostedRequest, { form, drawn, ...drawing }: Drawing): Promise<void> {
    const screen: Screen = {
      ...drawing,
      csrf: csrf.token(request.browser, form, drawn),
      nonce: ctx.state.nonce,
      languageSwitch: languageSwitchOf(ctx, request.language),
      ...noticeOf(ctx),
    }
    ctx.type = 'html'
    ctx.body = renderScreen(screen, translators(request.language, organizations.texts(drawing.context.organization)))
  }

  const noticeOf = (ctx: Context) => {
    const { notice } = ctx.query
    const id = typeof notice === 'string' ? `notice.${notice}` : ''
    return translators.has(id) ? { notice: text(id) } : {}
  }

  /** What lapses first: the flow, once it has a row, or the interaction that it answers. */
  const timeoutOf = (request: HostedRequest, record: FlowRecord, base: string): NonNullable<Screen['timeout']> => {
    const ends = [record.version > 0 ? record.expiresAt : undefined, request.lapsesAt].flatMap(
      at => at?.getTime() ?? [],
    )
    const endAfter = Math.max(0, Math.floor((Math.min(...ends) - Date.now()) / 1000))
    const warnAfter = Math.max(0, endAfter - house.settings.sessions.warn_seconds)
    return { endAfter, warnAfter, extendAction: `${base}/extend` }
  }

  return { respond, restart, draw }
}
export type Replies = ReturnType<typeof createReplies>

export function redirect(ctx: Context, url: string): void {
  ctx.status = 303
  ctx.redirect(url)
  ctx.status = 303
}

/** Address of a flow's dispatcher; one without a row and without an interaction has none yet. */
export const basePath = (record: FlowRecord): string | undefined =>
  record.ask.interactionUid
    ? `/interaction/${record.ask.interactionUid}/${record.flow.name}`
    : record.version > 0
      ? `/flow/${record.id}`
      : undefined

const stepPath = (request: HostedRequest, record: FlowRecord, step: string): string => {
  const base = basePath(record)
  return base ? `${base}/${step}` : (request.entry ?? request.base)
}
