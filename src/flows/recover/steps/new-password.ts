import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { checkNewPassword, normalizePassword, passwordPolicy } from '../../../core/passwords.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import type { RecoverFacts } from '../facts.ts'
import { personIn, type RecoverScene } from '../scene.ts'

/** A phone, an authenticator or a passkey was proven: a shorter password will do (DOMAIN "Passwords"). */
const hasProvenFactor = ({ secondProof }: Partial<RecoverFacts>): boolean =>
  secondProof !== undefined && ['text-code', 'voice-code', 'totp', 'passkey'].includes(secondProof.factor)

/** The username, told only now, and a new password; or only the username, for whoever forgot no more than that. */
export const newPassword = defineStep<RecoverFacts, RecoverScene>()({
  name: 'new-password',
  needs: ['opened'],
  gives: ['newPassword'],
  required: () => true,
  input: z.object({
    action: z.string().optional(),
    new_password: z.string().max(1024, 'password-long').default(''),
  }),
  limits: ['address', 'flow'],
  texts: [
    'problem.password-short',
    'problem.password-long',
    'problem.password-common',
    'problem.password-personal',
    'problem.password-composition',
    'problem.recover-ended',
  ],
  page(facts, scene) {
    const { username, isLocked } = personIn(scene)
    const { minLength } = passwordPolicy(scene.lengths, hasProvenFactor(facts))
    return {
      kind: 'form',
      name: 'new-password',
      title: text('recover.password.title'),
      lead: [text('recover.password.username', { username }), text('recover.password.lead')],
      fields: [
        {
          kind: 'password',
          name: 'new_password',
          isNew: true,
          minLength,
          label: text('field.new_password'),
          hint: text('credentials.password-hint', { length: minLength }),
        },
      ],
      submit: text('recover.password.submit'),
      ...(isLocked ? {} : { actions: [{ value: 'keep', label: text('recover.password.keep') }] }),
    }
  },
  async handle({ house }, facts, scene, input) {
    const { accountId, own, isLocked } = personIn(scene)
    const audit = { accountId }
    if (input.action === 'keep' && !isLocked)
      return { kind: 'advance', facts: { newPassword: { isKept: true } }, audit }
    const policy = passwordPolicy(scene.lengths, hasProvenFactor(facts))
    const weakness = await checkNewPassword(input.new_password, policy, own)
    if (weakness) return { kind: 'retry', problem: weakness, field: 'new_password', audit }
    const hash = await house.hasher.hash(normalizePassword(input.new_password))
    return { kind: 'advance', facts: { newPassword: { hash } }, audit }
  },
})
