import type { Context } from 'koa'
import { languageOf } from '../../http/index.ts'
import { inProcess } from '../api/index.ts'
import type { Place } from './contract.ts'
import type { ConsoleParts, FoundModule } from './index.ts'
import { mayOf } from './menu.ts'
import type { OpenedSession } from './sessions.ts'

export interface PlaceOptions {
  /** That the form was drawn for; the session's own where there is no form. */
  readonly organization?: string
  readonly sent?: { readonly id: string; readonly version: number }
}

/** What a page of this operator is made from. */
export async function placeOf(
  { house, frame, dispatcher }: ConsoleParts,
  ctx: Context,
  session: Extract<OpenedSession, { kind: 'open' }>,
  found: Pick<FoundModule, 'params'> | undefined,
  { organization = session.organization, sent }: PlaceOptions = {},
): Promise<Place> {
  const { operator, token } = session
  const { timeZone } = await frame.organizations.frame(organization)
  return {
    api: inProcess(dispatcher, {
      token,
      ip: ctx.ip,
      ...(organization ? { organization } : {}),
      ...(sent ? { sent } : {}),
    }),
    operator,
    organization,
    params: found?.params ?? {},
    query: Object.fromEntries(
      Object.entries(ctx.query).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
    ),
    issuer: house.settings.issuer,
    language: languageOf(ctx, frame.cookies),
    timeZone,
    may: mayOf(operator),
  }
}
