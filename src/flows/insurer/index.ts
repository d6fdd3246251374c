/**
 * Sign-in with a health insurer: the way there and back, and what follows for whom we know and whom we do not. May not
 * import another flow. Invariant: an identity at an insurer is tied to an account by the person's own proof alone; what
 * the insurer asserts never is one, and whether it fits a record shows to nobody before a code to that record was right.
 */
import { type Link, type PageContext, text } from '../../core/index.ts'
import type { Flow } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import { chooseInsurerStep, upstreamStep } from '../../steps/index.ts'
import { completeInsurer } from './complete.ts'
import { type InsurerFacts, insurerFacts } from './facts.ts'
import { memberSteps } from './member.ts'
import { type InsurerScene, loadScene } from './scene.ts'
import { confirmPerson, finishSteps } from './steps/finish.ts'
import { haveAccount, recordHasAccount } from './steps/have-account.ts'

export { texts as insurerTexts } from './texts.ts'

const otherWays = ({ paths }: PageContext): readonly Link[] => [
  { href: paths.signIn, label: text('insurer.ways.sign-in') },
  { href: paths.activate, label: text('insurer.ways.access-code') },
]

export const insurerFlow: Flow<InsurerFacts, InsurerScene> = {
  name: 'insurer',
  entry: { path: '/insurer' },
  ttl: minutes(30),
  again: true,
  facts: insurerFacts,
  given: [],
  steps: [
    chooseInsurerStep<InsurerFacts, InsurerScene>({
      title: text('insurer.choose.title'),
      lead: text('insurer.choose.lead'),
      ways: otherWays,
    }),
    upstreamStep<InsurerFacts, InsurerScene>({
      needs: ['chosen'],
      required: facts => !facts.refused,
      insurer: (_facts, { chosen }) => chosen,
      another: { value: 'another', facts: { another: true, chosen: undefined, trouble: undefined } },
      ways: otherWays,
      // UDAP Tiered OAuth §3: the portal asked for it, so the portal is told
      trouble: ({ ask }, { problem }) =>
        problem === 'upstream-unknown-idp' && ask.idp && ask.interactionUid ? { refused: 'invalid_idp' } : undefined,
    }),
    haveAccount,
    ...memberSteps,
    recordHasAccount,
    confirmPerson,
    ...finishSteps,
  ],
  scene: loadScene,
  complete: completeInsurer,
}
