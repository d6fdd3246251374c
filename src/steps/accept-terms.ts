import { z } from 'zod'
import { type Link, text } from '../core/index.ts'
import type { Ask, Step } from '../flow-engine/contract.ts'

/** The fact of an acceptance; the row is written when the journey completes, with the account. */
export const acceptedTermsSchema = z.object({ version: z.string(), at: z.coerce.date() })
export type AcceptedTerms = z.output<typeof acceptedTermsSchema>

export interface AcceptTermsOptions<F, S> {
  readonly name?: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  /** The person accepted an older version before. */
  isRenewal?(facts: Partial<F>, scene: S): boolean
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/** Terms and privacy notice, by version (settings `terms.version`). Gives the fact `terms`. */
export function acceptTermsStep<F extends { terms?: AcceptedTerms }, S>(
  options: AcceptTermsOptions<F, S>,
): Step<F, S, keyof F, 'terms', { terms: 'on' }> {
  return {
    name: options.name ?? 'accept-terms',
    needs: options.needs,
    gives: ['terms'],
    required: options.required,
    input: z.object({ terms: z.literal('on', 'terms-required') }),
    limits: ['address'],
    page(facts, scene, { organization }) {
      const links: Link[] = [
        ...(organization.termsUrl ? [{ href: organization.termsUrl, label: text('terms.read-terms') }] : []),
        ...(organization.privacyUrl ? [{ href: organization.privacyUrl, label: text('terms.read-privacy') }] : []),
      ]
      return {
        kind: 'form',
        name: options.name ?? 'accept-terms',
        title: text('terms.title'),
        lead: [...(options.isRenewal?.(facts, scene) ? [text('terms.changed')] : []), text('terms.lead')],
        ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
        fields: [
          { kind: 'checkbox', name: 'terms', label: text('terms.accept'), ...(links.length > 0 ? { links } : {}) },
        ],
        submit: text('verify.continue'),
      }
    },
    async handle({ house, now }) {
      const terms: AcceptedTerms = { version: house.settings.terms.version, at: now }
      return { kind: 'advance', facts: { terms } as Pick<F, 'terms'>, audit: { details: { version: terms.version } } }
    },
  }
}
