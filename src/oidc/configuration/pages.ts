import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import type { Language } from '../../core/index.ts'
import { recordAudit } from '../../operations/audit.ts'
import type { House } from '../../operations/house.ts'
import { correlationId, negotiateLanguage, newReference } from '../../platform/index.ts'
import { isDatabaseAway } from '../../store/index.ts'
import type { OidcPages } from '../contract.ts'
import type { Storage } from '../storage/transactions.ts'
import { objectOf } from './clients.ts'

/**
 * An error that cannot be sent to a portal: a kind page with a reference code for the person, and for the portal's
 * developer what is wrong. Nothing of the request is shown but what the template escapes.
 */
export function createErrorRenderer(house: House, storage: Storage, pages: OidcPages) {
  return async (ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): Promise<void> => {
    const reference = newReference(house.random)
    ctx.state.reference = reference
    const client = ctx.oidc.client
    if (isDatabaseAway(error)) ctx.status = 503
    const status = ctx.status
    if (status < 500)
      await storage.atomically(tx =>
        recordAudit(tx, house, {
          type: 'oidc.request-refused',
          outcome: 'refused',
          ...(client && { clientId: client.clientId }),
          correlationId: correlationId() ?? reference,
          reference,
          details: { error: out.error, route: ctx.oidc.route },
        }),
      )
    const developer = status < 500 ? developerLines(ctx, out, error) : []
    ctx.type = 'html'
    ctx.body = await pages.error({
      ...frameOf(ctx),
      error: out.error,
      status,
      reference,
      ...(developer.length > 0 && { developer }),
    })
  }
}

/** What is wrong, in the developer's words; with a redirect URI that does not match, both. */
function developerLines(ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): string[] {
  const lines = [out.error_description].filter(line => line !== undefined)
  const { client, params } = ctx.oidc
  const asked = (params ?? ctx.query) as Readonly<Record<string, unknown>>
  if (typeof asked.client_id === 'string') lines.push(`client_id: ${asked.client_id.slice(0, 200)}`)
  if (error.name === 'InvalidRedirectUri' && client) {
    lines.push(`redirect_uri in the request: ${String(asked.redirect_uri).slice(0, 500)}`)
    for (const uri of objectOf(client).redirect_uris) lines.push(`registered redirect_uri: ${uri}`)
  }
  return lines
}

/** Pages of signing out. The library's own forms are not used: ours post the same fields. */
export function createLogoutPages(pages: OidcPages) {
  return {
    async logoutSource(ctx: KoaContextWithOIDC): Promise<void> {
      const { session } = ctx.oidc
      const state = session?.state as { secret: string } | undefined
      ctx.body = await pages.logout({
        ...frameOf(ctx),
        action: ctx.oidc.urlFor('end_session_confirm'),
        xsrf: state?.secret ?? '',
      })
    },
    async postLogoutSuccessSource(ctx: KoaContextWithOIDC): Promise<void> {
      ctx.type = 'html'
      ctx.body = await pages.loggedOut(frameOf(ctx))
    },
  }
}

const frameOf = (ctx: KoaContextWithOIDC) => ({
  language: languageOf(ctx),
  ...(ctx.method === 'GET' && { languageSwitch: languageSwitchOf(ctx) }),
  nonce: typeof ctx.state.nonce === 'string' ? ctx.state.nonce : '',
  ...(ctx.oidc.client && { client: objectOf(ctx.oidc.client) }),
})

function languageSwitchOf(ctx: KoaContextWithOIDC): string {
  const url = new URL(ctx.originalUrl, 'http://x')
  url.searchParams.set('lang', languageOf(ctx) === 'en' ? 'es' : 'en')
  return `${url.pathname}${url.search}`
}

/** The switch that was just pressed, else `ui_locales`, else what the person chose before on this device, else what the browser prefers. */
function languageOf(ctx: KoaContextWithOIDC): Language {
  const uiLocales = ctx.oidc.params?.ui_locales ?? ctx.query.ui_locales
  const chosen = /(?:^|; )(?:__Host-)?vst_lang(?:_\d+)?=(\w+)/.exec(ctx.get('cookie'))?.[1]
  return negotiateLanguage({
    ...(typeof ctx.query.lang === 'string' && { query: ctx.query.lang }),
    ...(typeof uiLocales === 'string' && { uiLocales }),
    ...(chosen && { cookie: chosen }),
    acceptLanguage: ctx.get('accept-language'),
  })
}
