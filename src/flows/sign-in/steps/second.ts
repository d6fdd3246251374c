import { levelsWith, secondFactorPolicy } from '../../../core/sign-in-policy.ts'
import { accountSubject, factorOf, type Offer, offersOf, secondFactors, worthOf } from '../../../factors/index.ts'
import type { Ask } from '../../../flow-engine/index.ts'
import { noWayToConfirm, verifySteps } from '../../../steps/index.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'

/** In a step-up the strongest first (DOMAIN "Step-up"); beside a password the one that the person chose. */
const offersIn = ({ account }: Partial<SignInFacts>, { person }: SignInScene): readonly Offer[] =>
  person ? offersOf(secondFactors, person.factors, account?.by === 'session' ? undefined : person.preferred) : []

/** Whether policy wants a second factor of this person here; see core/sign-in-policy. */
export const needsSecond = (facts: Partial<SignInFacts>, scene: SignInScene, ask: Ask): boolean =>
  facts.account !== undefined &&
  // two factors in one
  facts.account.by !== 'passkey' &&
  // proven before the password already
  facts.firstProof?.subject !== `account:${facts.account.id}` &&
  scene.person !== undefined &&
  secondFactorPolicy({
    population: scene.person.population,
    isKnownDevice: facts.account.isKnownDevice,
    requested: ask.acr ?? [],
    ...(ask.floor ? { floor: ask.floor } : {}),
    ...(facts.account.by === 'session' ? { session: ask.signedIn?.acr ?? 'urn:vestibule:aal1' } : {}),
    hasSecond: offersIn(facts, scene).length > 0,
    reach: offersIn(facts, scene).flatMap(offer => levelsWith(worthOf(factorOf(offer.factor)))),
  }) === 'required'

/** The second factor, or the proof of a step-up: straight to the best way, others one press away. */
export const secondSteps = verifySteps<SignInFacts, SignInScene, 'second'>({
  prefix: 'second',
  purpose: 'sign-in.second',
  names: { choose: 'choose-way', verify: 'confirm' },
  needs: ['account'],
  subject: (facts, scene) => accountSubject(facts.account?.id ?? '', scene.person?.language ?? 'en'),
  offers: offersIn,
  required: needsSecond,
  deadEnd: noWayToConfirm,
})
