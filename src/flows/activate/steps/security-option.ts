import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { maskPhone, parsePhone } from '../../../core/phones.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { type ActivateFacts, recordPhone } from '../facts.ts'
import { progressAt } from '../policy.ts'
import { type ActivateScene, openedIn } from '../scene.ts'

/** Text me or call me. The phone of record that was just proven counts; another one is verified next. */
export const securityOption = defineStep<ActivateFacts, ActivateScene>()({
  name: 'security-option',
  needs: ['code'],
  gives: ['option'],
  required: () => true,
  input: z.object({
    factor: z.string().optional(),
    phone: z.string().max(60, 'phone-invalid').default(''),
    action: z.string().optional(),
  }),
  limits: ['address'],
  texts: [
    'activate.option.title',
    'activate.option.lead',
    'activate.option.legend',
    'activate.option.text',
    'activate.option.text-help',
    'activate.option.call',
    'activate.option.call-help',
    'activate.option.phone',
    'activate.option.phone-hint',
    'activate.option.phone-hint-new',
    'activate.option.no-phone',
    'problem.choose-one',
    'problem.phone-invalid',
  ],
  page(facts) {
    const known = recordPhone(facts)
    const other = facts.option?.phone === known ? undefined : facts.option?.phone
    const chosen = facts.option?.factor ?? 'text-code'
    return {
      kind: 'form',
      name: 'security-option',
      title: text('activate.option.title'),
      progress: progressAt('option'),
      lead: [text('activate.option.lead')],
      fields: [
        {
          kind: 'radio',
          name: 'factor',
          label: text('activate.option.legend'),
          options: [
            {
              value: 'text-code',
              label: text('activate.option.text'),
              help: text('activate.option.text-help'),
              recommended: true,
              checked: chosen === 'text-code',
            },
            {
              value: 'voice-code',
              label: text('activate.option.call'),
              help: text('activate.option.call-help'),
              checked: chosen === 'voice-code',
            },
          ],
        },
        {
          kind: 'phone',
          name: 'phone',
          label: text('activate.option.phone'),
          hint: known
            ? text('activate.option.phone-hint', { digits: maskPhone(known) })
            : text('activate.option.phone-hint-new'),
          ...(other ? { value: other } : {}),
        },
      ],
      submit: text('activate.continue'),
      // who just answered a phone has one
      ...(known ? {} : { actions: [{ value: 'no-phone', label: text('activate.option.no-phone') }] }),
    }
  },
  async handle(_cx, facts, scene, input) {
    const known = recordPhone(facts)
    if (input.action === 'no-phone' && !known)
      return { kind: 'advance', facts: { option: { factor: 'none', phone: null } } }
    if (input.factor !== 'text-code' && input.factor !== 'voice-code')
      return { kind: 'retry', problem: 'choose-one', field: 'factor' }
    const typed = input.phone.trim()
    const isKnown = known !== undefined && typed === ''
    const phone = isKnown ? known : usable(typed, openedIn(scene).phoneCountry)
    if (!phone) return { kind: 'retry', problem: 'phone-invalid', field: 'phone' }
    return { kind: 'advance', facts: { option: { factor: input.factor, phone } } }
  },
})

/** Premium numbers cost money at every call: nobody's phone is one. */
const usable = (typed: string, country: string): string | undefined => {
  const phone = parsePhone(typed, country)
  return phone && phone.type !== 'premium' ? phone.e164 : undefined
}
