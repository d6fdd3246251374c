import type { Context } from 'koa'
import type { Ask, FlowReply } from '../flow-engine/index.ts'
import { recallDevice, rememberDevice } from '../operations/known-devices.ts'
import { now } from '../platform/index.ts'
import { pathsOf } from './frame.ts'
import type { HostedParts } from './hosted.ts'
import { redirect } from './replies.ts'

export type Completed = Extract<FlowReply, { kind: 'completed' }>

/**
 * Where a flow ends: the interaction if it is alive in this browser, else the client's own page, else the
 * organisation's home client, else the account page. Only the request that completed the flow signs anybody in; a
 * repeat of it only departs again.
 * @returns false where the interaction is gone, so that the person is offered a way back
 */
export async function depart(
  parts: HostedParts,
  ctx: Context,
  { record, completion, fresh }: Completed,
): Promise<boolean> {
  const inInteraction = record.ask.interactionUid !== undefined
  switch (completion.kind) {
    case 'signed-in': {
      if (fresh) {
        parts.metrics.signIn('success')
        if (completion.rememberDevice === 'recalled') prolong(parts, ctx, parts.cookies.device(ctx))
        else if (completion.rememberDevice) await remember(parts, ctx, completion.accountId)
      }
      const person = { accountId: completion.accountId, flowId: record.id }
      if (inInteraction) return parts.oidc.finishInteraction(ctx, { kind: 'signed-in', ...person })
      if (fresh) await parts.oidc.signIn(ctx, person)
      redirect(ctx, await destination(parts, record.ask))
      return true
    }
    case 'done': {
      if (completion.atPortal) {
        redirect(ctx, await destination(parts, record.ask))
        return true
      }
      const to = completion.to ?? (inInteraction ? `/interaction/${record.ask.interactionUid}` : record.ask.returnTo)
      redirect(ctx, completion.notice ? withNotice(to ?? '/account', completion.notice) : (to ?? '/account'))
      return true
    }
    case 'sign-in-again': {
      if (fresh && completion.known) await remember(parts, ctx, completion.known.accountId)
      const { signIn } = pathsOf(record.ask, parts.flowNames)
      redirect(ctx, completion.notice ? withNotice(signIn, completion.notice) : signIn)
      return true
    }
    case 'refused':
      if (inInteraction) return parts.oidc.finishInteraction(ctx, { kind: 'refused', error: completion.error })
      redirect(ctx, await destination(parts, record.ask))
      return true
    case 'flow':
      redirect(
        ctx,
        inInteraction ? `/interaction/${record.ask.interactionUid}/${completion.flow}` : `/flow/${completion.id}`,
      )
      return true
  }
}

const withNotice = (path: string, notice: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}notice=${encodeURIComponent(notice)}`

async function remember(parts: HostedParts, ctx: Context, accountId: string): Promise<void> {
  const { house, cookies } = parts
  const token = cookies.device(ctx)
  const device = { accountId, userAgent: ctx.get('user-agent'), ...(token ? { token } : {}) }
  const remembered =
    (await recallDevice(house.db, house, device, now())) ??
    (await house.db.transaction().execute(tx => rememberDevice(tx, house, device, now())))
  prolong(parts, ctx, remembered.token)
}

function prolong({ house, cookies }: HostedParts, ctx: Context, token: string | undefined): void {
  if (token) cookies.setDevice(ctx, token, house.settings.sessions.known_device_days)
}

/** Third-party-initiated login (OIDC Core §4) where the client has it, else its start page; already signed in here. */
async function destination(parts: HostedParts, ask: Ask): Promise<string> {
  if (ask.returnTo) return ask.returnTo
  const organization = await parts.organizations.find(ask.organization)
  const portal = await parts.portalOf(ask.client?.id ?? organization?.homeClientId ?? undefined)
  if (!portal) return '/account'
  if (!portal.initiates) return portal.url
  const url = new URL(portal.url)
  url.searchParams.set('iss', parts.house.settings.issuer)
  if (ask.targetLinkUri) url.searchParams.set('target_link_uri', ask.targetLinkUri)
  return url.href
}
