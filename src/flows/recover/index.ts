/**
 * Recovery of a forgotten password or username: a message, a second proof, a new password, a fresh sign-in. May not
 * import another flow. Invariant: who exists shows in nothing; one lost secret never suffices; no factor is removed; one
 * link is good once, for one account, in one browser.
 */
import { networkOf } from '../../core/networks.ts'
import type { Flow, LimitRegistry } from '../../flow-engine/index.ts'
import { hours, minutes } from '../../platform/index.ts'
import { completeRecovery } from './complete.ts'
import { type RecoverFacts, recoverFacts } from './facts.ts'
import { loadScene, type RecoverScene } from './scene.ts'
import { checkMessages } from './steps/check-messages.ts'
import { identify } from './steps/identify.ts'
import { newPassword } from './steps/new-password.ts'
import { useRecoveryCode } from './steps/recovery-code.ts'
import { recordSteps, secondSteps } from './steps/second.ts'
import { waitingPeriod } from './steps/waiting-period.ts'

export { recoverCancelFlow } from './cancel.ts'
export { recoverLinkFlow } from './link.ts'
export { texts as recoverTexts } from './texts.ts'

export const recoverFlow: Flow<RecoverFacts, RecoverScene> = {
  name: 'recover',
  entry: { path: '/recover' },
  ttl: minutes(30),
  facts: recoverFacts,
  given: ['opened'],
  steps: [identify, useRecoveryCode, checkMessages, waitingPeriod, ...secondSteps, ...recordSteps, newPassword],
  scene: loadScene,
  complete: completeRecovery,
}

/** How often one network may ask; beyond it nobody is written to, and the page says the same. */
export const recoverLimits: LimitRegistry = {
  recover: {
    rule: ({ house: { settings } }) => ({
      points: settings.limits.anonymous_network_sends,
      seconds: hours(1),
      silent: true,
    }),
    key: context => networkOf(context.visitor.ip),
  },
}
