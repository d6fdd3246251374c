import type { ZodType } from 'zod'
import type { Language, LocalText, Page, PageContext } from '../core/index.ts'
import type { House } from '../operations/house.ts'
import type { Reader, Transaction } from '../store/index.ts'

/**
 * A flow is an ordered list of steps over typed facts and a scene. Its position is derived, never stored: the first
 * step that is required and not satisfied is the current one. See docs/architecture.md.
 */
export type Write = (tx: Transaction) => Promise<void>
export type Seconds = number

/** What the portal or the link asked for; fixed when the flow begins. */
export interface Ask {
  readonly organization: string
  /** Somebody named it, the link or the portal; else it is a guess that the journey may correct (`organizationOf`). */
  readonly organizationGiven?: boolean
  readonly client?: { readonly id: string; readonly name: LocalText; readonly firstParty: boolean }
  /** oidc-provider's interaction, where a portal began this. */
  readonly interactionUid?: string
  /** `acr_values`, strongest requested last; unknown values are dropped before they get here. */
  readonly acr?: readonly string[]
  /** The client's registered floor: a request never lowers it. */
  readonly floor?: string
  readonly forceAuthentication?: boolean
  readonly loginHint?: string
  /** Where a flow outside an interaction ends (on the client's origin). */
  readonly targetLinkUri?: string
  /** The identity provider that the portal named by its address (UDAP Tiered OAuth): the one that is asked is told too. */
  readonly idp?: string
  /** A path of our own to which the person goes on, such as the account page that wanted a sign-in first. */
  readonly returnTo?: string
  /** The account already signed in here, for step-up and account pages. */
  readonly signedIn?: {
    readonly accountId: string
    /** The session of this browser: what a change leaves alive while all others end. */
    readonly sessionUid?: string
    /** What the session is worth now (core/assurance): a step-up asks only for what is missing. */
    readonly acr?: string
  }
}

/** The browser at the other end, as the request showed it. */
export interface Visitor {
  readonly ip: string
  readonly userAgent: string
  /** The value of the device cookie, if any; a known device is bound to one account. */
  readonly deviceToken?: string
  readonly language: Language
  /** The insurer that somebody signed in with on this device before. */
  readonly insurer?: string
  /** Flows that turned this browser away earlier in its session. */
  readonly turnedAwayFrom?: readonly string[]
}

export interface StepContext {
  readonly house: House
  readonly now: Date
  readonly ask: Ask
  readonly visitor: Visitor
  readonly flow: { readonly id: string; readonly name: string; readonly reference: string }
  /** A silent limit was hit: do the same work, answer as for a wrong secret. */
  readonly limited?: boolean
}

/** Closed unions: texts exist for each (`problem.<code>`, `notice.<code>`), checked at boot. */
export type ProblemCode = string
export type NoticeCode = string
export type LimitName = string
export interface AuditDetail {
  readonly accountId?: string
  readonly patientId?: string
  readonly details?: Readonly<Record<string, unknown>>
}
export interface Departure {
  readonly url: string
}

export type Outcome<F, G extends keyof F> = { readonly audit?: AuditDetail } & (
  | { readonly kind: 'advance'; readonly facts: Pick<F, G>; readonly write?: Write }
  /** Resend, another way. `facts` are merged under the same version guard; one that is `undefined` falls. */
  | { readonly kind: 'stay'; readonly notice?: NoticeCode; readonly facts?: Partial<F>; readonly write?: Write }
  | { readonly kind: 'retry'; readonly problem: ProblemCode; readonly field?: string; readonly write?: Write }
  /** Elsewhere, and back to this very journey. `facts` are merged as for `stay`. */
  | { readonly kind: 'leave'; readonly to: Departure; readonly facts?: Partial<F>; readonly write?: Write }
  | { readonly kind: 'deny'; readonly problem: ProblemCode; readonly write?: Write }
  /**
   * The journey ends here and nothing of it is kept, not even that it was begun; the browser alone remembers, for its
   * session. The page says `turnsAway` of the flow.
   */
  | { readonly kind: 'turn-away' }
)

/**
 * Thrown inside a write whose guard another request won: the transaction rolls back, and the person sees the step again
 * with this problem, as after any wrong answer.
 */
export class WriteRefused extends Error {
  readonly problem: ProblemCode
  readonly field: string
  constructor(problem: ProblemCode, field: string) {
    super('a write was refused by its guard')
    this.problem = problem
    this.field = field
  }
}

/** What `prepare` made: written, and merged into the facts, in the transaction of the POST before. */
export interface Prepared<F> {
  readonly facts?: Partial<F>
  readonly write?: Write
}

/** What a browser brought back from elsewhere; the step that sent it there knows what that is. */
export type Brought = Readonly<Record<string, unknown>>

/** What a script on a page is told, as JSON. */
export type ScriptAnswer = Readonly<Record<string, unknown>>

