/** What a person sees of their own account: the hub and their history. GET only; whatever changes something is a flow. */
import type Router from '@koa/router'
import type { Context } from 'koa'
import { type Page, type PageContext, text } from '../../core/index.ts'
import { readHistory } from '../../operations/account-history.ts'
import { now } from '../../platform/index.ts'
import { languageOf, pageContext } from '../frame.ts'
import type { HostedParts, HostedRequest, Portal } from '../hosted.ts'
import { organizationOfPerson } from '../organizations.ts'
import { type Replies, redirect } from '../replies.ts'
import { historyPage } from './history.ts'
import { hubPage } from './hub.ts'
import { loadOverview } from './overview.ts'

export function accountRoutes(parts: HostedParts, replies: Replies, router: Router): void {
  const { house, entries, translators } = parts
  router.get('/account', ctx =>
    draw(parts, replies, ctx, async (accountId, context, portal) => {
      const overview = await loadOverview(house, accountId, now())
      const label = portal && (portal.name[context.language] ?? portal.name.en)
      return hubPage(overview, context, {
        flows: entries.filter(({ flow }) => translators.has(`http.account.${flow}`)),
        ways: [
          ...(portal ? [{ href: portal.url, label: text('http.back-to', { portal: label ?? '' }) }] : []),
          { href: '/logout', label: text('http.account.sign-out') },
        ],
      })
    }),
  )
  router.get('/account/history', ctx =>
    draw(parts, replies, ctx, async (accountId, context) => {
      const { before } = ctx.query
      const read = await readHistory(house.db, house, accountId, typeof before === 'string' ? before : undefined)
      return historyPage(read, context, { isFirst: before === undefined, mayDeny: parts.flowNames.has('not-me') })
    }),
  )
}

/** A page for whoever is signed in here, in the look of their clinic; anybody else signs in first. */
async function draw(
  parts: HostedParts,
  replies: Replies,
  ctx: Context,
  pageOf: (accountId: string, context: PageContext, portal: Portal | undefined) => Promise<Page>,
): Promise<void> {
  const signedIn = await parts.oidc.signedIn(ctx)
  if (!signedIn) return redirect(ctx, `/sign-in?return=${encodeURIComponent(ctx.path)}`)
  await parts.oidc.touch(ctx)
  const { accountId } = signedIn
  const organization = await parts.organizations.find(await organizationOfPerson(parts.house.db, accountId))
  const language = languageOf(ctx, parts.cookies, undefined, organization?.defaultLanguage)
  const request: HostedRequest = { language, browser: parts.cookies.browser(ctx), base: ctx.path, form: ctx.path }
  const portal = await parts.portalOf(organization?.homeClientId ?? undefined)
  const context = await pageContext(parts.organizations, parts.flowNames, language, {
    organization: organization?.id ?? '',
  })
  await replies.draw(ctx, request, {
    page: await pageOf(accountId, context, portal),
    context,
    action: ctx.path,
    form: ctx.path,
    drawn: { version: 0 },
  })
}
