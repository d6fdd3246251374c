/**
 * Access-code activation: a letter, text or mail from the clinic becomes a way to sign in. May not import another flow.
 * Invariant: before code, birth date and a contact of record are proven, nothing is shown but the last two digits of a
 * number; wrong code, wrong date and void code are one answer; a code binds one account, whatever the race.
 */
import type { Texts } from '../../core/index.ts'
import type { Flow } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import { acceptTermsStep } from '../../steps/accept-terms.ts'
import { setPasswordStep } from '../../steps/set-password.ts'
import { completeActivation } from './complete.ts'
import { type ActivateFacts, activateFacts, provenEmail, recordPhone } from './facts.ts'
import { progressAt } from './policy.ts'
import { emailProofSteps, onFileProofSteps, phoneProofSteps, recordProofSteps } from './proofs.ts'
import { type ActivateScene, fullName, loadScene, openedIn } from './scene.ts'
import { confirmPerson } from './steps/confirm-person.ts'
import { contactHelp } from './steps/contact-help.ts'
import { enterAccessCode } from './steps/enter-access-code.ts'
import { enterEmail } from './steps/enter-email.ts'
import { signInInsurer } from './steps/insurer.ts'
import { enrolOption, securityOption, signInPasskey } from './steps/security-option.ts'
import { activateTexts as pageTexts } from './texts.ts'
import { activateProblemTexts } from './texts-problems.ts'

export { activateLimits } from './limits.ts'

const acceptTerms = acceptTermsStep<ActivateFacts, ActivateScene>({
  needs: [],
  required: () => true,
  progress: () => progressAt('person'),
})

const chooseCredentials = setPasswordStep<ActivateFacts, ActivateScene>({
  name: 'choose-credentials',
  needs: ['code', 'email'],
  required: () => true,
  hasProvenFactor: facts => recordPhone(facts) !== undefined,
  minLength: (_facts, scene) => scene.passwordLength,
  own(facts, scene) {
    const { patient, representative, birthDate } = openedIn(scene)
    const known = [fullName(patient), birthDate, facts.email?.address, recordPhone(facts)]
    return [...known, representative && fullName(representative.name)].filter(value => !!value) as string[]
  },
  email: provenEmail,
  budgetKey: facts => `access-code:${facts.code?.id}`,
  suggestion: (_facts, scene) => scene.suggestion,
  orPasskey: true,
  orInsurer: facts => (facts.chosen ? undefined : facts.upstream?.insurerName),
  mayPickInsurer: (_facts, { offered }) => offered.length > 0,
  progress: () => progressAt('credentials'),
})

/** The journey, in the order in which a person walks it. */
export const activateFlow: Flow<ActivateFacts, ActivateScene> = {
  name: 'activate',
  entry: { path: '/activate' },
  ttl: minutes(30),
  facts: activateFacts,
  given: [],
  // the clinic that issued the code: its budgets, messages, look and portal
  organizationOf: facts => facts.code?.organization,
  steps: [
    enterAccessCode,
    contactHelp,
    ...recordProofSteps,
    confirmPerson,
    acceptTerms,
    enterEmail,
    ...emailProofSteps,
    chooseCredentials,
    ...signInInsurer,
    signInPasskey,
    securityOption,
    ...onFileProofSteps,
    ...phoneProofSteps,
    ...enrolOption,
  ],
  scene: loadScene,
  complete: completeActivation,
}

export const activateTexts: Texts = { ...pageTexts, ...activateProblemTexts }
