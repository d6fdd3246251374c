import { text } from '../../../core/index.ts'
import {
  type Challenge,
  contactOffer,
  factorContext,
  factorOf,
  type Offer,
  type Subject,
} from '../../../factors/index.ts'
import type { Outcome, StepContext } from '../../../flow-engine/index.ts'
import { newId } from '../../../platform/index.ts'
import { noWayToConfirm, verifySteps } from '../../../steps/index.ts'
import { findAccountContacts } from '../../../store/account-contacts.ts'
import { findAccountFactors } from '../../../store/account-factors.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'
import { passkeyOptions, signInByPasskey } from './passkey.ts'

type Cautious = NonNullable<SignInFacts['cautious']>
const purpose = 'sign-in.first'

const subjectOf = ({ subject, accountId, language }: Cautious): Subject => ({
  key: subject,
  language,
  budget: 'anonymous',
  ...(accountId ? { accountId } : { isDecoy: true }),
})
/** Text and call for everybody: what somebody enrolled must not show either. */
const offersTo = ({ contact }: Cautious): readonly Offer[] =>
  ['text-code', 'voice-code'].map(kind => ({ ...contactOffer(kind, { ...contact, kind: 'phone' }), masked: '' }))

/** A second factor before the password (DOMAIN "Lock-out"): guessing on costs a code to the person's own phone. */
export const firstSteps = verifySteps<SignInFacts, SignInScene, 'first'>({
  prefix: 'first',
  purpose,
  names: { choose: 'choose-first', verify: 'confirm-first' },
  needs: [],
  subject: facts => subjectOf(facts.cautious as Cautious),
  offers: facts => (facts.cautious ? offersTo(facts.cautious) : []),
  required: facts => facts.cautious !== undefined,
  sentText: text('sign-in.first.lead'),
  // locks that strangers' guesses at a password set do not hold a passkey (DOMAIN "Lock-out")
  passkey: { label: text('sign-in.passkey'), options: passkeyOptions, answer: signInInstead },
  deadEnd: noWayToConfirm,
})

/** Whoever signs in by a passkey proves nothing before a password. */
async function signInInstead(
  context: StepContext,
  _facts: Partial<SignInFacts>,
  sent: string,
): Promise<Outcome<SignInFacts, keyof SignInFacts>> {
  const outcome = await signInByPasskey(context, sent)
  if (outcome.kind !== 'advance') return outcome
  const none = { cautious: undefined, firstChallenge: undefined, firstAnother: undefined, firstProof: undefined }
  return { ...outcome, facts: { ...outcome.facts, ...none } as SignInFacts }
}

/**
 * Sends the code and leads to its page. A name that nobody has, or somebody without a phone, gets the same page by the
 * same statements; that code reaches nobody and none is right.
 */
export async function proveFirst(
  context: StepContext,
  aim: { readonly typed: string; readonly accountId?: string },
): Promise<Outcome<SignInFacts, 'account' | 'firstFactor'>> {
  const { house, now, visitor } = context
  const lookedUp = aim.accountId ?? newId()
  const contacts = await findAccountContacts(house.db, house.sealer, lookedUp)
  const enrolled = await findAccountFactors(house.db, lookedUp)
  const contact = contacts.find(
    ({ id, kind, verifiedAt }) => kind === 'phone' && verifiedAt && enrolled.some(factor => factor.contactId === id),
  )
  const { accountId } = aim
  const isReal = accountId !== undefined && contact !== undefined
  const cautious: Cautious = {
    subject: accountId ? `account:${accountId}` : `name:${aim.typed}`,
    ...(isReal ? { accountId } : {}),
    language: visitor.language,
    contact: isReal ? { id: contact.id, value: contact.value } : { id: 'nobody', value: '+10000000000' },
  }
  const [offer] = offersTo(cautious)
  if (!offer) throw new Error('there is always a text to offer')
  const { codes } = house.settings
  const scope = factorContext(context, purpose, subjectOf(cautious))
  const { write } = await factorOf(offer.factor).challenge(scope, offer)
  const firstChallenge: Challenge = {
    offer,
    sentAt: now,
    resendAt: new Date(now.getTime() + codes.resend_seconds * 1000),
    minutes: Math.round(codes.ttl_seconds / 60),
  }
  return {
    kind: 'stay',
    facts: { cautious, firstChallenge, firstAnother: undefined, firstProof: undefined },
    audit: { ...(accountId ? { accountId } : {}), details: { reason: 'proof-first' } },
    ...(write ? { write } : {}),
  }
}
