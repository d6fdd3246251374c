import { z } from 'zod'
import { type Link, type PageContext, text } from '../core/index.ts'
import { usablePhone } from '../core/phones.ts'
import type { Ask, Step, StepContext } from '../flow-engine/contract.ts'

/** What was typed, and how the code comes: not verified yet. */
export const typedPhoneSchema = z.object({
  /** E.164 */
  number: z.string(),
  factor: z.enum(['text-code', 'voice-code']),
})
export type TypedPhone = z.output<typeof typedPhoneSchema>

/** Whether codes go to the country of a number here: the installation's and the organisation's choice, and no secret. */
export const isPhoneReached = ({ house, ask }: Pick<StepContext, 'house' | 'ask'>, number: string): Promise<boolean> =>
  house.delivery.reaches(house.db, { channel: 'sms', to: number, organization: ask.organization })

export interface TypedPhoneOptions<F, S> {
  readonly name?: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  /** A number that fills the field, where somebody else told it. */
  suggested?(facts: Partial<F>): string | undefined
  /** Country whose numbers are written without a country code. */
  phoneCountry(scene: S): string
  /** Where a person without a phone goes on; where there is nothing, the clinic's own number is named. */
  withoutPhone?(context: PageContext): Link | undefined
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/** The own phone, and whether to text or to call it. Gives the fact `phone`; the proof of it is a step of its own. */
export function typedPhoneStep<F extends { phone?: TypedPhone }, S>(
  options: TypedPhoneOptions<F, S>,
): Step<F, S, keyof F, 'phone', { phone: string; factor?: string | undefined }> {
  const name = options.name ?? 'enter-phone'
  return {
    name,
    needs: options.needs,
    gives: ['phone'],
    required: options.required,
    input: z.object({ phone: z.string().max(60, 'phone-invalid').default(''), factor: z.string().optional() }),
    limits: ['address'],
    texts: ['problem.phone-invalid', 'problem.phone-country', 'problem.choose-one'],
    page(facts, scene, context) {
      const chosen = facts.phone?.factor ?? 'text-code'
      const number = facts.phone?.number ?? options.suggested?.(facts)
      const { helpPhone } = context.organization
      const without =
        options.withoutPhone?.(context) ??
        (helpPhone ? { href: `tel:${helpPhone}`, label: text('phone.none-call') } : undefined)
      return {
        kind: 'form',
        name,
        title: text('phone.title'),
        ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
        lead: [text('phone.lead')],
        fields: [
          {
            kind: 'phone',
            name: 'phone',
            label: text('option.phone'),
            ...(number ? { value: number } : {}),
          },
          {
            kind: 'radio',
            name: 'factor',
            label: text('phone.legend'),
            options: (['text-code', 'voice-code'] as const).map(factor => ({
              value: factor,
              label: text(factor === 'text-code' ? 'option.text' : 'option.call'),
              help: text(factor === 'text-code' ? 'option.text-help' : 'option.call-help'),
              checked: chosen === factor,
            })),
          },
        ],
        submit: text('verify.continue'),
        ...(without ? { links: [without] } : {}),
      }
    },
    async handle(context, _facts, scene, input) {
      const number = usablePhone(input.phone, options.phoneCountry(scene))
      if (!number) return { kind: 'retry', problem: 'phone-invalid', field: 'phone' }
      if (input.factor !== 'text-code' && input.factor !== 'voice-code')
        return { kind: 'retry', problem: 'choose-one', field: 'factor' }
      // told at once: nobody waits for a code that is never sent
      if (!(await isPhoneReached(context, number))) return { kind: 'retry', problem: 'phone-country', field: 'phone' }
      const phone: TypedPhone = { number, factor: input.factor }
      return { kind: 'advance', facts: { phone } as Pick<F, 'phone'> }
    },
  }
}
