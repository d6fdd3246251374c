import { z } from 'zod'
import { type Option, text } from '../core/index.ts'
import { maskPhone, usablePhone } from '../core/phones.ts'
import type { PasskeyOwner } from '../factors/index.ts'
import type { AnyStep, Ask, Step } from '../flow-engine/contract.ts'
import { type ChosenQuestion, chooseQuestionStep } from './choose-question.ts'
import { createPasskeyStep, type NamedPasskey } from './create-passkey.ts'
import { isPhoneReached } from './typed-phone.ts'

/** Ways that need no phone: the flow asks for them with `enrolOptionSteps`. */
const withoutPhone = ['passkey', 'security-question'] as const
type WithoutPhone = (typeof withoutPhone)[number]

/**
 * What was chosen. The phone is verified where it equals the number of a proof; a text or call without one goes to the
 * number on file that is proven in this journey; `none`: the person has no phone.
 */
export const securityOptionSchema = z.object({
  factor: z.enum(['text-code', 'voice-code', 'passkey', 'security-question', 'none']),
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
  /**
   * A number that is proven later, whatever is chosen: left empty, the phone is that one (`phone: null`). Typed or not is
   * kept apart, so that no page tells that a typed number is the one on file.
   */
  onFile?(facts: Partial<F>, scene: S): string | undefined
  /** How the person wanted to be reached before: chosen at first. */
  preferred?(facts: Partial<F>): 'text-code' | 'voice-code' | undefined
  /** Country whose numbers are written without a country code. */
  phoneCountry(scene: S): string
  /** No other number can be typed: the known one is the only one. */
  readonly knownOnly?: boolean
  /** Ways besides text and call; the flow has `enrolOptionSteps` then. */
  others?(facts: Partial<F>, scene: S): readonly WithoutPhone[]
  /** Nobody goes on without a way: there is no "I have no phone". */
  readonly isNeeded?: boolean
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/** Text me, call me, and what the flow offers besides. Gives the fact `option`; a number that is not the known one has yet to be verified. */
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
    texts: [
      'problem.choose-one',
      'problem.phone-invalid',
      'problem.phone-country',
      ...withoutPhone.flatMap(kind => [`option.${kind}`, `option.${kind}-help`]),
    ],
    page(facts, scene) {
      const known = options.known(facts, scene)
      const shown = known ?? options.onFile?.(facts, scene)
      const other = known !== undefined && facts.option?.phone === known ? undefined : facts.option?.phone
      const chosen = facts.option?.factor ?? options.preferred?.(facts) ?? 'text-code'
      const others = options.others?.(facts, scene) ?? []
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
              ...others.map(
                (kind): Option => ({
                  value: kind,
                  label: text(`option.${kind}`),
                  help: text(`option.${kind}-help`),
                  checked: chosen === kind,
                  ...(kind === 'passkey' ? { needsPasskey: true } : {}),
                }),
              ),
            ],
          },
          ...(options.knownOnly
            ? []
            : [
                {
                  kind: 'phone',
                  name: 'phone',
                  label: text(others.length > 0 ? 'option.phone-to-reach' : 'option.phone'),
                  hint: shown ? text('option.phone-hint', { digits: maskPhone(shown) }) : text('option.phone-hint-new'),
                  ...(other ? { value: other } : {}),
                } as const,
              ]),
        ],
        submit: text('verify.continue'),
        // who just answered a phone has one
        ...(known || options.knownOnly || options.isNeeded
          ? {}
          : { actions: [{ value: 'no-phone', label: text('option.no-phone') }] }),
      }
    },
    async handle(context, facts, scene, input) {
      const known = options.known(facts, scene)
      const chosen = (option: SecurityOption) => ({ kind: 'advance', facts: { option } as Pick<F, 'option'> }) as const
      if (input.action === 'no-phone' && !known && !options.knownOnly && !options.isNeeded)
        return chosen({ factor: 'none', phone: null })
      const other = options.others?.(facts, scene).find(kind => kind === input.factor)
      if (other) return chosen({ factor: other, phone: null })
      if (input.factor !== 'text-code' && input.factor !== 'voice-code')
        return { kind: 'retry', problem: 'choose-one', field: 'factor' }
      const typed = options.knownOnly ? '' : input.phone.trim()
      if (typed === '' && known === undefined && options.onFile?.(facts, scene))
        return chosen({ factor: input.factor, phone: null })
      const phone = known !== undefined && typed === '' ? known : usablePhone(typed, options.phoneCountry(scene))
      if (!phone) return { kind: 'retry', problem: 'phone-invalid', field: 'phone' }
      if (phone !== known && !(await isPhoneReached(context, phone)))
        return { kind: 'retry', problem: 'phone-country', field: 'phone' }
      return chosen({ factor: input.factor, phone })
    },
  }
}

export interface EnrolOptionOptions<F, S> {
  /** What the device's answer is good for, such as `activate.option-passkey`. */
  readonly purpose: string
  /** The flow lets nobody else come here. */
  required?(facts: Partial<F>, scene: S): boolean
  owner(facts: Partial<F>, scene: S): PasskeyOwner
  /** What this device may be called. */
  device(scene: S): string
  /** The fact on which the passkey rests, where one made before may be it; the choice itself when left out. */
  readonly passkeyNeeds?: keyof F
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/**
 * What was chosen besides text and call is really set up, in the page after the choice. Gives the facts `passkey` and
 * `answer`; the rows are written when the journey completes. Steps: `option-passkey`, `option-question`.
 */
export function enrolOptionSteps<
  F extends {
    option?: SecurityOption | undefined
    passkey?: NamedPasskey | 'refused' | undefined
    answer?: ChosenQuestion | undefined
  },
  S,
>(options: EnrolOptionOptions<F, S>): readonly AnyStep<F, S>[] {
  const isChosen = (kind: WithoutPhone) => (facts: Partial<F>, scene: S) =>
    facts.option?.factor === kind && (options.required?.(facts, scene) ?? true)
  const links = [{ href: './security-option', label: text('option.another') }]
  const shared = {
    needs: ['option'] as (keyof F)[],
    links,
    ...(options.progress ? { progress: options.progress } : {}),
  }
  return [
    createPasskeyStep<F, S>({
      ...shared,
      needs: [options.passkeyNeeds ?? 'option'],
      name: 'option-passkey',
      purpose: options.purpose,
      required: isChosen('passkey'),
      owner: options.owner,
      device: options.device,
    }),
    chooseQuestionStep<F, S>({ ...shared, name: 'option-question', required: isChosen('security-question') }),
  ]
}
