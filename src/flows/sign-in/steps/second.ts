import { acrLevels } from '../../../core/assurance.ts'
import { levelsWith, type Population, secondFactorPolicy } from '../../../core/sign-in-policy.ts'
import {
  accountSubject,
  confirmingFactors,
  factorOf,
  type Offer,
  offersOf,
  secondFactors,
  worthOf,
} from '../../../factors/index.ts'
import type { Ask } from '../../../flow-engine/index.ts'
import { noWayToConfirm, verifySteps } from '../../../steps/index.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'

const levelsOf = (offer: Offer) => levelsWith(worthOf(factorOf(offer.factor)))

/** An answer that others may know, and a mailbox, are no second factor; an answer is, where a person chose it. */
const countsAsSecond = (factor: string, population: Population): boolean =>
  secondFactors.some(({ kind }) => kind === factor) ||
  (factor === 'security-question' && (population === 'patient' || population === 'caregiver'))

/**
 * What this person can be asked for here: where a level is wanted the ways that lift to it, else whatever makes a second
 * factor. Strongest first in a step-up; in a sign-in the option that they chose comes before.
 */
function offersIn(facts: Partial<SignInFacts>, { person, asked }: SignInScene): readonly Offer[] {
  if (!person) return []
  const isStepUp = facts.account?.by === 'session'
  const all = offersOf(confirmingFactors, person.factors, isStepUp ? undefined : person.preferred)
  const wanted = [...asked.acr, ...(asked.floor ? [asked.floor] : [])].filter(level => level !== acrLevels[0])
  const lifting = all.filter(offer => levelsOf(offer).some(level => wanted.includes(level)))
  if (isStepUp || lifting.length > 0) return lifting
  return all.filter(offer => countsAsSecond(offer.factor, person.population))
}

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
    reach: offersIn(facts, scene).flatMap(levelsOf),
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
