import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { maskPhone, parsePhone } from '../../../core/phones.ts'
import { accountSubject, contactOffer, type Offer, typedSubject } from '../../../factors/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { createPasskeyStep, noWayToConfirm, verifySteps } from '../../../steps/index.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'

/**
 * The first sign-in of somebody whose account came from another system (DOMAIN "Sign-in"): the address that was imported
 * is proven, a security option is chosen and proven, and so is a phone that the clinic has on file. Nothing of it is
 * written before all is there, and nobody is signed in before that.
 */
export const isUpgrading = ({ account }: Partial<SignInFacts>, { person }: SignInScene): boolean =>
  account?.by === 'password' && person?.upgrade !== undefined

const subject = (facts: Partial<SignInFacts>, scene: SignInScene) =>
  accountSubject(facts.account?.id ?? '', scene.person?.language ?? 'en')

/** Text or call; where the numbering plan tells, a phone on the wall is called. */
function phoneOffers({ id, value }: { readonly id: string; readonly value: string }): readonly Offer[] {
  const ways = ['text-code', 'voice-code'].map(kind => contactOffer(kind, { id, kind: 'phone', value }))
  return parsePhone(value)?.type === 'landline' ? ways.toReversed() : ways
}

const confirmEmail = verifySteps<SignInFacts, SignInScene, 'email'>({
  prefix: 'email',
  purpose: 'sign-in.upgrade-email',
  names: { choose: 'choose-email', verify: 'confirm-email' },
  needs: ['account'],
  subject,
  offers: (_facts, { person }) =>
    person?.upgrade?.email ? [contactOffer('email-code', { ...person.upgrade.email, kind: 'email' })] : [],
  required: (facts, scene) => isUpgrading(facts, scene) && scene.person?.upgrade?.email !== undefined,
  lead: [text('sign-in.upgrade.lead')],
  deadEnd: noWayToConfirm,
})

const options = ['text-code', 'voice-code', 'passkey'] as const
type Option = (typeof options)[number]
/** A passkey only where the page's script found a device that can make one. */
const optionsFor = ({ account }: Partial<SignInFacts>): readonly Option[] =>
  account?.canMakePasskey ? options : options.slice(0, 2)

/** Text me, call me, or a passkey. The number that was imported need not be typed again. */
const securityOption = defineStep<SignInFacts, SignInScene>()({
  name: 'security-option',
  needs: ['account'],
  gives: ['option'],
  required: isUpgrading,
  input: z.object({
    factor: z.string().optional(),
    phone: z.string().max(60, 'phone-invalid').default(''),
  }),
  limits: ['address'],
  texts: [
    ...options.flatMap(kind => [`sign-in.upgrade.${kind}`, `sign-in.upgrade.${kind}-help`]),
    'sign-in.upgrade.phone-hint-known',
    'sign-in.upgrade.phone-hint',
    'problem.choose-one',
    'problem.phone-invalid',
  ],
  page(facts, { person }) {
    const known = person?.upgrade?.phone?.value
    const typed = facts.option?.phone === known ? undefined : facts.option?.phone
    const chosen = facts.option?.factor ?? 'text-code'
    return {
      kind: 'form',
      name: 'security-option',
      title: text('sign-in.upgrade.option-title'),
      lead: [text('sign-in.upgrade.option-lead')],
      fields: [
        {
          kind: 'radio',
          name: 'factor',
          label: text('sign-in.upgrade.option-legend'),
          options: optionsFor(facts).map(kind => ({
            value: kind,
            label: text(`sign-in.upgrade.${kind}`),
            help: text(`sign-in.upgrade.${kind}-help`),
            ...(kind === 'text-code' ? { recommended: true } : {}),
            checked: chosen === kind,
          })),
        },
        {
          kind: 'phone',
          name: 'phone',
          label: text('sign-in.upgrade.phone'),
          hint: known
            ? text('sign-in.upgrade.phone-hint-known', { digits: maskPhone(known) })
            : text('sign-in.upgrade.phone-hint'),
          ...(typed ? { value: typed } : {}),
        },
      ],
      submit: text('verify.continue'),
    }
  },
  async handle(_context, facts, { person }, input) {
    const factor = optionsFor(facts).find(kind => kind === input.factor)
    if (!factor) return { kind: 'retry', problem: 'choose-one', field: 'factor' }
    if (factor === 'passkey') return { kind: 'advance', facts: { option: { factor, phone: null } } }
    const typed = input.phone.trim()
    const parsed = typed === '' ? undefined : parsePhone(typed, person?.upgrade?.phoneCountry)
    const phone = typed === '' ? person?.upgrade?.phone?.value : parsed?.e164
    // premium numbers cost money at every call: nobody's phone is one
    if (!phone || parsed?.type === 'premium') return { kind: 'retry', problem: 'phone-invalid', field: 'phone' }
    return { kind: 'advance', facts: { option: { factor, phone } } }
  },
})

const confirmPhone = verifySteps<SignInFacts, SignInScene, 'phone'>({
  prefix: 'phone',
  purpose: 'sign-in.upgrade-phone',
  names: { choose: 'choose-call-or-text', verify: 'confirm-phone' },
  needs: ['option'],
  subject: (facts, scene) =>
    facts.option?.phone === scene.person?.upgrade?.phone?.value
      ? subject(facts, scene)
      : typedSubject(facts.account?.id ?? '', scene.person?.language ?? 'en'),
  // as it was chosen: who asked to be called is called
  offers({ option }) {
    if (!option?.phone) return []
    const ways = phoneOffers({ id: 'option', value: option.phone })
    return ways.toSorted((one, other) => Number(other.factor === option.factor) - Number(one.factor === option.factor))
  },
  required: (facts, scene) => isUpgrading(facts, scene) && facts.option?.factor !== 'passkey',
  deadEnd: noWayToConfirm,
})

/** Whatever was chosen, a phone that the clinic has on file is proven too, unless it is the one just proven. */
const proveOnFile = verifySteps<SignInFacts, SignInScene, 'onFile'>({
  prefix: 'onFile',
  purpose: 'sign-in.upgrade-record',
  names: { choose: 'choose-number-on-file', verify: 'prove-number-on-file' },
  needs: ['option'],
  subject: (facts, scene) => ({ ...subject(facts, scene), budget: 'record' }),
  offers: (_facts, { person }) => (person?.upgrade?.onFile ?? []).flatMap(phoneOffers),
  required(facts, scene) {
    const onFile = scene.person?.upgrade?.onFile ?? []
    return (
      isUpgrading(facts, scene) &&
      onFile.length > 0 &&
      onFile.every(({ value }) => value !== facts.phoneProof?.to || facts.option?.phone !== value)
    )
  },
  lead: [text('sign-in.add.prove')],
  deadEnd: noWayToConfirm,
})

export const upgradeEmailSteps = confirmEmail
export const upgradeOptionSteps = [
  securityOption,
  ...confirmPhone,
  createPasskeyStep<SignInFacts, SignInScene>({
    name: 'option-passkey',
    purpose: 'sign-in.option-passkey',
    needs: ['option'],
    required: (facts, scene) => isUpgrading(facts, scene) && facts.option?.factor === 'passkey',
    owner: ({ account }, { person }) => ({ accountId: account?.id ?? '', username: person?.username ?? '' }),
    device: scene => scene.device,
  }),
  ...proveOnFile,
]
