import type { Context } from 'koa'
import { redirect } from '../../http/index.ts'
import { formOf } from './drawing.ts'
import type { ConsoleParts } from './index.ts'
import { endSession, openSession } from './sessions.ts'
import { ownFields } from './typed.ts'

/** Leaves the console, then asks the provider to end the sign-in that it rested on (RP-Initiated Logout). */
export async function signOut(parts: ConsoleParts, ctx: Context): Promise<void> {
  const { frame, relyingParty } = parts
  const session = await openSession(parts, ctx)
  const body = ctx.request.body as Readonly<Record<string, unknown>>
  const organization = String(body[ownFields.organization] ?? '')
  const accountId =
    session.kind === 'open' ? session.operator.accountId : session.kind === 'over' ? session.accountId : ''
  const checked = frame.csrf.check(
    ctx,
    frame.cookies.sentBrowser(ctx),
    formOf('/console/sign-out', organization, accountId),
    body[ownFields.csrf],
  )
  if (checked === 'cross-site' || checked === 'no-cookie' || (checked === 'stale' && session.kind === 'open'))
    return frame.errors.draw(ctx, { kind: 'stale', status: 403 })
  await endSession(parts, ctx)
  frame.cookies.setConsole(ctx, null)
  redirect(ctx, session.kind === 'open' ? relyingParty.endSessionUrl(session.idToken) : '/logout')
}