export interface Step<F, S, N extends keyof F, G extends keyof F, I> {
  readonly name: string
  /** Facts that must be there before this step can be entered. */
  readonly needs: readonly N[]
  /** Facts that this step gives; satisfied when all are there. */
  readonly gives: readonly [G, ...G[]]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  readonly input: ZodType<I>
  /** Limits charged before `handle`; the registry (flow-engine/limits.ts) derives each one's key. */
  readonly limits: readonly LimitName[]
  /** Ids of the texts that its page and outcomes can name; checked at boot. */
  readonly texts?: readonly string[]
  page(facts: Pick<F, N> & Partial<F>, scene: S, context: PageContext): Page
  /** Runs in the POST that makes this step current, before its transaction: prepares what is written in it. */
  prepare?(context: StepContext, facts: Pick<F, N> & Partial<F>, scene: S): Promise<Prepared<F>>
  handle(context: StepContext, facts: Pick<F, N> & Partial<F>, scene: S, input: I): Promise<Outcome<F, G>>
  /**
   * The browser came back from where this step's `leave` sent it, by a GET: whatever vouches for it (its own handle, this
   * browser) was checked and spent before. No input, no limits; the rest is as for `handle`.
   */
  arrive?(context: StepContext, facts: Pick<F, N> & Partial<F>, scene: S, brought: Brought): Promise<Outcome<F, G>>
  /**
   * Milliseconds. Its submits are answered after that long, or after a whole multiple of it, so that time says nothing of
   * what was found.
   */
  answersEvery?(context: StepContext): number
  /**
   * What the page's script needs before it can answer, such as the options of a passkey; asked for by a same-origin
   * POST. Keeps nothing: the journey stands where it stood.
   */
  inquire?(context: StepContext, facts: Pick<F, N> & Partial<F>, scene: S): Promise<ScriptAnswer | undefined>
}
// biome-ignore lint/suspicious/noExplicitAny: a flow holds steps of many shapes; each is checked where it is defined
export type AnyStep<F, S> = Step<F, S, any, any, any>

/** What a finished flow leads to; stored, so that a closed flow repeats its departure. */
export type Completion =
  | {
      readonly kind: 'signed-in'
      readonly accountId: string
      /** the device becomes known, so that the next sign-in needs less */
      /** `recalled`: the browser was known and its use is counted, so that only its cookie lives on. */
      readonly rememberDevice: boolean | 'recalled'
    }
  | {
      readonly kind: 'flow'
      readonly flow: string
      readonly given: Readonly<Record<string, unknown>>
      /** Where that one ends, as a link's own record says: what its address asked for does not count. */
      readonly ends?: Pick<Ask, 'organization' | 'organizationGiven' | 'client' | 'targetLinkUri'>
      /** What the next one is asked for besides. */
      readonly asks?: Pick<Ask, 'forceAuthentication'>
    }
  /**
   * Something was changed or sent; nobody is signed in by it. Goes on to `to`, else to `returnTo`, else to the account page.
   * `atPortal`: to where somebody who signs in ends.
   */
  | { readonly kind: 'done'; readonly to?: string; readonly notice?: NoticeCode; readonly atPortal?: true }
  /**
   * The person signs in anew, and then goes on to where this journey was going. `known`: this browser becomes known for
   * that account first.
   */
  | { readonly kind: 'sign-in-again'; readonly notice?: NoticeCode; readonly known?: { readonly accountId: string } }
  /** The portal gets an OAuth error; the person's lower session survives. */
  | { readonly kind: 'refused'; readonly error: string }
  /** A guard was lost to another request: everything this transaction did is rolled back and the flow is closed. */
  | { readonly kind: 'denied'; readonly problem: ProblemCode }

/** The address at which a person can begin a flow without a portal. */
export interface FlowEntry {
  /** Such as `/activate`. */
  readonly path: string
  /** `session`: whoever is not signed in does that first, and comes back here. */
  readonly needs?: 'session'
  /** The fact that the path's parameter of the same name gives: `token` of `/recover/:token`. */
  readonly gives?: string
}

export interface Flow<F, S> {
  readonly name: string
  readonly entry?: FlowEntry
  readonly ttl: Seconds
  /** Once it went on into another journey it can be begun anew at its first step, in the same interaction. */
  readonly again?: true
  /** What a browser is told that a step turned away. */
  readonly turnsAway?: ProblemCode
  readonly facts: ZodType<F>
  /** Facts that the flow begins with, given by the flow that went on into it. */
  readonly given: readonly (keyof F)[]
  /** Facts that follow from what was asked, such as the account that is already signed in (step-up). Pure. */
  begin?(ask: Ask): Partial<F>
  /** Whose journey its facts show it to be: counts where no organisation was given. Pure. */
  organizationOf?(facts: Partial<F>): string | undefined
  readonly steps: readonly AnyStep<F, S>[]
  scene(read: Reader, facts: Partial<F>, context: Omit<StepContext, 'flow'>): Promise<S>
  /** The only place where identity data changes. Runs in the transaction of the last step. */
  complete(tx: Transaction, facts: F, scene: S, context: StepContext): Promise<Completion>
}
// biome-ignore lint/suspicious/noExplicitAny: the registry holds flows over different facts
export type AnyFlow = Flow<any, any>

/** Helper that keeps a step's types where it is written. */
export const defineStep =
  <F, S>() =>
  <N extends keyof F, G extends keyof F, I>(step: Step<F, S, N, G, I>): Step<F, S, N, G, I> =>
    step
