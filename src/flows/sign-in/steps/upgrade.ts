import { text } from '../../../core/index.ts'
import { parsePhone } from '../../../core/phones.ts'
import { accountSubject, contactOffer, type Offer, typedSubject } from '../../../factors/index.ts'
import { enrolOptionSteps, noWayToConfirm, securityOptionStep, verifySteps } from '../../../steps/index.ts'
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
  required: (facts, scene) =>
    isUpgrading(facts, scene) && scene.person?.upgrade?.email !== undefined && !facts.emailLost,
  lead: [text('sign-in.upgrade.lead')],
  // the number that the clinic has is proven further on, whatever is chosen
  detours: (_facts, { person }) =>
    person?.upgrade?.onFile.length
      ? [{ action: 'email-lost', label: text('sign-in.upgrade.email-lost'), facts: { emailLost: true } }]
      : [],
  deadEnd: noWayToConfirm,
})

/** The number that was imported need not be typed again; it is proven like any other. */
const securityOption = securityOptionStep<SignInFacts, SignInScene>({
  needs: ['account'],
  required: isUpgrading,
  known: (_facts, { person }) => person?.upgrade?.phone?.value,
  phoneCountry: ({ person }) => person?.upgrade?.phoneCountry ?? 'US',
  others: () => ['passkey', 'security-question'],
  isNeeded: true,
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
  required: (facts, scene) => isUpgrading(facts, scene) && !!facts.option?.phone,
  deadEnd: noWayToConfirm,
})

/**
 * Whatever was chosen, a phone that the clinic has on file is proven too, unless it is the one just proven. Not
 * `phoneOfRecordSteps`: an import may have linked the wrong record, so any clinic's number counts here, and wrong codes
 * count on the account. Which numbers prove their person is one rule for both (`mayProve`).
 */
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
  ...enrolOptionSteps<SignInFacts, SignInScene>({
    purpose: 'sign-in.option-passkey',
    required: isUpgrading,
    owner: ({ account }, { person }) => ({ accountId: account?.id ?? '', username: person?.username ?? '' }),
    device: scene => scene.device,
  }),
  ...proveOnFile,
]
