import type { Context } from 'koa'
import { newToken, type Random } from '../platform/index.ts'

/**
 * The cookies of the hosted pages. On https they carry the `__Host-` prefix; on plain http (development) the port,
 * since ports of one host share cookies.
 */
export interface Cookies {
  /** The browser that began is the browser that ends (SECURITY.md rule 6). Made when it is missing. */
  browser(ctx: Context): string
  /** The browser cookie as it came, without making one. */
  sentBrowser(ctx: Context): string | undefined
  device(ctx: Context): string | undefined
  setDevice(ctx: Context, token: string, days: number): void
  language(ctx: Context): string | undefined
  setLanguage(ctx: Context, language: string): void
  /** The client a person was last going to: where an expired page leads back to. Names no person. */
  going(ctx: Context): string | undefined
  setGoing(ctx: Context, clientId: string): void
  /** The insurer that somebody signed in with on this device. Names no person. */
  insurer(ctx: Context): string | undefined
  setInsurer(ctx: Context, id: string): void
  /** The session of an operator at the console. */
  console(ctx: Context): string | undefined
  setConsole(ctx: Context, token: string | null): void
  /** Flows that turned this browser away; forgotten with its session. */
  turnedAwayFrom(ctx: Context): readonly string[]
  setTurnedAway(ctx: Context, flow: string): void
}

export function createCookies(issuer: string, random: Random): Cookies {
  const { protocol, port } = new URL(issuer)
  const secure = protocol === 'https:'
  const named = (name: string) => (secure ? `__Host-${name}` : `${name}_${port || '80'}`)
  const set = (ctx: Context, name: string, value: string | null, maxAgeSeconds?: number) =>
    ctx.cookies.set(named(name), value, {
      httpOnly: true,
      sameSite: 'lax',
      secure,
      path: '/',
      overwrite: true,
      signed: false,
      ...(maxAgeSeconds ? { maxAge: maxAgeSeconds * 1000 } : {}),
    })
  const get = (ctx: Context, name: string, shape: RegExp) => {
    const value = ctx.cookies.get(named(name), { signed: false })
    return value && shape.test(value) ? value : undefined
  }
  const token = /^[A-Za-z0-9_-]{16,64}$/
  const word = /^[a-z0-9][a-z0-9._-]{0,62}$/
  const yearSeconds = 365 * 86_400

  const cookies: Cookies = {
    browser(ctx) {
      const sent = cookies.sentBrowser(ctx)
      if (sent) return sent
      const made = newToken(random)
      set(ctx, 'vst_browser', made)
      return made
    },
    sentBrowser: ctx => get(ctx, 'vst_browser', token),
    device: ctx => get(ctx, 'vst_device', token),
    setDevice: (ctx, value, days) => set(ctx, 'vst_device', value, days * 86_400),
    language: ctx => get(ctx, 'vst_lang', word),
    setLanguage: (ctx, value) => set(ctx, 'vst_lang', value, yearSeconds),
    going: ctx => get(ctx, 'vst_going', word),
    insurer: ctx => get(ctx, 'vst_insurer', word),
    setInsurer: (ctx, id) => set(ctx, 'vst_insurer', id, yearSeconds),
    console: ctx => get(ctx, 'vst_console', token),
    setConsole: (ctx, value) => set(ctx, 'vst_console', value),
    turnedAwayFrom: ctx => get(ctx, 'vst_away', word)?.split('.') ?? [],
    setTurnedAway: (ctx, flow) => set(ctx, 'vst_away', [...new Set([...cookies.turnedAwayFrom(ctx), flow])].join('.')),
    setGoing: (ctx, value) => {
      if (word.test(value) && cookies.going(ctx) !== value) set(ctx, 'vst_going', value)
    },
  }
  return cookies
}
