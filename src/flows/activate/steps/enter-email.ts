import { typedEmailStep } from '../../../steps/typed-email.ts'
import { type ActivateFacts, ownRecordProof } from '../facts.ts'
import { progressAt } from '../policy.ts'
import type { ActivateScene } from '../scene.ts'

/** The own email, or none. */
export const enterEmail = typedEmailStep<ActivateFacts, ActivateScene>({
  needs: ['code'],
  required: () => true,
  // a mailbox that was just proven need not be typed again
  known(facts) {
    const proof = ownRecordProof(facts)
    return proof?.factor === 'email-code' ? proof.to : undefined
  },
  asksNotices: true,
  progress: () => progressAt('email'),
})
