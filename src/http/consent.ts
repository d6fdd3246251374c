import type { Context } from 'koa'
import { localized, text } from '../core/index.ts'
import type { InteractionView } from '../oidc/contract.ts'
import { pageContext } from './frame.ts'
import type { HostedParts, HostedRequest } from './hosted.ts'
import type { Replies } from './replies.ts'

/** A third-party client asks for details: what it would see, and two equal answers. First-party clients never get here. */
export async function drawConsent(
  parts: HostedParts,
  replies: Replies,
  ctx: Context,
  request: HostedRequest,
  view: InteractionView,
): Promise<void> {
  const context = await pageContext(parts.organizations, parts.flowNames, request.language, view.ask)
  const portal = localized(view.client.name, request.language)
  const scopes = (view.scopesToConsent ?? []).filter(scope => parts.translators.has(`http.scope.${scope}`))
  await replies.draw(ctx, request, {
    page: {
      kind: 'form',
      name: 'consent',
      title: text('http.consent.title', { portal }),
      lead: [text('http.consent.lead', { portal })],
      items: scopes.map(scope => text(`http.scope.${scope}`)),
      fields: [],
      submit: text('http.consent.allow'),
      actions: [{ value: 'refuse', label: text('http.consent.refuse'), prominent: true }],
    },
    context,
    action: `/interaction/${view.uid}/consent`,
    form: consentForm(view),
    drawn: { version: 0 },
  })
}

export async function answerConsent(
  parts: HostedParts,
  replies: Replies,
  ctx: Context,
  request: HostedRequest,
  view: InteractionView,
): Promise<void> {
  const body = ctx.request.body as Readonly<Record<string, unknown>>
  const checked = parts.csrf.check(ctx, parts.cookies.sentBrowser(ctx), consentForm(view), body.csrf)
  if (typeof checked === 'string') {
    return checked === 'stale'
      ? drawConsent(parts, replies, ctx, request, view)
      : replies.restart(ctx, request, checked)
  }
  const finished = await parts.oidc.finishInteraction(
    ctx,
    body.action === 'refuse' ? { kind: 'refused', error: 'access_denied' } : { kind: 'consented' },
  )
  if (!finished) await replies.restart(ctx, request, 'expired', view.ask)
}

const consentForm = (view: InteractionView): string => `/interaction/${view.uid}/consent`
