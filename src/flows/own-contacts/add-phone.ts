import { z } from 'zod'
import { text } from '../../core/index.ts'
import { parsePhone } from '../../core/phones.ts'
import { challengeSchema, contactOffer, type Offer, proofSchema, typedSubject } from '../../factors/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { additionProblem, addOwnContact } from '../../operations/own-contacts.ts'
import { minutes } from '../../platform/index.ts'
import {
  finishAccountChange,
  freshProofFacts,
  freshProofSteps,
  isRecordProven,
  noWayToConfirm,
  personIn,
  phoneOfRecordSteps,
  recordProofFacts,
  verifySteps,
} from '../../steps/index.ts'
import { ofKind, replaceOptions } from './contacts.ts'
import { loadScene, type OwnContactsScene } from './scene.ts'

const addPhoneFacts = z.object({
  ...freshProofFacts,
  /** What was typed: not verified yet, and no sign of who somebody is. */
  typed: z.object({
    value: z.string(),
    option: z.enum(['text-code', 'voice-code']),
    isPrimary: z.boolean(),
    replaces: z.string().optional(),
  }),
  ...recordProofFacts,
  phoneChallenge: challengeSchema.optional(),
  phoneAnother: z.boolean().optional(),
  phoneProof: proofSchema.optional(),
})
type AddPhoneFacts = z.output<typeof addPhoneFacts>

const enterPhone = defineStep<AddPhoneFacts, OwnContactsScene>()({
  name: 'enter-phone',
  needs: [],
  gives: ['typed', 'freshSince'],
  required: () => true,
  input: z.object({
    phone: z.string('phone-invalid').max(60, 'phone-invalid').default(''),
    factor: z.enum(['text-code', 'voice-code'], 'choose-one').default('text-code'),
    replaces: z.string().max(60).default('none'),
    primary: z.literal('on').optional().catch(undefined),
  }),
  limits: ['address', 'flow'],
  texts: ['problem.phone-invalid', 'problem.choose-one', 'problem.contact-known', 'problem.contact-too-many'],
  page({ typed }, scene) {
    const person = personIn(scene)
    const hasOthers = ofKind(person, 'phone').length > 0
    const chosen = typed?.option ?? 'text-code'
    return {
      kind: 'form',
      name: 'add-phone',
      title: text('contacts.add-phone.title'),
      lead: [text('contacts.add-phone.lead'), ...(scene.record ? [text('contacts.add-phone.on-file')] : [])],
      fields: [
        {
          kind: 'phone',
          name: 'phone',
          label: text('contacts.add-phone.field'),
          ...(typed ? { value: typed.value } : {}),
        },
        {
          kind: 'radio',
          name: 'factor',
          label: text('contacts.add-phone.how'),
          options: [
            { value: 'text-code', label: text('contacts.add-phone.text'), checked: chosen === 'text-code' },
            { value: 'voice-code', label: text('contacts.add-phone.call'), checked: chosen === 'voice-code' },
          ],
        },
        ...(hasOthers
          ? ([
              {
                kind: 'radio',
                name: 'replaces',
                label: text('contacts.replaces'),
                options: replaceOptions(person, 'phone', typed?.replaces),
              },
              {
                kind: 'checkbox',
                name: 'primary',
                label: text('contacts.make-primary.phone'),
                checked: typed?.isPrimary ?? false,
              },
            ] as const)
          : []),
      ],
      submit: text('verify.continue'),
      links: [{ href: '/account', label: text('contacts.back') }],
    }
  },
  async handle({ now }, _facts, scene, { phone, factor, replaces, primary }) {
    const person = personIn(scene)
    const parsed = parsePhone(phone, scene.phoneCountry)
    // premium numbers cost money at every call: nobody's phone is one
    if (!parsed || parsed.type === 'premium') return { kind: 'retry', problem: 'phone-invalid', field: 'phone' }
    const replaced = ofKind(person, 'phone').find(contact => contact.id === replaces)
    const place = replaced ? { replaces: replaced.id } : {}
    const addition = { kind: 'phone', value: parsed.e164, ...place } as const
    const problem = additionProblem(person.factors.contacts, addition, scene.most)
    if (problem) return { kind: 'retry', problem, field: 'phone' }
    const typed = { value: parsed.e164, option: factor, isPrimary: primary === 'on', ...place }
    return { kind: 'advance', facts: { typed, freshSince: now } }
  },
})

/** Text or call, the chosen way first. */
function offersTo({ typed }: Partial<AddPhoneFacts>): readonly Offer[] {
  if (!typed) return []
  const contact = { id: 'new', kind: 'phone', value: typed.value } as const
  const other = typed.option === 'text-code' ? 'voice-code' : 'text-code'
  return [contactOffer(typed.option, contact), contactOffer(other, contact)]
}

const confirmPhone = verifySteps<AddPhoneFacts, OwnContactsScene, 'phone'>({
  prefix: 'phone',
  purpose: 'account.add-phone.new',
  names: { choose: 'choose-phone', verify: 'confirm-phone' },
  needs: ['typed'],
  subject: (_facts, { person }) => typedSubject(person?.accountId ?? '', person?.language ?? 'en'),
  offers: offersTo,
  required: () => true,
  links: [{ href: './enter-phone', label: text('contacts.add-phone.change') }],
  deadEnd: noWayToConfirm,
})

export const addPhone: Flow<AddPhoneFacts, OwnContactsScene> = {
  name: 'add-phone',
  entry: { path: '/account/phone', needs: 'session' },
  ttl: minutes(30),
  facts: addPhoneFacts,
  given: [],
  steps: [
    ...freshProofSteps<AddPhoneFacts, OwnContactsScene>({ purpose: 'account.add-phone', wants: 'first' }),
    enterPhone,
    // a phone that anybody may type opens an account only to whoever answers the clinic's number
    ...phoneOfRecordSteps<AddPhoneFacts, OwnContactsScene>({
      purpose: 'account.add-phone.record',
      needs: ['typed'],
      typed: ({ typed }) => typed?.value,
    }),
    ...confirmPhone,
  ],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const { typed, phoneProof } = facts
    if (phoneProof?.to !== typed.value || phoneProof.subject !== `account:${scene.person.accountId}`)
      return { kind: 'denied', problem: 'session-ended' }
    if (!isRecordProven(facts, scene, phoneProof)) return { kind: 'denied', problem: 'record-number-changed' }
    const problem = await finishAccountChange(tx, { facts, scene }, context, change =>
      addOwnContact(tx, context.house, { ...change, kind: 'phone', ...typed }, context.now),
    )
    return problem ? { kind: 'denied', problem } : { kind: 'done', notice: 'contact-added' }
  },
}
