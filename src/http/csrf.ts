import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'
import type { Sealer } from '../platform/index.ts'

/**
 * Cross-site request forgery: a POST needs a same-origin `Origin` or `Sec-Fetch-Site` (Fetch Metadata) *and* a token
 * bound to the browser cookie and to the form. The token also carries the version of the flow that the form was drawn
 * with, and the id that the flow will have where it has no row yet, so that a double submit is known as such.
 */
export interface Csrf {
  token(browser: string, form: string, drawn: Drawn): string
  /** @returns what the form was drawn with, or why it is refused */
  check(
    ctx: Context,
    browser: string | undefined,
    form: string,
    sent: unknown,
  ): Drawn | 'no-cookie' | 'cross-site' | 'stale'
}

/** The flow as it was when its form was drawn. */
export interface Drawn {
  /** 0 where it had no row. */
  readonly version: number
  /** The id that its first POST gives it; set where it had no row. */
  readonly id?: string
}

export function createCsrf(issuer: string, sealer: Sealer): Csrf {
  const { origin } = new URL(issuer)
  const mac = (browser: string, form: string, drawn: string) =>
    sealer.index('form.csrf', `${browser}\n${form}\n${drawn}`).subarray(0, 16)

  return {
    token(browser, form, { version, id }) {
      const drawn = `${version}.${id ?? ''}`
      return `${drawn}.${mac(browser, form, drawn).toString('base64url')}`
    },
    check(ctx, browser, form, sent) {
      const site = ctx.get('sec-fetch-site')
      if (site ? site !== 'same-origin' : ctx.get('origin') !== origin) return 'cross-site'
      if (!browser) return 'no-cookie'
      const [, drawn, digits, id, value] = typeof sent === 'string' ? (shape.exec(sent) ?? []) : []
      if (drawn === undefined || value === undefined) return 'stale'
      if (!timingSafeEqual(Buffer.from(value, 'base64url'), mac(browser, form, drawn))) return 'stale'
      return { version: Number(digits), ...(id ? { id } : {}) }
    },
  }
}

/** version, id of a flow without a row, MAC */
const shape = /^((\d{1,9})\.([0-9a-f-]{36})?)\.([A-Za-z0-9_-]{22})$/
