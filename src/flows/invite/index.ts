/**
 * Invitation by email: a link in a mail of the clinic becomes a way to sign in, or adds a record to one. May not import
 * another flow. Invariant: the link proves nothing; before a number on file is proven nothing is shown but its last two
 * digits, whichever email is typed and whatever is chosen; an invitation lets one person in, whatever the race.
 */
import type { Flow } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import { completeInvitation } from './complete.ts'
import { type InviteFacts, inviteFacts } from './facts.ts'
import { emailProofSteps, numberProofSteps, ownProofSteps, phoneProofSteps } from './proofs.ts'
import { type InviteScene, loadScene } from './scene.ts'
import { acceptTerms, enterEmail, gone, noNumber, signedOut } from './steps/begin.ts'
import { enrolOption, securityOption } from './steps/option.ts'
import { anotherPassword, chooseCredentials, chooseUsername } from './steps/sign-in.ts'
import { managerDetails, nobodyRecorded, who } from './steps/who.ts'

export { addByInvitationFlow, invitationFlow } from './link.ts'
export { texts as inviteTexts } from './texts.ts'

/** The journey, in the order in which a person walks it. */
export const inviteFlow: Flow<InviteFacts, InviteScene> = {
  name: 'invite',
  ttl: minutes(30),
  facts: inviteFacts,
  given: ['invitation'],
  steps: [
    gone,
    noNumber,
    signedOut,
    enterEmail,
    ...emailProofSteps,
    chooseCredentials,
    acceptTerms,
    securityOption,
    ...numberProofSteps,
    who,
    nobodyRecorded,
    ...ownProofSteps,
    managerDetails,
    chooseUsername,
    anotherPassword,
    ...phoneProofSteps,
    ...enrolOption,
  ],
  scene: loadScene,
  complete: completeInvitation,
}
