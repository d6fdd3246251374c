import { text } from '../../core/index.ts'
import { contactOffer, type Offer, type Subject } from '../../factors/index.ts'
import { noWayToConfirm, verifySteps } from '../../steps/index.ts'
import type { InsurerFacts } from './facts.ts'
import type { InsurerScene } from './scene.ts'

/** The insurer's member is the patient of that record: by a code to its contact, or by what the clinic checked. */
export const isMemberProven = ({ way, member, memberProof }: Partial<InsurerFacts>): boolean =>
  way === 'member' &&
  member?.patientId !== undefined &&
  (member.isTrusted === true || memberProof?.subject === `patient:${member.patientId}`)

const nobodysPhone = { id: 'nobody', value: '+10000000000' }

/**
 * Whom the code goes to. Wrong answers are counted on the identity at the insurer for everybody: what other journeys
 * heard of a record must not show here.
 */
function subjectOf({ member, upstream }: Partial<InsurerFacts>, { language }: InsurerScene): Subject {
  const tries = `member:${upstream?.issuer}|${upstream?.subject}`
  return member?.patientId
    ? { key: `patient:${member.patientId}`, patientId: member.patientId, tries, language, budget: 'record' }
    : { key: tries, tries, language, budget: 'record', isDecoy: true }
}

/** Text and call for everybody, with not a digit of where they go. */
const offersTo = ({ member }: Partial<InsurerFacts>): readonly Offer[] =>
  ['text-code', 'voice-code'].map(kind => ({
    ...contactOffer(kind, { ...(member?.phone ?? nobodysPhone), kind: 'phone' }),
    masked: '',
  }))

/** The same page whether or not a record fits: "if these details match, we sent a code". */
export const memberSteps = verifySteps<InsurerFacts, InsurerScene, 'member'>({
  prefix: 'member',
  purpose: 'insurer.member',
  names: { choose: 'choose-call', verify: 'prove-record' },
  needs: ['way', 'member'],
  subject: subjectOf,
  offers: offersTo,
  required: ({ way, member }) => way === 'member' && member?.isTrusted !== true,
  sentTitle: text('insurer.member.title'),
  sentText: text('insurer.member.sent'),
  detours: [
    {
      action: 'other-way',
      label: text('insurer.member.other-way'),
      facts: { way: undefined, member: undefined, memberChallenge: undefined, memberAnother: undefined },
    },
  ],
  deadEnd: noWayToConfirm,
})
