import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { updateAccessCodeVoid } from '../../../store/access-code-redemption.ts'
import type { ActivateFacts } from '../facts.ts'
import { progressAt } from '../policy.ts'
import { type ActivateScene, fullName, openedIn } from '../scene.ts'

/**
 * The first page that says a name: all three proofs were given. "That is not me" means that the record leads to
 * somebody else, so the code is voided and the audit event (`….confirm-person.deny`) tells staff.
 */
export const confirmPerson = defineStep<ActivateFacts, ActivateScene>()({
  name: 'confirm-person',
  needs: ['code'],
  gives: ['person'],
  required: () => true,
  input: z.object({ action: z.string().optional() }),
  limits: ['address'],
  texts: [
    'activate.person.title',
    'activate.person.self',
    'activate.person.representative',
    'activate.person.yes',
    'activate.person.no',
    'activate.person.no-hint',
    'problem.activation-not-me',
    'problem.activation-account-exists',
  ],
  page(_facts, scene) {
    const { patient, representative } = openedIn(scene)
    const name = fullName(patient)
    return {
      kind: 'form',
      name: 'confirm-person',
      title: text('activate.person.title'),
      progress: progressAt('person'),
      lead: [
        representative
          ? text('activate.person.representative', { representative: fullName(representative.name), name })
          : text('activate.person.self', { name }),
      ],
      fields: [],
      submit: text('activate.person.yes'),
      actions: [
        {
          value: 'not-me',
          label: text('activate.person.no'),
          hint: text('activate.person.no-hint'),
          prominent: true,
        },
      ],
    }
  },
  async handle(cx, facts, scene, input) {
    const opened = openedIn(scene)
    const audit = { patientId: facts.code.patient, details: { accessCode: facts.code.id } }
    if (input.action === 'not-me')
      return {
        kind: 'deny',
        problem: 'activation-not-me',
        audit,
        write: async tx => {
          await updateAccessCodeVoid(tx, facts.code.id, cx.now)
        },
      }
    // polite and early; the unique index says it again at the end, whatever happens meanwhile
    if (opened.holder === 'patient' && opened.hasSelfAccount)
      return { kind: 'deny', problem: 'activation-account-exists', audit }
    return { kind: 'advance', facts: { person: 'confirmed' }, audit }
  },
})
