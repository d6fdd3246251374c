import { type Acr, acrLevels, meetsAcr } from '../../../core/assurance.ts'
import { text } from '../../../core/index.ts'
import { levelsWith, type Population, type SignInAnswer, secondFactorPolicy } from '../../../core/sign-in-policy.ts'
import {
  accountSubject,
  confirmingFactors,
  evidenceOf,
  factorOf,
  type Offer,
  offersOf,
  secondFactors,
  worthOf,
} from '../../../factors/index.ts'
import type { Ask, StepContext } from '../../../flow-engine/index.ts'
import { prepareRecoveryByPassword, recoveryEnds } from '../../../operations/recovery.ts'
import { noWayToConfirm, verifySteps } from '../../../steps/index.ts'
import { hasDeclined, isLinking, isRefused, type SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'

type Person = NonNullable<SignInScene['person']>

/** What a kind of factor lifts to, as policy has it here. */
const levelsOf = (kind: string, { policy }: Person): readonly Acr[] =>
  levelsWith(worthOf(factorOf(kind)), { confirmable: policy.confirm })

/** Above the lowest, which a password gives. */
const wantedBy = ({ asked }: Person): readonly Acr[] => [...asked.acr, asked.floor].filter(acr => acr !== acrLevels[0])

/** An answer that others may know, and a mailbox, are no second factor; an answer is, where a person chose it. */
const countsAsSecond = (factor: string, population: Population): boolean =>
  secondFactors.some(({ kind }) => kind === factor) ||
  (factor === 'security-question' && (population === 'patient' || population === 'caregiver'))

/**
 * What this person can be asked for here: where a level is wanted the ways that lift to it, else whatever makes a second
 * factor. Strongest first where two factors are wanted and in a step-up; else the option that they chose comes before.
 */
function offersIn(facts: Partial<SignInFacts>, { person }: SignInScene): readonly Offer[] {
  if (!person) return []
  const wanted = wantedBy(person)
  const isByStrength = facts.account?.by === 'session' || wanted.some(acr => acr.startsWith('urn:vestibule:aal2'))
  const all = offersOf(confirmingFactors, person.factors, isByStrength ? undefined : person.preferred)
  const lifting = all.filter(({ factor }) => levelsOf(factor, person).some(level => wanted.includes(level)))
  return lifting.length > 0 ? lifting : all.filter(({ factor }) => countsAsSecond(factor, person.population))
}

/** What can be set up in the middle of a sign-in, the quickest first. */
export const addableKinds = ['text-code', 'totp', 'passkey'] as const

/** What this person may add here that brings what is wanted; nothing without a phone on file to prove first. */
export function addableIn({ person }: SignInScene): readonly (typeof addableKinds)[number][] {
  if (!person || person.onRecord.length === 0) return []
  const wanted = wantedBy(person)
  return addableKinds.filter(
    kind => wanted.length === 0 || levelsOf(kind, person).some(level => wanted.includes(level)),
  )
}

/** Who opens other people's records shows a second factor of ours, whatever plan they are a member of. */
const isAtWork = ({ population }: Person): boolean => population === 'provider' || population === 'staff'

const isTwoFactors = ({ firstFactor }: Partial<SignInFacts>): boolean =>
  firstFactor !== undefined && meetsAcr([evidenceOf(firstFactor)], 'urn:vestibule:aal2', firstFactor.at)

/** What policy wants of this person here besides what began the journey; see core/sign-in-policy. */
export function policyAnswer(facts: Partial<SignInFacts>, scene: SignInScene, ask: Ask): SignInAnswer {
  const { account } = facts
  const { person } = scene
  // a passkey is two factors in one; who upgrades an account proves and adds enough on that way
  if (!account || !person || account.by === 'passkey' || person.upgrade || isRefused(facts))
    return { second: false, enrolment: false }
  // an insurer's word for two factors of its member, as far as the operator believes it, is as good as two of ours
  if (account.by === 'insurer' && isTwoFactors(facts) && !isAtWork(person)) return { second: false, enrolment: false }
  const offers = offersIn(facts, scene)
  const answer = secondFactorPolicy({
    secondFactor: person.policy.second_factor,
    // a new way in is tied to the account on all the proof that there is
    isKnownDevice: account.isKnownDevice && !isLinking(facts),
    requested: person.asked.acr,
    floor: person.asked.floor,
    ...(account.by === 'session' ? { session: ask.signedIn?.acr ?? acrLevels[0] } : {}),
    hasSecond: offers.length > 0,
    reach: offers.flatMap(({ factor }) => levelsOf(factor, person)),
    addable: hasDeclined(facts) ? [] : addableIn(scene).flatMap(kind => levelsOf(kind, person)),
  })
  // proven before the password already
  return facts.firstProof?.subject === `account:${account.id}` ? { ...answer, second: false } : answer
}

/** The password was right and the rest is lost: recovery goes on from there, and this sign-in stays as it is. */
function toRecovery({ house, ask, flow, now }: StepContext, { account }: Partial<SignInFacts>) {
  const begun = { accountId: account?.id ?? '', flowId: flow.id, ends: recoveryEnds(ask) }
  const { path, write } = prepareRecoveryByPassword(house, begun, now)
  return { to: { url: path }, write }
}

/** The second factor, or the proof of a step-up: straight to the best way, others one press away. */
export const secondSteps = verifySteps<SignInFacts, SignInScene, 'second'>({
  prefix: 'second',
  purpose: 'sign-in.second',
  names: { choose: 'choose-way', verify: 'confirm' },
  needs: ['account'],
  subject: (facts, scene) => accountSubject(facts.account?.id ?? '', scene.person?.language ?? 'en'),
  offers: offersIn,
  required: (facts, scene, ask) => policyAnswer(facts, scene, ask).second,
  // whoever is signed in may leave it at that: the portal is told
  detours: facts =>
    facts.account?.by === 'session'
      ? [{ action: 'not-now', label: text('sign-in.not-now'), facts: { declined: true }, isRefusal: true }]
      : facts.account?.by === 'password'
        ? [{ action: 'no-way', label: text('sign-in.second.no-way'), leave: toRecovery }]
        : [],
  deadEnd: noWayToConfirm,
})
