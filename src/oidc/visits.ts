import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from 'koa'
import Provider from 'oidc-provider'
import { deviceLabel } from '../operations/known-devices.ts'
import type { SessionVisit } from '../store/sessions.ts'

const visits = new AsyncLocalStorage<Context>()

/** Runs what saves a session outside the protocol's own requests. */
export const duringVisit = <T>(ctx: Context, work: () => Promise<T>): Promise<T> => visits.run(ctx, work)

/** The browser whose request is being answered; sessions are saved in no other requests. */
export function currentVisit(): SessionVisit | undefined {
  const ctx = visits.getStore() ?? (Provider.ctx as Context | undefined)
  return ctx && visitOf(ctx)
}

export const visitOf = (ctx: Context): SessionVisit => ({ device: labelOf(ctx.get('user-agent')), ip: ctx.ip })

const labels = new Map<string, string>()
const labelsKept = 1000

/** Reading a browser's name costs more than saving the session. */
function labelOf(userAgent: string): string {
  const key = userAgent.slice(0, 300)
  const known = labels.get(key)
  if (known !== undefined) return known
  if (labels.size >= labelsKept) labels.clear()
  const label = deviceLabel(key)
  labels.set(key, label)
  return label
}
