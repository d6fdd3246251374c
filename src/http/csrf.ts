import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'
import type { Sealer } from '../platform/index.ts'

/**
 * Cross-site request forgery: a POST needs a same-origin `Origin` or `Sec-Fetch-Site` (Fetch Metadata) *and* a token
 * bound to the browser cookie and to the form. The token also carries the version of the flow that the form was drawn
 * with, so that a double submit is known as such.
 */
export interface Csrf {
  token(browser: string, form: string, version: number): string
  /** @returns the version that the form was drawn with, or why it is refused */
  check(
    ctx: Context,
    browser: string | undefined,
    form: string,
    sent: unknown,
  ): { version: number } | 'no-cookie' | 'cross-site' | 'stale'
}

export function createCsrf(issuer: string, sealer: Sealer): Csrf {
  const { origin } = new URL(issuer)
  const mac = (browser: string, form: string, version: number) =>
    sealer.index('form.csrf', `${browser}\n${form}\n${version}`).subarray(0, 16)

  return {
    token: (browser, form, version) => `${version}.${mac(browser, form, version).toString('base64url')}`,
    check(ctx, browser, form, sent) {
      const site = ctx.get('sec-fetch-site')
      if (site ? site !== 'same-origin' : ctx.get('origin') !== origin) return 'cross-site'
      if (!browser) return 'no-cookie'
      const [, digits, value] = typeof sent === 'string' ? (/^(\d{1,9})\.([A-Za-z0-9_-]{22})$/.exec(sent) ?? []) : []
      if (!digits || !value) return 'stale'
      const version = Number(digits)
      return timingSafeEqual(Buffer.from(value, 'base64url'), mac(browser, form, version)) ? { version } : 'stale'
    },
  }
}
