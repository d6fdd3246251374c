import { securityOptionStep } from '../../../steps/security-option.ts'
import { type ActivateFacts, recordPhone } from '../facts.ts'
import { progressAt } from '../policy.ts'
import { type ActivateScene, openedIn } from '../scene.ts'

/** Text me or call me. The phone of record that was just proven counts; another one is verified next. */
export const securityOption = securityOptionStep<ActivateFacts, ActivateScene>({
  needs: ['code'],
  required: () => true,
  known: recordPhone,
  phoneCountry: scene => openedIn(scene).phoneCountry,
  progress: () => progressAt('option'),
})
