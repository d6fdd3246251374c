import { z } from 'zod'
import { ageOn } from '../../../core/dates.ts'
import { type Field, text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { refuseInvitation } from '../../../operations/invitation-acceptance.ts'
import {
  birthDateField,
  birthDateInput,
  birthDateProblems,
  personNameFields,
  personNameInput,
  readBirthDate,
  readPersonName,
} from '../../../steps/index.ts'
import { type InviteFacts, numberProofs, progressAt } from '../facts.ts'
import { isProven, numbersFor } from '../policy.ts'
import { fullName, type InviteScene, invitedIn } from '../scene.ts'

/** The first page that says a name: a number on file was proven. */
export const who = defineStep<InviteFacts, InviteScene>()({
  name: 'who',
  needs: ['invitation', 'numberProof'],
  gives: ['who'],
  required: () => true,
  input: z.object({
    relationship: z.enum(['self', 'manager'], 'choose-one').optional(),
    action: z.string().optional(),
  }),
  limits: ['address'],
  texts: [
    'problem.choose-one',
    'problem.invite-not-me',
    'problem.invite-not-me.title',
    'problem.invite-account-exists',
    'problem.invite-account-exists.title',
  ],
  page(facts, scene) {
    const name = fullName(invitedIn(scene).patient)
    return {
      kind: 'choice',
      name: 'invite-who',
      title: text('invite.who.title'),
      progress: progressAt('person'),
      lead: [text('invite.who.lead', { name })],
      field: 'relationship',
      legend: text('invite.who.legend'),
      options: [
        {
          value: 'self',
          label: text('invite.who.self'),
          help: text('invite.who.self-help'),
          checked: facts.who === 'patient',
        },
        {
          value: 'manager',
          label: text('invite.who.manager'),
          help: text('invite.who.manager-help'),
          checked: facts.who === 'manager',
        },
      ],
      submit: text('verify.continue'),
      actionsHeading: text('invite.who.else'),
      actions: [{ value: 'not-me', label: text('invite.who.neither'), hint: text('invite.who.neither-hint') }],
    }
  },
  async handle({ now, ask }, facts, scene, { relationship, action }) {
    const { invitation } = facts
    const audit = { patientId: invitation.patient, details: { invitation: invitation.id } }
    if (action === 'not-me') {
      const ended = { id: invitation.id, organizationId: ask.organization }
      return {
        kind: 'deny',
        problem: 'invite-not-me',
        audit,
        write: async tx => {
          await refuseInvitation(tx, ended, now)
        },
      }
    }
    if (!relationship) return { kind: 'retry', problem: 'choose-one', field: 'relationship' }
    if (relationship === 'manager') return { kind: 'advance', facts: { who: 'manager' }, audit }
    const { numbers, hasSelfAccount } = invitedIn(scene)
    // polite and early, to who proved the patient's own number; the unique index says it to anybody else at the end
    if (hasSelfAccount && isProven(numberProofs(facts), numbersFor(numbers, 'patient')))
      return { kind: 'deny', problem: 'invite-account-exists', audit }
    return { kind: 'advance', facts: { who: 'patient' }, audit }
  },
})

/** Staff recorded nobody when they invited: only they can. Never satisfied. */
export const nobodyRecorded = defineStep<InviteFacts, InviteScene>()({
  name: 'nobody-recorded',
  needs: ['who'],
  gives: ['gone'],
  required: (facts, { invited }) => facts.who === 'manager' && invited !== undefined && !invited.representative,
  input: z.object({}),
  limits: ['address'],
  page: () => ({
    kind: 'notice',
    tone: 'dead-end',
    name: 'invite-nobody-recorded',
    title: text('invite.nobody.title'),
    lead: [text('invite.nobody.lead'), text('invite.number.stays')],
    links: [{ href: './who', label: text('invite.who.again') }],
  }),
  handle: async () => ({ kind: 'stay' }),
})

/** Who may see somebody else's record. */
const adult = 18

/** Of who manages the account: staff compare it with whom they recorded. */
export const managerDetails = defineStep<InviteFacts, InviteScene>()({
  name: 'your-details',
  needs: ['who', 'numberProof'],
  gives: ['manager'],
  required: facts => facts.who === 'manager',
  input: z.object({ ...personNameInput, ...birthDateInput }),
  limits: ['address'],
  texts: ['problem.family-name-missing', 'problem.name-long', 'problem.invite-manager-age', ...birthDateProblems],
  page({ manager }, { person }) {
    const known = manager ?? person?.name
    return {
      kind: 'form',
      name: 'invite-your-details',
      title: text('invite.manager.title'),
      progress: progressAt('person'),
      lead: [text('invite.manager.lead')],
      fields: [
        ...personNameFields(known, true),
        { ...birthDateField(manager?.birthDate), autocomplete: 'bday' } as Field,
      ],
      submit: text('verify.continue'),
    }
  },
  async handle(context, _facts, scene, input) {
    const read = readPersonName(input)
    if ('kind' in read) return read
    const birth = readBirthDate(context, input)
    if ('kind' in birth) return birth
    if (ageOn(birth.date, context.now, invitedIn(scene).timeZone) < adult)
      return { kind: 'retry', problem: 'invite-manager-age', field: 'birth_year' }
    return { kind: 'advance', facts: { manager: { ...read.name, birthDate: birth.date } } }
  },
})
