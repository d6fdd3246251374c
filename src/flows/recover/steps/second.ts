import { text } from '../../../core/index.ts'
import { accountSubject, type Offer, type Subject } from '../../../factors/index.ts'
import { recoveryTries } from '../../../operations/recovery.ts'
import { noWayToConfirm, verifySteps } from '../../../steps/index.ts'
import type { RecoverFacts } from '../facts.ts'
import { personIn, type RecoverScene } from '../scene.ts'

export const offersIn = (scene: RecoverScene): readonly Offer[] => scene.person?.offers ?? []

/** A waiting period that is over stands in for the second proof; one that was wanted comes instead of it. */
export const needsSecond = (facts: Partial<RecoverFacts>, scene: RecoverScene): boolean =>
  facts.opened !== undefined && facts.opened.origin !== 'in-person' && scene.person?.waiting.kind !== 'ready'

// budgets of its own: whoever holds the mailbox must not use up what the owner needs at sign-in, nor the other way round
const subjectOf = (facts: Partial<RecoverFacts>, scene: RecoverScene): Subject => ({
  ...accountSubject(facts.opened?.accountId ?? '', personIn(scene).language),
  tries: recoveryTries(facts.opened?.accountId ?? ''),
  budget: 'record',
})

/** The second proof: an enrolled way, or a text or call to a contact on file. */
export const secondSteps = verifySteps<RecoverFacts, RecoverScene, 'second'>({
  prefix: 'second',
  purpose: 'recover.second',
  names: { choose: 'choose-proof', verify: 'prove-again' },
  needs: ['opened'],
  subject: subjectOf,
  offers: (_facts, scene) => offersIn(scene),
  required: needsSecond,
  lead: [text('recover.second.lead')],
  detours: [{ action: 'no-way', label: text('recover.second.no-way'), facts: { waitWanted: true } }],
  deadEnd: noWayToConfirm,
})

/** A security question proves nothing by itself: a contact of record comes along with it. */
export const recordSteps = verifySteps<RecoverFacts, RecoverScene, 'record'>({
  prefix: 'record',
  purpose: 'recover.record',
  names: { choose: 'choose-contact', verify: 'prove-contact' },
  needs: ['opened', 'secondProof'],
  subject: subjectOf,
  offers: (_facts, scene) => scene.person?.recordOffers ?? [],
  required: (facts, scene) => needsSecond(facts, scene) && facts.secondProof?.factor === 'security-question',
  lead: [text('recover.record.lead')],
  deadEnd: noWayToConfirm,
})
