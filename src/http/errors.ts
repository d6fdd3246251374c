import type { Context, Middleware } from 'koa'
import { type ErrorKind, type ErrorScreen, renderErrorPage } from '../../views/index.ts'
import { type Language, text } from '../core/index.ts'
import { HasherBusy } from '../platform/hasher.ts'
import { type Logger, newReference, type Random, type Translators } from '../platform/index.ts'
import { isDatabaseAway } from '../store/index.ts'
import type { Cookies } from './cookies.ts'
import { languageOf, languageSwitchOf } from './frame.ts'
import type { Organizations } from './organizations.ts'

export interface ErrorDrawing extends Pick<ErrorScreen, 'kind' | 'title' | 'lead' | 'waysOn' | 'developer'> {
  readonly status: number
  readonly language?: Language
  readonly organization?: string
  readonly reference?: string
}

/** The one boundary that decides what is shown of a fault, and every page that ends in trouble. */
export interface Errors {
  /** Draws a page with a reference code, which is logged with the request. */
  draw(ctx: Context, drawing: ErrorDrawing): Promise<void>
  readonly boundary: Middleware
}

export interface ErrorParts {
  readonly organizations: Organizations
  readonly translators: Translators
  readonly cookies: Cookies
  readonly random: Random
  readonly log: Logger
}

export function createErrors({ organizations, translators, cookies, random, log }: ErrorParts): Errors {
  async function draw(ctx: Context, { status, language: asked, organization, ...screen }: ErrorDrawing): Promise<void> {
    const language = asked ?? languageOf(ctx, cookies)
    const reference = screen.reference ?? newReference(random)
    ctx.state.reference = reference
    // a page about the database being away must not need it
    const frame =
      status >= 500
        ? organizations.rememberedFrame(organization)
        : await organizations.frame(organization).catch(() => undefined)
    ctx.status = status
    ctx.type = 'html'
    ctx.body = renderErrorPage(
      {
        waysOn: [{ href: '/sign-in', label: text('http.back-to-sign-in') }],
        ...screen,
        language,
        reference,
        nonce: ctx.state.nonce,
        languageSwitch: languageSwitchOf(ctx, language),
        ...(frame ? { organization: frame } : {}),
      },
      translators(language, organizations.texts(frame)),
    )
  }

  const boundary: Middleware = async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      const { kind, status, retryAfter } = classify(error)
      if (retryAfter) ctx.set('retry-after', String(retryAfter))
      if (status >= 500) log.fault('http.fault', error, { route: ctx.state.route ?? 'none', status })
      await draw(ctx, { kind, status })
      return
    }
    if (ctx.status === 404 && ctx.body === undefined) await draw(ctx, { kind: 'not-found', status: 404 })
  }
  return { draw, boundary }
}

function classify(error: unknown): { kind: ErrorKind; status: number; retryAfter?: number } {
  if (error instanceof HasherBusy) return { kind: 'unavailable', status: 503, retryAfter: 2 }
  if (isDatabaseAway(error)) return { kind: 'unavailable', status: 503, retryAfter: 5 }
  const { status } = error as { status?: unknown }
  if (typeof status === 'number' && status >= 400 && status < 500) return { kind: 'bad-request', status }
  return { kind: 'fault', status: 500 }
}
