import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { type AnyStep, defineStep } from '../../../flow-engine/index.ts'
import { acceptTermsStep, signedOutStep, typedEmailStep } from '../../../steps/index.ts'
import { type InviteFacts, progressAt } from '../facts.ts'
import { deadInvitation } from '../link.ts'
import { numbersOnFile } from '../policy.ts'
import { lostNumber } from '../proofs.ts'
import type { InviteScene } from '../scene.ts'

/** Used in another tab, taken back, or too old by now. */
export const gone = defineStep<InviteFacts, InviteScene>()({
  name: 'invitation-gone',
  needs: ['invitation'],
  gives: ['gone'],
  required: (_facts, { invited }) => invited === undefined,
  input: z.object({}),
  limits: ['address'],
  page: (_facts, _scene, context) => deadInvitation(context),
  handle: async () => ({ kind: 'deny', problem: 'invite-spent' }),
})

/** The clinic took the numbers off meanwhile: nobody types a whole journey for nothing. */
export const noNumber = defineStep<InviteFacts, InviteScene>()({
  name: 'no-number',
  needs: ['invitation'],
  gives: ['gone'],
  required: (_facts, { invited }) => invited !== undefined && numbersOnFile(invited.numbers).length === 0,
  input: z.object({}),
  limits: ['address'],
  page: () => lostNumber,
  handle: async () => ({ kind: 'stay' }),
})

/** Whoever adds to an account of theirs must still be signed in. */
export const signedOut: AnyStep<InviteFacts, InviteScene> = {
  ...signedOutStep<InviteFacts, InviteScene>(),
  required: (_facts, { isAdding, person }) => isAdding && person === undefined,
}

/** Their own email, whichever it is: the address that was invited is not shown to who holds the link. */
export const enterEmail = typedEmailStep<InviteFacts, InviteScene>({
  needs: ['invitation'],
  required: (_facts, { isAdding }) => !isAdding,
  isNeeded: true,
  title: text('invite.email.title'),
  lead: [text('invite.email.lead')],
  progress: () => progressAt('email'),
})

export const acceptTerms = acceptTermsStep<InviteFacts, InviteScene>({
  needs: [],
  required: (_facts, { isAdding }) => !isAdding,
  progress: () => progressAt('sign-in'),
})
