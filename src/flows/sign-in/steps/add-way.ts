import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { maskPhone, parsePhone } from '../../../core/phones.ts'
import { accountSubject, contactOffer, type Offer } from '../../../factors/index.ts'
import { type Ask, defineStep } from '../../../flow-engine/index.ts'
import { addAuthenticatorSteps, createPasskeyStep, noWayToConfirm, verifySteps } from '../../../steps/index.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'
import { addableIn, addableKinds, policyAnswer } from './second.ts'

const isWanted = (facts: Partial<SignInFacts>, scene: SignInScene, ask: Ask): boolean =>
  policyAnswer(facts, scene, ask).enrolment
const isAdding =
  (way: SignInFacts['newWay']) =>
  (facts: Partial<SignInFacts>, scene: SignInScene, ask: Ask): boolean =>
    facts.newWay === way && isWanted(facts, scene, ask)

const notNow = { value: 'not-now', label: text('sign-in.not-now'), facts: { declined: true } } as const

/** Nothing that is enrolled fits: says so, and what would. "Not now" is an answer as big as the other. */
const chooseNewWay = defineStep<SignInFacts, SignInScene>()({
  name: 'add-way',
  needs: ['account'],
  gives: ['newWay'],
  required: isWanted,
  input: z.object({ factor: z.string().default(''), action: z.string().optional() }),
  limits: ['address'],
  texts: [...addableKinds.flatMap(kind => [`sign-in.add.${kind}`, `sign-in.add.${kind}-help`]), 'problem.choose-one'],
  page: (facts, scene) => {
    const [phone] = scene.person?.onRecord ?? []
    return {
      kind: 'form',
      name: 'add-way',
      title: text('sign-in.add.title'),
      lead: [text('sign-in.add.lead'), text('sign-in.add.number', { masked: maskPhone(phone?.value ?? '') })],
      fields: [
        {
          kind: 'radio',
          name: 'factor',
          label: text('sign-in.add.legend'),
          options: addableIn(scene).map((kind, index) => ({
            value: kind,
            label: text(`sign-in.add.${kind}`),
            help: text(`sign-in.add.${kind}-help`),
            ...((facts.newWay ? facts.newWay === kind : index === 0) ? { checked: true } : {}),
          })),
        },
      ],
      submit: text('verify.continue'),
      actions: [{ value: notNow.value, label: notNow.label, prominent: true }],
    }
  },
  async handle(_context, _facts, scene, input) {
    if (input.action === notNow.value) return { kind: 'stay', facts: notNow.facts }
    const newWay = addableIn(scene).find(kind => kind === input.factor)
    return newWay ? { kind: 'advance', facts: { newWay } } : { kind: 'retry', problem: 'choose-one', field: 'factor' }
  },
})

/** Text or call; where the numbering plan tells, a phone on the wall is called. */
function recordOffers({ person }: SignInScene): readonly Offer[] {
  return (person?.onRecord ?? []).flatMap(({ id, value }) => {
    const ways = ['text-code', 'voice-code'].map(kind => contactOffer(kind, { id, kind: 'phone', value }))
    return parsePhone(value)?.type === 'landline' ? ways.toReversed() : ways
  })
}

/** A password that somebody else knows must not become two factors: the number that the clinic has comes first. */
const proveRecord = verifySteps<SignInFacts, SignInScene, 'record'>({
  prefix: 'record',
  purpose: 'sign-in.record',
  names: { choose: 'choose-number', verify: 'prove-number' },
  needs: ['newWay'],
  subject: (facts, scene) => ({
    ...accountSubject(facts.account?.id ?? '', scene.person?.language ?? 'en'),
    budget: 'record',
  }),
  offers: (_facts, scene) => recordOffers(scene),
  required: (facts, scene, ask) => facts.newWay !== undefined && isWanted(facts, scene, ask),
  lead: [text('sign-in.add.prove')],
  detours: [{ action: notNow.value, label: notNow.label, facts: notNow.facts, isRefusal: true }],
  deadEnd: noWayToConfirm,
})

/** Enrolment on the way (DOMAIN "Step-up"): what to add, the proof of a contact of record, then the new way itself. */
export const addWaySteps = [
  chooseNewWay,
  ...proveRecord,
  ...addAuthenticatorSteps<SignInFacts, SignInScene>({
    needs: ['recordProof'],
    required: isAdding('totp'),
    username: (_facts, scene) => scene.person?.username ?? '',
    detour: notNow,
  }),
  createPasskeyStep<SignInFacts, SignInScene>({
    purpose: 'sign-in.create-passkey',
    needs: ['recordProof'],
    required: isAdding('passkey'),
    owner: ({ account }, { person }) => ({ accountId: account?.id ?? '', username: person?.username ?? '' }),
    device: scene => scene.device,
    refusal: text('sign-in.not-now'),
  }),
]
