/**
 * Self-registration: a person without a code, or a family member. May not import another flow. Invariant: nothing is
 * looked up before both codes were right, and of what is found only a certain match shows, to who proved its contact.
 */
import type { Flow } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import { completeRegistration } from './complete.ts'
import { type RegisterFacts, registerFacts } from './facts.ts'
import { emailProofSteps, phoneProofSteps } from './proofs.ts'
import { loadScene, type RegisterScene } from './scene.ts'
import { birthDate, enterEmail, enterPhone, notOffered, who, yourDetails } from './steps/begin.ts'
import { checkEmail, knownEmail, patientDetails, review } from './steps/check.ts'
import { choosePlace, newHere, signInSteps } from './steps/finish.ts'

export { registeredFlow } from './registered.ts'

/** The journey, in the order in which a person walks it. */
export const registerFlow: Flow<RegisterFacts, RegisterScene> = {
  name: 'register',
  entry: { path: '/register' },
  ttl: minutes(30),
  turnsAway: 'register-too-young',
  facts: registerFacts,
  given: [],
  steps: [
    notOffered,
    birthDate,
    who,
    yourDetails,
    enterEmail,
    ...emailProofSteps,
    enterPhone,
    ...phoneProofSteps,
    knownEmail,
    patientDetails,
    review,
    checkEmail,
    newHere,
    choosePlace,
    ...signInSteps,
  ],
  scene: loadScene,
  complete: completeRegistration,
}
