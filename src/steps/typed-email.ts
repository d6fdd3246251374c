import { z } from 'zod'
import { normalizeEmail } from '../core/contacts.ts'
import { type Text, text } from '../core/index.ts'
import type { Ask, Step } from '../flow-engine/contract.ts'

/** What was typed: not verified yet. `null`: the person has no email. */
export const typedEmailSchema = z.object({
  address: z.string().nullable(),
  /** whether mails about news in the portal are wanted */
  notices: z.boolean(),
})
export type TypedEmail = z.output<typeof typedEmailSchema>

export interface TypedEmailOptions<F, S> {
  readonly name?: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  /** Instead of "What is your email?" and what it is for. */
  readonly title?: Text
  readonly lead?: readonly Text[]
  /** A mailbox that is known already need not be typed again. */
  known?(facts: Partial<F>, scene: S): string | undefined
  /** Nobody goes on without one: there is no "I have no email". */
  readonly isNeeded?: boolean
  /** Which notices come by mail is asked on the same page. */
  readonly asksNotices?: boolean
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/**
 * The own email, or none. Whether it serves another account already changes nothing here: families share mailboxes.
 * Gives the fact `email`; the proof of it is a step of its own.
 */
export function typedEmailStep<F extends { email?: TypedEmail }, S>(
  options: TypedEmailOptions<F, S>,
): Step<F, S, keyof F, 'email', { email: string; notices?: string | undefined; action?: string | undefined }> {
  const name = options.name ?? 'enter-email'
  return {
    name,
    needs: options.needs,
    gives: ['email'],
    required: options.required,
    input: z.object({
      email: z.string().max(300, 'email-invalid').default(''),
      notices: z.string().optional(),
      action: z.string().optional(),
    }),
    limits: ['address'],
    texts: ['problem.email-invalid'],
    page(facts, scene) {
      const known = facts.email?.address ?? options.known?.(facts, scene)
      return {
        kind: 'form',
        name,
        title: options.title ?? text('email.title'),
        ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
        lead: options.lead ?? [text('email.lead')],
        fields: [
          { kind: 'email', name: 'email', label: text('email.label'), ...(known ? { value: known } : {}) },
          ...(options.asksNotices
            ? [
                {
                  kind: 'checkbox',
                  name: 'notices',
                  label: text('email.notices'),
                  hint: text('email.notices-hint'),
                  checked: facts.email?.notices ?? true,
                } as const,
              ]
            : []),
        ],
        submit: text('verify.continue'),
        ...(options.isNeeded ? {} : { actions: [{ value: 'no-email', label: text('email.none') }] }),
      }
    },
    async handle(_context, _facts, _scene, input) {
      const typed = (email: TypedEmail) => ({ kind: 'advance', facts: { email } as Pick<F, 'email'> }) as const
      if (input.action === 'no-email' && !options.isNeeded) return typed({ address: null, notices: false })
      const address = normalizeEmail(input.email)
      if (!address) return { kind: 'retry', problem: 'email-invalid', field: 'email' }
      return typed({ address, notices: input.notices !== undefined })
    },
  }
}
