import type { Context } from 'koa'
import type { Frame } from '../../http/index.ts'
import type { Oidc } from '../../oidc/contract.ts'
import type { House } from '../../operations/house.ts'
import { addSeconds, newToken, now } from '../../platform/index.ts'
import {
  type ConsoleCookies,
  type ConsoleSession,
  createConsoleSession,
  deleteConsoleSession,
  findConsoleSession,
  updateConsoleTokens,
} from '../../store/console-sessions.ts'
import type { Dispatcher } from '../api/index.ts'
import { Problem } from '../api/problems.ts'
import type { Operator } from './contract.ts'
import type { RelyingParty } from './relying-party.ts'

export interface SessionParts {
  readonly house: House
  readonly oidc: Oidc
  readonly frame: Frame
  readonly dispatcher: Dispatcher
  readonly relyingParty: RelyingParty
}
export type OpenedSession =
  | { readonly kind: 'nobody' }
  /** It ended; whose it was is known, so that what they typed can wait for them. */
  | { readonly kind: 'over'; readonly accountId: string }
  /** Somebody who was an operator, and is none any more. */
  | { readonly kind: 'no-operator' }
  | {
      readonly kind: 'open'
      readonly cookies: ConsoleCookies
      readonly token: string
      readonly idToken: string
      readonly operator: Operator
      /** '' where none is chosen */
      readonly organization: string
    }

export const cookiesOf = ({ cookies }: Frame, ctx: Context): ConsoleCookies | undefined => {
  const [browser, token] = [cookies.sentBrowser(ctx), cookies.console(ctx)]
  return browser && token ? { browser, token } : undefined
}

/** Who is at work in this browser. The access token lives for minutes: it is renewed here, as long as the sign-in lasts. */
export async function openSession(parts: SessionParts, ctx: Context): Promise<OpenedSession> {
  const { house, frame, relyingParty } = parts
  const cookies = cookiesOf(frame, ctx)
  const session = cookies && (await findConsoleSession(house.db, house.sealer, cookies))
  if (!cookies || !session) return { kind: 'nobody' }
  const over = { kind: 'over', accountId: session.accountId } as const
  const at = now()
  if (session.expiresAt <= at) return over
  let { tokens } = session
  if (!relyingParty.isFresh(tokens, at)) {
    const renewed = await relyingParty.refresh(tokens)
    if (!renewed) return over
    tokens = renewed
    await updateConsoleTokens(house.db, house.sealer, cookies, tokens)
  }
  const operator = await operatorOf(parts.dispatcher, tokens.access)
  if (operator === 'over') return over
  if (operator === 'no-operator') return { kind: 'no-operator' }
  // work at the console is use of the sign-in that it rests on
  await parts.oidc.touch(ctx)
  const { access: token, idToken } = tokens
  return { kind: 'open', cookies, token, idToken, operator, organization: chosen(session, operator) }
}

/** Whom a token stands for; the same question that the API asks. */
export async function operatorOf(dispatcher: Dispatcher, token: string): Promise<Operator | 'over' | 'no-operator'> {
  try {
    const { accountId, role, words, organizations } = await dispatcher.callerOf(`Bearer ${token}`)
    if (!accountId || !role) return 'no-operator'
    return { accountId, role, words, ...(organizations ? { organizations } : {}) }
  } catch (error) {
    if (error instanceof Problem && error.kind === 'not-an-operator') return 'no-operator'
    if (error instanceof Problem && error.status === 401) return 'over'
    throw error
  }
}

function chosen({ organization }: ConsoleSession, { organizations }: Operator): string {
  if (organizations?.length === 1) return organizations[0] as string
  return organization && (!organizations || organizations.includes(organization)) ? organization : ''
}

/** A new session in place of the one that this browser had. */
export async function beginSession(
  { house, frame }: Pick<SessionParts, 'house' | 'frame'>,
  ctx: Context,
  session: Omit<ConsoleSession, 'expiresAt'>,
): Promise<void> {
  await endSession({ house, frame }, ctx)
  const cookies = { browser: frame.cookies.browser(ctx), token: newToken(house.random) }
  const at = now()
  const expiresAt = addSeconds(at, house.settings.sessions.absolute_seconds)
  await createConsoleSession(house.db, house.sealer, cookies, { ...session, expiresAt }, at)
  frame.cookies.setConsole(ctx, cookies.token)
}

export async function endSession({ house, frame }: Pick<SessionParts, 'house' | 'frame'>, ctx: Context): Promise<void> {
  const cookies = cookiesOf(frame, ctx)
  if (cookies) await deleteConsoleSession(house.db, house.sealer, cookies)
}
