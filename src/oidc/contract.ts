import type { Context, Middleware } from 'koa'
import type { Language } from '../core/index.ts'
import type { ClientObject } from '../core/objects/client.ts'
import type { Ask } from '../flow-engine/contract.ts'
import type { FlowRow } from '../store/flows.ts'

/** What the protocol endpoints show to a person; rendering is passed in by app.ts. Everything must be escaped there. */
export interface OidcPages {
  /** A kind page with the reference code; `developer` is what the portal's developer needs to see. */
  error(page: OidcErrorPage): string | Promise<string>
  /** "Do you want to sign out?": the page draws the form itself, from `action` and `xsrf`. */
  logout(page: OidcLogoutPage): string | Promise<string>
  /** "You are signed out." */
  loggedOut(page: OidcLoggedOutPage): string | Promise<string>
}
interface OidcPageBase {
  readonly language: Language
  readonly client?: ClientObject
  readonly nonce: string
  /** The same address in the other language; left out where the page answers a POST. */
  readonly languageSwitch?: string
}
export interface OidcErrorPage extends OidcPageBase {
  /** OAuth error code, such as `invalid_client`. */
  readonly error: string
  readonly status: number
  readonly reference: string
  /** Detail for the developer of the portal, such as both redirect URIs; plain text lines. */
  readonly developer?: readonly string[]
}
export interface OidcLogoutPage extends OidcPageBase {
  /** Address that the form posts to. */
  readonly action: string
  /** Hidden field `xsrf`. POST it with `logout=yes` to sign out everywhere; without, only the asking portal is left. */
  readonly xsrf: string
}
export type OidcLoggedOutPage = OidcPageBase

/** What oidc-provider wants from the person, in the words of the flows. */
export interface InteractionView {
  readonly uid: string
  readonly prompt: 'login' | 'consent'
  /** Names of the checks that asked: `no_session`, `acr`, `max_age`, `login_prompt`, `session_limits`, … */
  readonly reasons: readonly string[]
  readonly ask: Ask
  readonly client: ClientObject
  /** `ui_locales` as the portal wrote it: where none of it is spoken here the browser's wish still counts. */
  readonly uiLocales?: string
  /** Where oidc-provider resumes. */
  readonly returnTo: string
  /** When it lapses unless something is done: fifteen minutes after the last act, an hour after it began. */
  readonly expiresAt: Date
  /** `vestibule_flow`: which page to open first. */
  readonly flow?: 'activate' | 'register' | 'recover'
  readonly idpHint?: string
  readonly scopesToConsent?: readonly string[]
  /** The journeys in it as they were when it was read, the newest of each name. */
  readonly journeys: readonly FlowRow[]
}

export type InteractionResult =
  /** The flow's evidence rows (by flow id) are bound to the session when the provider resumes. */
  | { readonly kind: 'signed-in'; readonly accountId: string; readonly flowId: string }
  | { readonly kind: 'consented' }
  | { readonly kind: 'refused'; readonly error: string; readonly description?: string }

export interface Oidc {
  /** Refuses a foreign Host (421) for every path; use it first. */
  readonly hostGuard: Middleware
  /** The protocol endpoints; passes on what is not one of them. */
  readonly middleware: Middleware
  /** @returns undefined where the interaction expired or belongs to another browser. */
  loadInteraction(ctx: Context): Promise<InteractionView | undefined>
  /** "I need more time". @returns when the interaction lapses now, or undefined where it is gone. */
  extendInteraction(ctx: Context): Promise<Date | undefined>
  /** Stores the result and answers with the redirect (303) back to the provider. @returns false where it expired. */
  finishInteraction(ctx: Context, result: InteractionResult): Promise<boolean>
  /** Signs in outside an interaction: sets the session cookie; does not answer. Somebody else's session ends first. */
  signIn(ctx: Context, person: { readonly accountId: string; readonly flowId: string }): Promise<void>
  /** The live session of this browser, within its idle and absolute limits. */
  signedIn(ctx: Context): Promise<SignedIn | undefined>
  /** Counts as activity of the session (at most one UPDATE a minute). */
  touch(ctx: Context): Promise<void>
  /** Ends this browser's session everywhere. */
  signOut(ctx: Context): Promise<void>
  /** Ends every session, refresh token and opaque token of an account, with back-channel logouts. */
  endSessionsOfAccount(accountId: string, reason: string, except?: { readonly sessionUid: string }): Promise<number>
  /** Ends sessions past their idle or absolute limit, telling their portals; for the worker, in small batches. */
  endExpiredSessions(): Promise<number>
  /** Delivers one back-channel logout; throws where it should be tried again. For the worker. */
  deliverLogout(id: string): Promise<void>
  /** What an access token for the operator API says, while it is good for anything; undefined of every other one. */
  adminToken(value: string): Promise<AdminToken | undefined>
  /** Reads key states again and swaps the provider where they changed. @returns whether it did. */
  refreshKeys(): Promise<boolean>
  close(): Promise<void>
}
/** An access token for the operator API (RFC 7662), of a program, or of a person through a program. */
export interface AdminToken {
  readonly clientId: string
  readonly accountId?: string
  readonly scopes: readonly string[]
  readonly acr?: string
  readonly authTime?: Date
}
export interface SignedIn {
  readonly accountId: string
  readonly sessionUid: string
  readonly startedAt: Date
  readonly lastActiveAt: Date
}
