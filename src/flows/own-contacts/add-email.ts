import { z } from 'zod'
import { normalizeEmail } from '../../core/contacts.ts'
import { text } from '../../core/index.ts'
import { challengeSchema, proofSchema, typedSubject } from '../../factors/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { additionProblem, addOwnContact, removalProblem } from '../../operations/own-contacts.ts'
import { minutes } from '../../platform/index.ts'
import {
  finishAccountChange,
  freshProofFacts,
  freshProofSteps,
  noWayToConfirm,
  personIn,
  verifySteps,
} from '../../steps/index.ts'
import { ofKind, replaceOptions } from './contacts.ts'
import { loadScene, type OwnContactsScene } from './scene.ts'

const addEmailFacts = z.object({
  ...freshProofFacts,
  /** What was typed: not verified yet. */
  typed: z.object({ value: z.string(), isPrimary: z.boolean(), replaces: z.string().optional() }),
  emailChallenge: challengeSchema.optional(),
  emailAnother: z.boolean().optional(),
  emailProof: proofSchema.optional(),
})
type AddEmailFacts = z.output<typeof addEmailFacts>

const enterEmail = defineStep<AddEmailFacts, OwnContactsScene>()({
  name: 'enter-email',
  needs: [],
  gives: ['typed', 'freshSince'],
  required: () => true,
  input: z.object({
    email: z.string('email-invalid').max(320, 'email-invalid').default(''),
    replaces: z.string().max(60).default('none'),
    primary: z.literal('on').optional().catch(undefined),
  }),
  limits: ['address', 'flow'],
  texts: ['problem.email-invalid', 'problem.contact-known', 'problem.contact-too-many', 'problem.contact-is-username'],
  page({ typed }, scene) {
    const person = personIn(scene)
    const hasOthers = ofKind(person, 'email').length > 0
    return {
      kind: 'form',
      name: 'add-email',
      title: text('contacts.add-email.title'),
      lead: [text('contacts.add-email.lead')],
      fields: [
        {
          kind: 'email',
          name: 'email',
          label: text('contacts.add-email.field'),
          ...(typed ? { value: typed.value } : {}),
        },
        ...(hasOthers
          ? ([
              {
                kind: 'radio',
                name: 'replaces',
                label: text('contacts.replaces'),
                options: replaceOptions(person, 'email', typed?.replaces),
              },
              {
                kind: 'checkbox',
                name: 'primary',
                label: text('contacts.make-primary.email'),
                checked: typed?.isPrimary ?? false,
              },
            ] as const)
          : []),
      ],
      submit: text('contacts.send-code'),
      links: [{ href: '/account', label: text('contacts.back') }],
    }
  },
  async handle({ now }, _facts, scene, { email, replaces, primary }) {
    const person = personIn(scene)
    const value = normalizeEmail(email)
    if (!value) return { kind: 'retry', problem: 'email-invalid', field: 'email' }
    const replaced = ofKind(person, 'email').find(contact => contact.id === replaces)
    const addition = { kind: 'email', value, ...(replaced ? { replaces: replaced.id } : {}) } as const
    const problem = additionProblem(person.factors.contacts, addition, scene.most)
    if (problem) return { kind: 'retry', problem, field: 'email' }
    const standing = [...person.factors.contacts, { id: '', ...addition }]
    if (replaced && removalProblem(standing, replaced.id, person.username))
      return { kind: 'retry', problem: 'contact-is-username', field: 'replaces' }
    const typed = { value, isPrimary: primary === 'on', ...(replaced ? { replaces: replaced.id } : {}) }
    return { kind: 'advance', facts: { typed, freshSince: now } }
  },
})

const confirmEmail = verifySteps<AddEmailFacts, OwnContactsScene, 'email'>({
  prefix: 'email',
  purpose: 'account.add-email.new',
  names: { choose: 'choose-email', verify: 'confirm-email' },
  needs: ['typed'],
  subject: (_facts, { person }) => typedSubject(person?.accountId ?? '', person?.language ?? 'en'),
  // typed on the page before, so it may be shown in full: a typing mistake is seen
  offers: ({ typed }) =>
    typed ? [{ id: 'email-code:new', factor: 'email-code', to: typed.value, masked: typed.value }] : [],
  required: () => true,
  links: [{ href: './enter-email', label: text('contacts.add-email.change') }],
  deadEnd: noWayToConfirm,
})

export const addEmail: Flow<AddEmailFacts, OwnContactsScene> = {
  name: 'add-email',
  entry: { path: '/account/email', needs: 'session' },
  ttl: minutes(30),
  facts: addEmailFacts,
  given: [],
  steps: [
    ...freshProofSteps<AddEmailFacts, OwnContactsScene>({ purpose: 'account.add-email' }),
    enterEmail,
    ...confirmEmail,
  ],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const { typed, emailProof } = facts
    if (emailProof?.to !== typed.value || emailProof.subject !== `account:${scene.person.accountId}`)
      return { kind: 'denied', problem: 'session-ended' }
    const problem = await finishAccountChange(tx, { facts, scene }, context, change =>
      addOwnContact(tx, context.house, { ...change, kind: 'email', ...typed }, context.now),
    )
    return problem ? { kind: 'denied', problem } : { kind: 'done', notice: 'contact-added' }
  },
}
