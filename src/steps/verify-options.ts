import { type Link, type Page, type Text, text } from '../core/index.ts'
import type { Challenge, Offer, Proof, Subject } from '../factors/index.ts'
import type { Ask, Departure, LimitName, Outcome, ScriptAnswer, StepContext, Write } from '../flow-engine/contract.ts'

/** The facts of one "prove it" part of a flow, named by a prefix: `secondChallenge`, `secondAnother`, `secondProof`. */
export type VerifyFacts<P extends string> = { [K in `${P}Challenge`]?: Challenge } & {
  [K in `${P}Another`]?: boolean
} & { [K in `${P}Proof`]?: Proof }

export interface Detour<F> {
  readonly action: string
  readonly label: Text
  readonly facts?: Partial<F>
  /** Instead of staying: leads to another journey. */
  leave?(context: StepContext, facts: Partial<F>): { readonly to: Departure; readonly write: Write }
  /** "Not now": no help for somebody who cannot answer, so the help line stays. */
  readonly isRefusal?: boolean
}

/** What answers a passkey that is given instead of the proof. */
export interface PasskeyBeside<F> {
  readonly label: Text
  options(context: StepContext): Promise<ScriptAnswer | undefined>
  // biome-ignore lint/suspicious/noExplicitAny: gives facts of the flow, not only the proof's
  answer(context: StepContext, facts: Partial<F>, sent: string): Promise<Outcome<F, any>>
}

/** How a flow uses the two generic steps; everything is derived from its facts and its scene. */
export interface VerifyOptions<F, S extends { readonly now: Date }, P extends string> {
  readonly prefix: P
  /** What a success is good for, such as `sign-in.second`. */
  readonly purpose: string
  /** Step names, as they stand in addresses. */
  readonly names: { readonly choose: string; readonly verify: string }
  /** Facts on which the proof rests: it falls when they change. */
  readonly needs: readonly (keyof F)[]
  subject(facts: Partial<F>, scene: S): Subject
  /** Best first. */
  offers(facts: Partial<F>, scene: S): readonly Offer[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  readonly limits?: readonly LimitName[]
  /** Title of the page before anything was sent, and of the choice. */
  readonly title?: Text
  /** Title of the page once something was sent, where the factor's own would say too much. */
  readonly sentTitle?: Text
  /** Sentences before "We sent a code to …". */
  readonly lead?: readonly Text[]
  /** Instead of "We sent a code to …", where the page must not say to whom, nor whether. */
  readonly sentText?: Text
  readonly links?: readonly Link[]
  /** A passkey that says by itself who the person is, beside the code: same-looking for everybody. */
  readonly passkey?: PasskeyBeside<F>
  /** Ways out of the proof page, such as "I no longer have this number": a button, and the facts that it leaves. */
  readonly detours?: readonly Detour<F>[] | ((facts: Partial<F>, scene: S) => readonly Detour<F>[])
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
  /** Shown where nothing can be offered. */
  readonly deadEnd: Page
}

/** No second proof is possible: help, phone and hours, never a loop. */
export const noWayToConfirm: Page = {
  kind: 'notice',
  name: 'no-way-to-confirm',
  tone: 'dead-end',
  title: text('verify.no-way.title'),
  lead: [text('verify.no-way.lead')],
}

export const bestOffer = (offers: readonly Offer[]): Offer | undefined => offers[0]

export const detoursOf = <F, S extends { readonly now: Date }, P extends string>(
  { detours }: VerifyOptions<F, S, P>,
  facts: Partial<F>,
  scene: S,
): readonly Detour<F>[] => (typeof detours === 'function' ? detours(facts, scene) : (detours ?? []))
