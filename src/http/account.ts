import type { Context } from 'koa'
import { text } from '../core/index.ts'
import { now } from '../platform/index.ts'
import { findAccountLinks } from '../store/account-links.ts'
import { languageOf, pageContext } from './frame.ts'
import type { HostedParts, HostedRequest } from './hosted.ts'
import { type Replies, redirect } from './replies.ts'

/** Where a person ends who came from no portal: the home portal, how they sign in, and the way out. */
export async function drawAccount(parts: HostedParts, replies: Replies, ctx: Context): Promise<void> {
  const signedIn = await parts.oidc.signedIn(ctx)
  if (!signedIn) return redirect(ctx, '/sign-in?return=/account')
  await parts.oidc.touch(ctx)
  // the clinic where this person has a record; of several, the one that came first
  const [link] = await findAccountLinks(parts.house.db, signedIn.accountId, now())
  const organization = await parts.organizations.find(link?.organizationId)
  const language = languageOf(ctx, parts.cookies, undefined, organization?.defaultLanguage)
  const request: HostedRequest = { language, browser: parts.cookies.browser(ctx), base: '/account', form: '/account' }
  const portal = await parts.portalOf(organization?.homeClientId ?? undefined)
  const context = await pageContext(parts.organizations, parts.flowNames, language, {
    organization: organization?.id ?? '',
  })
  await replies.draw(ctx, request, {
    page: {
      kind: 'notice',
      tone: 'end',
      name: 'account',
      title: text('http.account.title'),
      lead: [text('http.account.lead')],
      ways: [
        ...(portal
          ? [{ href: portal.url, label: text('http.back-to', { portal: portal.name[language] ?? portal.name.en }) }]
          : []),
        ...parts.entries
          .filter(entry => entry.path.startsWith('/account/'))
          .map(entry => ({ href: entry.path, label: text(`http.account.${entry.flow}`) })),
        { href: '/logout', label: text('http.account.sign-out') },
      ],
    },
    context,
    action: '/account',
    form: '/account',
    drawn: { version: 0 },
  })
}
