import { z } from 'zod'
import { meetsAcr } from '../core/assurance.ts'
import { isFreshlyProven } from '../core/freshness.ts'
import { type NoticePage, text } from '../core/index.ts'
import { levelsWith } from '../core/sign-in-policy.ts'
import {
  accountSubject,
  challengeSchema,
  confirmingFactors,
  evidenceOf,
  factorOf,
  factors,
  type Offer,
  offersOf,
  proofSchema,
  secondFactors,
  worthOf,
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

/**
 * `second`: the strongest ways that the person enrolled which lift to what policy wants of sensitive changes; the password
 * only where there is none and policy is content with it. `first`: the same, but whoever has no such way may get their
 * first one, where policy lets people enrol on the way. `any`: the password will do, for changes that open no door.
 */
export type FreshProofWants = 'second' | 'first' | 'any'

export interface FreshProofOptions<F, S> {
  /** What a success is good for, such as `account.add-authenticator`. */
  readonly purpose: string
  readonly wants?: FreshProofWants
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

/** Ways to prove afresh that it is this person, strongest first; none where policy wants more than they have. */
export function freshOffers(person: AccountPerson, wants: FreshProofWants = 'second'): readonly Offer[] {
  const second = offersOf(secondFactors, person.factors)
  const password = offersOf(
    factors.filter(factor => factor.kind === 'password'),
    person.factors,
  )
  if (wants === 'any') return [...second, ...password]
  const { sensitive, enrol_on_the_way } = person.policy
  const usual = second.length > 0 ? second : password
  if (sensitive === 'urn:vestibule:aal1') return usual
  const lifting = offersOf(confirmingFactors, person.factors).filter(({ factor }) =>
    levelsWith(worthOf(factorOf(factor))).includes(sensitive),
  )
  return lifting.length === 0 && wants === 'first' && enrol_on_the_way ? usual : lifting
}

/** Nothing to ask: proven in this session a moment ago, or in this journey. */
export const isFresh = (
  facts: FreshProofFacts,
  person: AccountPerson,
  now: Date,
  wants: FreshProofWants = 'second',
): boolean => {
  if (facts.freshSince !== undefined) return true
  const offers = freshOffers(person, wants).map(offer => offer.factor)
  if (offers.length > 0) return isFreshlyProven(person.evidence, offers, now)
  // whoever has nothing but an insurer proves it there, by signing in
  const { factors, evidence, policy } = person
  const hasOwn = factors.hasPassword || offersOf(secondFactors, factors).length > 0
  return !hasOwn && isFreshlyProven(evidence, ['upstream'], now) && meetsAcr(evidence, policy.sensitive, now)
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
