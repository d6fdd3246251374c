import type { Context } from 'koa'
import { type ConsolePage, type ConsoleTrouble, formKey } from '../../core/console/index.ts'
import { type Text, text } from '../../core/index.ts'
import { languageOf, redirect } from '../../http/index.ts'
import { Refused } from '../api/index.ts'
import type { Download, Place } from './contract.ts'
import { drawPage } from './drawing.ts'
import type { ConsoleParts, FoundModule } from './index.ts'
import { filledIn, findKept, formAt } from './keeping.ts'
import { placeOf } from './place.ts'
import { type OpenedSession, openSession } from './sessions.ts'
import { beginSignIn, refuseStranger } from './sign-in.ts'
import { wordsOf } from './trouble.ts'

export type Opened = Extract<OpenedSession, { kind: 'open' }>
/** Seconds that a sign-in may be old which somebody was asked for because one is needed. */
export const stepUpAge = 30

/** GET of any page: whoever is not signed in signs in first, and comes back here. */
export async function showPage(parts: ConsoleParts, ctx: Context, found: FoundModule | undefined): Promise<void> {
  const session = await openSession(parts, ctx)
  const language = languageOf(ctx, parts.frame.cookies)
  if (session.kind === 'no-operator') return refuseStranger(parts, ctx)
  // what exists is told to those who work here
  if (session.kind !== 'open') return beginSignIn(parts, ctx, { to: found ? ctx.url : '/console', language })
  const place = await placeOf(parts, ctx, session, found)
  if (!found) return drawTrouble(parts, ctx, place, 'not-found')
  if (found.module.isForOrganization && !place.organization)
    return redirect(ctx, `/console/organization?to=${encodeURIComponent(ctx.url)}`)
  try {
    const loaded = await found.module.load(place)
    if ('stream' in loaded) return send(ctx, loaded)
    await drawLoaded(parts, ctx, place, { page: loaded, path: found.path })
  } catch (error) {
    await answerRefusal(parts, ctx, place, error)
  }
}

/** With what was kept of a form, where the address says that something was. */
async function drawLoaded(
  parts: ConsoleParts,
  ctx: Context,
  place: Place,
  { page, path }: { readonly page: ConsolePage; readonly path: string },
): Promise<void> {
  const { kept: token, notice } = place.query
  const browser = parts.frame.cookies.sentBrowser(ctx)
  const { accountId } = place.operator
  const kept = token && browser ? await findKept(parts.house, { browser, token, accountId }) : undefined
  const form = kept?.action.startsWith(`${path}/`)
    ? formAt(page, kept.action.slice(path.length + 1), kept.key)
    : undefined
  if (!kept || !form || !token) return drawPage(parts, ctx, place, { page, path, ...noticeOf(parts, notice) })
  const filled = filledIn(page, form, kept)
  const isChanged = (form.version ?? 0) !== kept.version
  await drawPage(parts, ctx, place, {
    page: filled,
    path,
    kept: token,
    notice: text('console.notice.kept'),
    ...(isChanged
      ? {
          trouble: {
            heading: text('console.trouble'),
            items: [{ said: text('console.problem.precondition-failed') }],
            form: formKey(form),
          },
        }
      : {}),
  })
}

function noticeOf({ translators }: ConsoleParts, notice: string | undefined): { readonly notice?: Text } {
  const id = `console.notice.${notice}`
  return notice && translators.has(id) ? { notice: text(id) } : {}
}

function send(ctx: Context, { stream, type, filename }: Download): void {
  ctx.type = type
  ctx.set('content-disposition', `attachment; filename="${filename}"`)
  ctx.body = stream
}

/** The API did not show what the page is made of. Anything else is for the boundary. */
export async function answerRefusal(parts: ConsoleParts, ctx: Context, place: Place, error: unknown): Promise<void> {
  if (!(error instanceof Refused)) throw error
  const { problem, reference } = error
  if (problem.status === 401) {
    const aged = problem.kind === 'step-up-needed' ? { maxAge: stepUpAge } : {}
    return beginSignIn(parts, ctx, {
      to: ctx.method === 'GET' ? ctx.url : '/console',
      language: place.language,
      ...aged,
    })
  }
  const retry = problem.details.headers?.['retry-after']
  if (retry) ctx.set('retry-after', retry)
  await drawTrouble(parts, ctx, place, problem.kind, problem.status, reference)
}

/** A page that says what is wrong, with the menu around it. */
async function drawTrouble(
  parts: ConsoleParts,
  ctx: Context,
  place: Place,
  kind: string,
  status = 404,
  reference?: string,
): Promise<void> {
  if (reference) ctx.state.reference = reference
  const said = wordsOf(kind, parts.translators)
  const trouble: ConsoleTrouble = { heading: said, items: [], ...(reference ? { reference } : {}) }
  const known = status === 404 ? 'missing' : status === 403 ? 'forbidden' : 'trouble-page'
  const page: ConsolePage = {
    name: known,
    title: text(`console.${known}`),
    sections: [{ kind: 'ways', ways: [{ href: '/console', label: text('console.overview') }] }],
  }
  await drawPage(parts, ctx, place, { page, path: ctx.path.replace(/\/+$/, ''), status, trouble })
}
