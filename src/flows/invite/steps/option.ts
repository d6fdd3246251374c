import { enrolOptionSteps, securityOptionStep } from '../../../steps/index.ts'
import { type InviteFacts, progressAt } from '../facts.ts'
import { numbersOnFile } from '../policy.ts'
import { type InviteScene, invitedIn } from '../scene.ts'

/** Text me, call me, a passkey or a question. Whatever is chosen, a number on file is proven next. */
export const securityOption = securityOptionStep<InviteFacts, InviteScene>({
  needs: ['credentials'],
  required: (_facts, { isAdding }) => !isAdding,
  known: () => undefined,
  // two digits, no more; left empty, the number that is proven next
  onFile: (_facts, { invited }) => invited && numbersOnFile(invited.numbers)[0]?.value,
  phoneCountry: scene => invitedIn(scene).phoneCountry,
  others: () => ['passkey', 'security-question'],
  isNeeded: true,
  progress: () => progressAt('option'),
})

export const enrolOption = enrolOptionSteps<InviteFacts, InviteScene>({
  purpose: 'invite.option-passkey',
  required: (_facts, { isAdding }) => !isAdding,
  // the account does not exist yet: it is the name that was chosen
  owner: ({ username, credentials }) => ({ username: username ?? credentials?.username ?? '' }),
  device: scene => scene.device,
  progress: () => progressAt('person'),
})
