import { z } from 'zod'
import type { Acr, Evidence } from '../core/assurance.ts'
import type { Language } from '../core/index.ts'
import type { ProblemCode, StepContext, Write } from '../flow-engine/contract.ts'

/** One way to prove who one is, ready to be chosen: a factor and where it reaches the person. */
export const offerSchema = z.object({
  id: z.string(),
  factor: z.string(),
  /** E.164 number or address; sealed with the facts, never shown */
  to: z.string(),
  /** all that a page may show of `to` */
  masked: z.string(),
})
export type Offer = z.output<typeof offerSchema>

/** A challenge that was sent, or is about to be: a fact of the journey. */
export const challengeSchema = z.object({
  offer: offerSchema,
  sentAt: z.coerce.date().optional(),
  /** when "Send again" works */
  resendAt: z.coerce.date().optional(),
  minutes: z.number().optional(),
})
export type Challenge = z.output<typeof challengeSchema>

/** What a success leaves among the facts; evidence rows are made of it when the journey completes. */
export const proofSchema = z.object({
  factor: z.string(),
  category: z.enum(['knowledge', 'possession', 'inherence', 'upstream', 'device']),
  amr: z.array(z.string()),
  ceiling: z.string().optional(),
  userVerified: z.boolean().optional(),
  phishingResistant: z.boolean().optional(),
  at: z.coerce.date(),
  /** Whom it proves (`Subject.key`): a proof of one person is never used for another. */
  subject: z.string(),
  /** id of the offer, and where it went */
  offer: z.string(),
  to: z.string(),
})
export type Proof = z.output<typeof proofSchema>

/** Who is asked: an account proves its own contact, activation proves a patient's contact of record. */
export interface Subject {
  /** `account:<id>`, `patient:<id>` or `invitation:<id>`; wrong answers in a row are counted on it, whatever flow they came in */
  readonly key: string
  /** Whom wrong answers are counted on, where that is apart: what sign-in hears must not stop a recovery. */
  readonly tries?: string
  readonly accountId?: string
  readonly patientId?: string
  readonly language: Language
  /** Sending budgets are apart: a stranger can neither silence a patient nor use up a victim's. */
  readonly budget: 'anonymous' | 'signed-in' | 'record'
  /** Nobody: asked only so that an unknown name is answered like a known one. */
  readonly isDecoy?: boolean
}
export const accountSubject = (accountId: string, language: Language): Subject => ({
  key: `account:${accountId}`,
  accountId,
  language,
  budget: 'signed-in',
})
/**
 * The same for a contact that was only typed: it has the budgets of anybody's, and what is right or wrong there gives
 * back or takes away no tries at the contacts that stand.
 */
export const typedSubject = (accountId: string, language: Language): Subject => ({
  ...accountSubject(accountId, language),
  tries: `typed:account:${accountId}`,
  budget: 'anonymous',
})
export const patientSubject = (patientId: string, language: Language): Subject => ({
  key: `patient:${patientId}`,
  patientId,
  language,
  budget: 'record',
})

/** What a factor may look at to say what it can offer: an account's own contacts and what it enrolled. */
export interface FactorScene {
  readonly accountId: string
  readonly hasPassword: boolean
  /** verified own contacts */
  readonly contacts: readonly { readonly id: string; readonly kind: 'phone' | 'email'; readonly value: string }[]
  readonly enrolled: readonly { readonly kind: string; readonly contactId?: string; readonly detail?: string }[]
}

export interface FactorContext extends Pick<StepContext, 'house' | 'now'> {
  readonly flowId: string
  readonly organization: string
  /** Network address of the visitor, for budgets of sending. */
  readonly ip: string
  /** Where the journey is gone on with, for mails. */
  readonly link?: string
  /** What a success is good for, such as `sign-in.second`: a code of one purpose opens nothing else. */
  readonly purpose: string
  readonly subject: Subject
}

/**
 * How a step asks a factor. The link names the journey by its own id: inside a portal's interaction too, whose uid is a
 * cookie's value and belongs in no mail. Its dispatcher knows the browser that began, and offers any other a fresh start.
 */
