import { z } from 'zod'
import { normalizeEmail } from '../../../core/contacts.ts'
import { text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { type ActivateFacts, ownRecordProof } from '../facts.ts'
import { progressAt } from '../policy.ts'
import type { ActivateScene } from '../scene.ts'

/** The own email, or none. Whether it serves another account already changes nothing here: families share mailboxes. */
export const enterEmail = defineStep<ActivateFacts, ActivateScene>()({
  name: 'enter-email',
  needs: ['code'],
  gives: ['email'],
  required: () => true,
  input: z.object({
    email: z.string().max(300, 'email-invalid').default(''),
    notices: z.string().optional(),
    action: z.string().optional(),
  }),
  limits: ['address'],
  texts: [
    'activate.email.title',
    'activate.email.lead',
    'activate.email.label',
    'activate.email.notices',
    'activate.email.notices-hint',
    'activate.email.none',
    'activate.continue',
    'problem.email-invalid',
  ],
  page(facts) {
    const proof = ownRecordProof(facts)
    // a mailbox that was just proven need not be typed again
    const known = facts.email?.address ?? (proof?.factor === 'email-code' ? proof.to : undefined)
    return {
      kind: 'form',
      name: 'enter-email',
      title: text('activate.email.title'),
      progress: progressAt('email'),
      lead: [text('activate.email.lead')],
      fields: [
        { kind: 'email', name: 'email', label: text('activate.email.label'), ...(known ? { value: known } : {}) },
        {
          kind: 'checkbox',
          name: 'notices',
          label: text('activate.email.notices'),
          hint: text('activate.email.notices-hint'),
          checked: facts.email?.notices ?? true,
        },
      ],
      submit: text('activate.continue'),
      actions: [{ value: 'no-email', label: text('activate.email.none') }],
    }
  },
  async handle(_cx, _facts, _scene, input) {
    if (input.action === 'no-email') return { kind: 'advance', facts: { email: { address: null, notices: false } } }
    const address = normalizeEmail(input.email)
    if (!address) return { kind: 'retry', problem: 'email-invalid', field: 'email' }
    return { kind: 'advance', facts: { email: { address, notices: input.notices !== undefined } } }
  },
})
