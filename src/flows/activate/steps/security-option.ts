import { text } from '../../../core/index.ts'
import { createPasskeyStep } from '../../../steps/create-passkey.ts'
import { enrolOptionSteps, securityOptionStep } from '../../../steps/security-option.ts'
import { type ActivateFacts, isWithoutPassword, recordPhone } from '../facts.ts'
import { progressAt } from '../policy.ts'
import { type ActivateScene, openedIn } from '../scene.ts'

/** The account does not exist yet: it is the name that was chosen. */
const owner = ({ credentials }: Partial<ActivateFacts>) => ({ username: credentials?.username ?? '' })
const device = (scene: ActivateScene): string => scene.device

/** Instead of a password. */
export const signInPasskey = createPasskeyStep<ActivateFacts, ActivateScene>({
  name: 'sign-in-passkey',
  purpose: 'activate.sign-in-passkey',
  needs: ['credentials'],
  required: isWithoutPassword,
  owner,
  device,
  progress: () => progressAt('credentials'),
  links: [{ href: './choose-credentials', label: text('credentials.password-instead') }],
})

/**
 * Text me, call me, a passkey or a question. The phone of record that was just proven counts; another one is verified
 * next.
 */
export const securityOption = securityOptionStep<ActivateFacts, ActivateScene>({
  needs: ['code', 'credentials'],
  required: () => true,
  known: recordPhone,
  phoneCountry: scene => openedIn(scene).phoneCountry,
  // one passkey is not two ways
  others: facts => (isWithoutPassword(facts) ? ['security-question'] : ['passkey', 'security-question']),
  progress: () => progressAt('option'),
})

export const enrolOption = enrolOptionSteps<ActivateFacts, ActivateScene>({
  purpose: 'activate.option-passkey',
  passkeyNeeds: 'credentials',
  owner,
  device,
  progress: () => progressAt('option'),
})