export const factorContext = (
  { house, now, ask, visitor, flow }: StepContext,
  purpose: string,
  subject: Subject,
): FactorContext => ({
  house,
  now,
  flowId: flow.id,
  organization: ask.organization,
  ip: visitor.ip,
  link: `${house.settings.issuer}/flow/${flow.id}`,
  purpose,
  subject,
})

export interface Challenged {
  /** Written in the transaction of the step; absent where nothing is sent (over a silent limit too). */
  readonly write?: Write
}
export type Verdict =
  /** `amr` where what was used says more than the factor's own values. */
  | { readonly kind: 'proven'; readonly amr?: readonly string[]; readonly write?: Write }
  /** `reason` is for the audit only. */
  | { readonly kind: 'refused'; readonly problem: ProblemCode; readonly reason?: string; readonly write?: Write }

/** Handed to the page's script as JSON. */
export type ScriptOptions = Readonly<Record<string, unknown>>

/** A way to prove who one is. One folder each, registered in index.ts; generic steps serve every flow. */
export interface Factor {
  /** kebab-case; texts are `factor.<kind>.title`, `.lead`, `.choice`, `.help`, `.send` */
  readonly kind: string
  readonly category: Evidence['category']
  /** RFC 8176 values */
  readonly amr: readonly string[]
  /** The highest assurance that it may count for, where capped. */
  readonly ceiling?: Acr
  /** It makes sure by itself that its holder is there (PIN, finger, face), so it is two factors in one. */
  readonly userVerified?: true
  /** What it answers is worth nothing to another site (NIST SP 800-63B-4 §3.2.5). */
  readonly phishingResistant?: true
  /** Whether something is sent that can be sent again. */
  readonly sends: boolean
  /** The field that the answer comes in, by its stable name: typed, or filled by the page's script. */
  readonly field: 'code' | 'password' | 'answer' | 'passkey'
  offers(scene: FactorScene): readonly Offer[]
  /** Makes and sends what has to be answered. Over a limit it sends nothing and says nothing. */
  challenge(context: FactorContext, offer: Offer): Promise<Challenged>
  /** What a script on the page needs to ask the device with; such a factor is answered by the script alone. */
  options?(context: FactorContext, offer: Offer): Promise<ScriptOptions>
  /** Counts the try, then compares. A success is consumed by `write`, in the step's transaction. */
  verify(context: FactorContext, offer: Offer, answer: string): Promise<Verdict>
}

/** @param amr what was really used, where the factor's verdict says so */
export const proofOf = (
  factor: Factor,
  context: Pick<FactorContext, 'now' | 'subject'>,
  offer: Pick<Offer, 'id' | 'to'>,
  amr: readonly string[] = factor.amr,
): Proof => ({
  factor: factor.kind,
  category: factor.category,
  amr: [...amr],
  ...(factor.ceiling ? { ceiling: factor.ceiling } : {}),
  ...(factor.userVerified ? { userVerified: true } : {}),
  ...(factor.phishingResistant ? { phishingResistant: true } : {}),
  at: context.now,
  subject: context.subject.key,
  offer: offer.id,
  to: offer.to,
})

/** What a success with this factor would be worth, for rules that ask before anybody proved anything. */
export const worthOf = ({ kind, category, amr, ceiling, ...factor }: Factor): Omit<Evidence, 'at'> => ({
  factor: kind,
  category,
  amr,
  userVerified: factor.userVerified ?? false,
  phishingResistant: factor.phishingResistant ?? false,
  ...(ceiling ? { ceiling } : {}),
})

/** @returns the evidence that a proof is worth (core/assurance folds it). */
export const evidenceOf = (proof: Proof): Evidence => ({
  factor: proof.factor,
  category: proof.category,
  amr: proof.amr,
  userVerified: proof.userVerified ?? false,
  phishingResistant: proof.phishingResistant ?? false,
  ...(proof.ceiling ? { ceiling: proof.ceiling as Acr } : {}),
  at: proof.at,
})
