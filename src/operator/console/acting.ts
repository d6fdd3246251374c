import type { Context } from 'koa'
import type { TypedValues } from '../../core/console/index.ts'
import { type Drawn as DrawnWith, languageOf, redirect } from '../../http/index.ts'
import { deleteConsoleForm } from '../../store/console-forms.ts'
import { updateConsoleOrganization } from '../../store/console-sessions.ts'
import { isDatabaseAway } from '../../store/index.ts'
import { Refused } from '../api/index.ts'
import { drawAway } from './away.ts'
import { type ConsoleAct, FormTrouble, type TypedFile } from './contract.ts'
import { drawPage, formOf } from './drawing.ts'
import type { ConsoleParts, FoundModule } from './index.ts'
import { filledIn, formAt, keepForm } from './keeping.ts'
import { placeOf } from './place.ts'
import { openSession } from './sessions.ts'
import { answerRefusal, type Opened, stepUpAge } from './showing.ts'
import { beginSignIn, refuseStranger } from './sign-in.ts'
import { troubleOf } from './trouble.ts'
import { ownFields, typedOf, valuesOf } from './typed.ts'

export interface FoundAct extends FoundModule {
  readonly name: string
  readonly act: ConsoleAct
}

/** What came with a form, before anybody looked whether it may. */
interface Sent {
  readonly action: string
  readonly key: string
  readonly organization: string
  readonly kept: string
  /** What may be drawn again and kept. */
  readonly values: TypedValues
  /** Secrets too, for the act alone. */
  readonly all: TypedValues
  readonly files: ReadonlyMap<string, TypedFile>
}

/** POST of any form. Whatever stands in the way, what was typed is drawn again or waits. */
export async function answerAct(parts: ConsoleParts, ctx: Context, found: FoundAct | undefined): Promise<void> {
  if (!found) return parts.frame.errors.draw(ctx, { kind: 'not-found', status: 404 })
  const sent = sentOf(ctx, found)
  try {
    await act(parts, ctx, found, sent)
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    parts.house.log.fault('console.away', error, { route: ctx.state.route ?? '' })
    drawAway(parts, ctx, { action: sent.action, body: ctx.request.body, secrets: found.act.secrets ?? [] })
  }
}

async function act(parts: ConsoleParts, ctx: Context, found: FoundAct, sent: Sent): Promise<void> {
  const { frame } = parts
  const session = await openSession(parts, ctx)
  if (session.kind === 'no-operator') return refuseStranger(parts, ctx)
  const accountId =
    session.kind === 'open' ? session.operator.accountId : session.kind === 'over' ? session.accountId : ''
  const bound = formOf(sent.action, sent.organization, accountId)
  const body = ctx.request.body as Readonly<Record<string, unknown>>
  const checked = frame.csrf.check(ctx, frame.cookies.sentBrowser(ctx), bound, body.csrf)
  if (checked === 'cross-site') return frame.errors.draw(ctx, { kind: 'stale', status: 403 })
  if (checked === 'no-cookie') return frame.errors.draw(ctx, { kind: 'other-browser', status: 403 })
  if (session.kind === 'open') return handle(parts, ctx, session, { found, sent, checked })
  if (session.kind === 'nobody' || checked === 'stale') return signInAgain(parts, ctx, found.path)
  await keepAndSignIn(parts, ctx, { sent, accountId, version: checked.version, path: found.path })
}

interface Handling {
  readonly found: FoundAct
  readonly sent: Sent
  readonly checked: DrawnWith | 'stale'
}

async function handle(parts: ConsoleParts, ctx: Context, session: Opened, { found, sent, checked }: Handling) {
  const { organization, all } = sent
  const redraw = (error: Refused | FormTrouble | 'stale') =>
    drawAgain(parts, ctx, session, { found, sent, checked, error })
  if (checked === 'stale') return redraw('stale')
  const drawn = { version: checked.version, id: checked.id ?? '' }
  const place = await placeOf(parts, ctx, session, found, { ...(organization ? { organization } : {}), sent: drawn })
  try {
    const done = await found.act.handle(place, typedOf(all, sent.files))
    await forget(parts, ctx, sent)
    if ('page' in done) return drawPage(parts, ctx, place, { page: done.page, path: found.path })
    if (done.worksFor)
      await updateConsoleOrganization(parts.house.db, parts.house.sealer, session.cookies, done.worksFor)
    return redirect(ctx, done.notice ? withNotice(done.go, done.notice) : done.go)
  } catch (error) {
    if (error instanceof FormTrouble) return redraw(error)
    if (!(error instanceof Refused)) throw error
    const { status, kind } = error.problem
    const { accountId } = session.operator
    if (status === 401)
      return keepAndSignIn(parts, ctx, {
        sent,
        accountId,
        version: checked.version,
        path: found.path,
        ...(kind === 'step-up-needed' ? { maxAge: stepUpAge } : {}),
      })
    return redraw(error)
  }
}

