import type { Flow } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import { acceptTermsStep } from '../../steps/index.ts'
import { completeSignIn } from './complete.ts'
import { isRefused, type SignInFacts, signInFacts } from './facts.ts'
import { loadScene, type SignInScene } from './scene.ts'
import { addWaySteps } from './steps/add-way.ts'
import { firstSteps } from './steps/first.ts'
import { offerPasskeyStep } from './steps/offer-passkey.ts'
import { passwordStep } from './steps/password.ts'
import { reopenStep } from './steps/reopen.ts'
import { secondSteps } from './steps/second.ts'
import { upgradeEmailSteps, upgradeOptionSteps } from './steps/upgrade.ts'

/**
 * Sign-in and step-up: password, what policy wants besides, new terms, the upgrade of an imported account, and a passkey
 * for the next time.
 */
export const signIn: Flow<SignInFacts, SignInScene> = {
  name: 'sign-in',
  entry: { path: '/sign-in' },
  ttl: minutes(60),
  facts: signInFacts,
  given: [],
  begin: ask =>
    ask.signedIn && !ask.forceAuthentication
      ? { account: { id: ask.signedIn.accountId, isKnownDevice: true, by: 'session' } }
      : {},
  steps: [
    ...firstSteps,
    passwordStep,
    ...secondSteps,
    ...addWaySteps,
    reopenStep,
    ...upgradeEmailSteps,
    acceptTermsStep<SignInFacts, SignInScene>({
      needs: ['account'],
      required: (facts, scene) => !isRefused(facts) && scene.person?.areTermsDue === true,
      isRenewal: (_facts, scene) => scene.person?.upgrade === undefined,
    }),
    ...upgradeOptionSteps,
    offerPasskeyStep,
  ],
  scene: loadScene,
  complete: completeSignIn,
}
