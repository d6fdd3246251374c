import { z } from 'zod'
import { text } from '../core/index.ts'
import { maskPhone, usablePhone } from '../core/phones.ts'
import type { Ask, Step } from '../flow-engine/contract.ts'

/** What was chosen. The phone is verified where it equals the number of a proof; `none`: the person has no phone. */
export const securityOptionSchema = z.object({
  factor: z.enum(['text-code', 'voice-code', 'none']),
  /** E.164 */
  phone: z.string().nullable(),
})
export type SecurityOption = z.output<typeof securityOptionSchema>

export interface SecurityOptionOptions<F, S> {
  readonly name?: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  /** The phone that was proven in this journey: it counts without being typed again. */
  known(facts: Partial<F>, scene: S): string | undefined
  /** How the person wanted to be reached before: chosen at first. */
  preferred?(facts: Partial<F>): 'text-code' | 'voice-code' | undefined
  /** Country whose numbers are written without a country code. */
  phoneCountry(scene: S): string
  /** No other number can be typed: the known one is the only one. */
  readonly knownOnly?: boolean
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/** Text me or call me. Gives the fact `option`; a number that is not the known one has yet to be verified. */
export function securityOptionStep<F extends { option?: SecurityOption }, S>(
  options: SecurityOptionOptions<F, S>,
): Step<F, S, keyof F, 'option', { factor?: string | undefined; phone: string; action?: string | undefined }> {
  const name = options.name ?? 'security-option'
  return {
    name,
    needs: options.needs,
    gives: ['option'],
    required: options.required,
    input: z.object({
      factor: z.string().optional(),
      phone: z.string().max(60, 'phone-invalid').default(''),
      action: z.string().optional(),
    }),
    limits: ['address'],
    texts: ['problem.choose-one', 'problem.phone-invalid'],
    page(facts, scene) {
      const known = options.known(facts, scene)
      const other = facts.option?.phone === known ? undefined : facts.option?.phone
      const chosen = facts.option?.factor ?? options.preferred?.(facts) ?? 'text-code'
      return {
        kind: 'form',
        name,
        title: text('option.title'),
        ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
        lead: [
          text('option.lead'),
          ...(options.knownOnly && known ? [text('option.known', { digits: maskPhone(known) })] : []),
        ],
        fields: [
          {
            kind: 'radio',
            name: 'factor',
            label: text('option.legend'),
            options: [
              {
                value: 'text-code',
                label: text('option.text'),
                help: text('option.text-help'),
                recommended: true,
                checked: chosen === 'text-code',
              },
              {
                value: 'voice-code',
                label: text('option.call'),
                help: text('option.call-help'),
                checked: chosen === 'voice-code',
              },
            ],
          },
          ...(options.knownOnly
            ? []
            : [
                {
                  kind: 'phone',
                  name: 'phone',
                  label: text('option.phone'),
                  hint: known ? text('option.phone-hint', { digits: maskPhone(known) }) : text('option.phone-hint-new'),
                  ...(other ? { value: other } : {}),
                } as const,
              ]),
        ],
        submit: text('verify.continue'),
        // who just answered a phone has one
        ...(known || options.knownOnly ? {} : { actions: [{ value: 'no-phone', label: text('option.no-phone') }] }),
      }
    },
    async handle(_context, facts, scene, input) {
      const known = options.known(facts, scene)
      const chosen = (option: SecurityOption) => ({ kind: 'advance', facts: { option } as Pick<F, 'option'> }) as const
      if (input.action === 'no-phone' && !known && !options.knownOnly) return chosen({ factor: 'none', phone: null })
      if (input.factor !== 'text-code' && input.factor !== 'voice-code')
        return { kind: 'retry', problem: 'choose-one', field: 'factor' }
      const typed = options.knownOnly ? '' : input.phone.trim()
      const phone = known !== undefined && typed === '' ? known : usablePhone(typed, options.phoneCountry(scene))
      if (!phone) return { kind: 'retry', problem: 'phone-invalid', field: 'phone' }
      return chosen({ factor: input.factor, phone })
    },
  }
}