/** The same form with what was typed and what is wrong; where the thing has changed, with how it stands now. */
async function drawAgain(
  parts: ConsoleParts,
  ctx: Context,
  session: Opened,
  { found, sent, checked, error }: Handling & { readonly error: Refused | FormTrouble | 'stale' },
): Promise<void> {
  const { organization } = sent
  const place = await placeOf(parts, ctx, session, found, organization ? { organization } : {})
  if (error instanceof Refused) {
    ctx.state.reference = error.reference
    const retry = error.problem.details.headers?.['retry-after']
    if (retry) ctx.set('retry-after', retry)
  }
  try {
    const page = await found.module.load(place)
    if ('stream' in page) throw new Error(`${found.module.path} has forms and no page`)
    const form = formAt(page, found.name, sent.key)
    const isChanged = error instanceof Refused && error.problem.kind === 'precondition-failed'
    // a mistake that is corrected must not write over what somebody else changed while it was
    const isUnknown = isChanged || (checked === 'stale' && form?.version !== undefined)
    const version = isUnknown ? -1 : checked === 'stale' ? 0 : checked.version
    await drawPage(parts, ctx, place, {
      page: form ? filledIn(page, form, { values: sent.values, version }) : page,
      path: found.path,
      status: statusOf(error),
      trouble: troubleOf(error, form, parts.translators),
      ...(sent.kept ? { kept: sent.kept } : {}),
    })
  } catch (failure) {
    await answerRefusal(parts, ctx, place, failure)
  }
}

const statusOf = (error: Refused | FormTrouble | 'stale'): number =>
  error instanceof Refused && error.problem.status !== 400 ? error.problem.status : 422

/** What was typed waits, sealed, for whoever typed it. */
async function keepAndSignIn(
  parts: ConsoleParts,
  ctx: Context,
  keeping: {
    readonly sent: Sent
    readonly accountId: string
    readonly version: number
    readonly path: string
    readonly maxAge?: number
  },
): Promise<void> {
  const { sent, accountId, version, path, maxAge } = keeping
  const { action, key, organization, values } = sent
  const browser = parts.frame.cookies.browser(ctx)
  const form = { action, key, organization, version, values }
  const token = await keepForm(parts.house, { browser, accountId, form })
  await signInAgain(parts, ctx, `${path}?kept=${token}`, maxAge)
}

const signInAgain = (parts: ConsoleParts, ctx: Context, to: string, maxAge?: number): Promise<void> =>
  beginSignIn(parts, ctx, {
    to,
    language: languageOf(ctx, parts.frame.cookies),
    ...(maxAge === undefined ? {} : { maxAge }),
  })

async function forget({ house, frame }: ConsoleParts, ctx: Context, { kept: token }: Sent): Promise<void> {
  const browser = frame.cookies.sentBrowser(ctx)
  if (token && browser) await deleteConsoleForm(house.db, house.sealer, { browser, token })
}

function sentOf(ctx: Context, { act: { secrets } }: FoundAct): Sent {
  const body = (ctx.request.body ?? {}) as Readonly<Record<string, unknown>>
  const own = (name: string): string => (typeof body[name] === 'string' ? (body[name] as string) : '')
  return {
    action: ctx.path,
    key: own(ownFields.key),
    organization: own(ownFields.organization),
    kept: own(ownFields.kept),
    values: valuesOf(body, secrets),
    all: valuesOf(body),
    files: ctx.state.consoleFiles ?? new Map(),
  }
}

const withNotice = (path: string, notice: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}notice=${encodeURIComponent(notice)}`
