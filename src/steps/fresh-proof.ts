import { z } from 'zod'
import { isFreshlyProven } from '../core/freshness.ts'
import { type NoticePage, text } from '../core/index.ts'
import {
  accountSubject,
  challengeSchema,
  evidenceOf,
  factors,
  type Offer,
  offersOf,
  proofSchema,
  secondFactors,
} from '../factors/index.ts'
import type { AnyStep, StepContext } from '../flow-engine/contract.ts'
import { addSeconds } from '../platform/index.ts'
import { bindEvidence, createEvidence } from '../store/evidence.ts'
import type { Transaction } from '../store/index.ts'
import type { AccountPerson, AccountScene } from './account-scene.ts'
import { verifySteps } from './verify.ts'
import { noWayToConfirm, type VerifyFacts } from './verify-options.ts'

/** Facts of a fresh proof: spread them into the flow's own (`z.object({ ...freshProofFacts, … })`). */
export const freshProofFacts = {
  freshSession: z.boolean().optional(),
  freshChallenge: challengeSchema.optional(),
  freshAnother: z.boolean().optional(),
  freshProof: proofSchema.optional(),
  /**
   * When the person went on from a page that wants a fresh proof: a step that advances may leave it, so that somebody
   * who takes a while over the next page is not asked again. A journey ends by itself soon enough.
   */
  freshSince: z.coerce.date().optional(),
}
export interface FreshProofFacts extends VerifyFacts<'fresh'> {
  readonly freshSession?: boolean | undefined
  readonly freshSince?: Date | undefined
}

export interface FreshProofOptions<F, S> {
  /** What a success is good for, such as `account.add-authenticator`. */
  readonly purpose: string
  /**
   * `second`: the strongest ways that the person enrolled; the password only where there is none. `any`: the password
   * will do, for changes that open no door.
   */
  readonly wants?: 'second' | 'any'
  /** Left out: always. */
  required?(facts: Partial<F>, scene: S): boolean
}

const signedOut: NoticePage = {
  kind: 'notice',
  tone: 'plain',
  name: 'signed-out',
  title: text('fresh.signed-out.title'),
  lead: [text('fresh.signed-out.lead')],
  ways: [{ href: '/account', label: text('fresh.signed-out.again') }],
}

/** Ways to prove afresh that it is this person, strongest first. */
export function freshOffers(person: AccountPerson, wants: 'second' | 'any' = 'second'): readonly Offer[] {
  const second = offersOf(secondFactors, person.factors)
  const password = offersOf(
    factors.filter(factor => factor.kind === 'password'),
    person.factors,
  )
  if (wants === 'any') return [...second, ...password]
  return second.length > 0 ? second : password
}

/** Nothing to ask: proven in this session a moment ago, or in this journey. */
export const isFresh = (
  facts: FreshProofFacts,
  person: AccountPerson,
  now: Date,
  wants: 'second' | 'any' = 'second',
): boolean => {
  if (facts.freshSince !== undefined) return true
  const offers = freshOffers(person, wants).map(offer => offer.factor)
  // whoever has nothing but an insurer proves it there, by signing in
  return isFreshlyProven(person.evidence, offers.length > 0 ? offers : ['upstream'], now)
}

/** First step of a flow on somebody's own account that needs no fresh proof: nothing goes on once the session ended. */
export const signedOutStep = <F extends Pick<FreshProofFacts, 'freshSession'>, S extends AccountScene>(): AnyStep<
  F,
  S
> => ({
  name: 'signed-out',
  needs: [],
  gives: ['freshSession'],
  required: (_facts, scene) => scene.person === undefined,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.session-ended'],
  page: () => signedOut,
  handle: async () => ({ kind: 'deny', problem: 'session-ended' }),
})

/**
 * The first steps of every flow that changes something on an account: nothing where the person proved a moment ago that
 * it is they, else straight to the strongest enrolled factor with the other ways one press away. Put them first; end
 * `complete` with `keepFreshProof`. Steps: `signed-out`, `choose-way`, `confirm`.
 */
export function freshProofSteps<F extends FreshProofFacts, S extends AccountScene>(
  options: FreshProofOptions<F, S>,
): readonly AnyStep<F, S>[] {
  const isWanted = (facts: Partial<F>, scene: S) => options.required?.(facts, scene) ?? true
  const proof = verifySteps<F, S, 'fresh'>({
    prefix: 'fresh',
    purpose: options.purpose,
    names: { choose: 'choose-way', verify: 'confirm' },
    needs: [],
    subject: (_facts, scene) => accountSubject(scene.person?.accountId ?? '', scene.person?.language ?? 'en'),
    offers: (_facts, scene) => (scene.person ? freshOffers(scene.person, options.wants) : []),
    required: (facts, scene) =>
      isWanted(facts, scene) &&
      scene.person !== undefined &&
      // a proof given here stays part of the journey
      (facts.freshProof !== undefined || !isFresh(facts, scene.person, scene.now, options.wants)),
    links: [{ href: '/account', label: text('fresh.back') }],
    deadEnd: noWayToConfirm,
  })
  return [signedOutStep(), ...proof]
}

/**
 * For the flow's `complete`: what was proven becomes evidence of this very session, so that portals see the truth too.
 * @returns false where the session ended meanwhile or the proof is another person's: deny with `session-ended`
 */
export async function keepFreshProof(
  tx: Transaction,
  facts: FreshProofFacts,
  scene: AccountScene,
  { house, now, flow }: Pick<StepContext, 'house' | 'now' | 'flow'>,
): Promise<boolean> {
  if (!scene.person) return false
  const { accountId, sessionUid } = scene.person
  const proof = facts.freshProof
  if (!proof) return true
  if (proof.subject !== `account:${accountId}`) return false
  const until = addSeconds(now, house.settings.sessions.absolute_seconds)
  await createEvidence(tx, { ...evidenceOf(proof), accountId, flowId: flow.id }, until)
  await bindEvidence(tx, house.sealer, { flowId: flow.id, accountId, sessionUid })
  return true
}
