/**
 * A new password, or the first one of somebody who signs in with a passkey. Invariant: whoever sits at an open session
 * proves afresh who they are, and everything that the old password opened elsewhere ends.
 */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import { checkNewPassword, normalizePassword, passwordPolicy } from '../../core/passwords.ts'
import { defineStep, type Flow, type StepContext } from '../../flow-engine/index.ts'
import { changeOwnPassword } from '../../operations/account-changes.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountScene,
  finishAccountChange,
  freshProofFacts,
  freshProofSteps,
  loadAccountScene,
} from '../../steps/index.ts'
import { findContactsOnFile } from '../../store/contacts-on-file.ts'
import type { Reader } from '../../store/index.ts'

const changePasswordFacts = z.object({ ...freshProofFacts, newPassword: z.object({ hash: z.string() }) })
type ChangePasswordFacts = z.output<typeof changePasswordFacts>
interface ChangePasswordScene extends AccountScene {
  /** Own data, none of which may be the password. */
  readonly own: readonly string[]
  readonly lengths: { readonly min_length: number; readonly min_length_with_factor: number }
}

/** What makes a shorter password enough (DOMAIN "Passwords"). */
const strong: ReadonlySet<string> = new Set(['text-code', 'voice-code', 'totp', 'passkey'])

/** Proven in this journey, or a moment ago in this session, which then stands for it. */
const hasProvenFactor = ({ freshProof }: Partial<ChangePasswordFacts>, { person }: ChangePasswordScene): boolean =>
  [...(freshProof ? [freshProof] : []), ...(person?.evidence ?? [])].some(({ factor }) => strong.has(factor))

const newPassword = defineStep<ChangePasswordFacts, ChangePasswordScene>()({
  name: 'new-password',
  needs: [],
  gives: ['newPassword', 'freshSince'],
  required: () => true,
  input: z.object({ new_password: z.string('password-short').max(1024, 'password-long').default('') }),
  limits: ['address', 'flow'],
  texts: [
    'problem.password-short',
    'problem.password-long',
    'problem.password-common',
    'problem.password-personal',
    'problem.password-composition',
  ],
  page(facts, scene) {
    const { minLength } = passwordPolicy(scene.lengths, hasProvenFactor(facts, scene))
    const isFirst = scene.person?.factors.hasPassword === false
    return {
      kind: 'form',
      name: 'change-password',
      title: text(isFirst ? 'change-password.title-first' : 'change-password.title'),
      lead: [text('change-password.lead')],
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
      submit: text('change-password.submit'),
      links: [{ href: '/account', label: text('change-password.back') }],
    }
  },
  async handle({ house, now }, facts, scene, input) {
    const policy = passwordPolicy(scene.lengths, hasProvenFactor(facts, scene))
    const weakness = await checkNewPassword(input.new_password, policy, scene.own)
    if (weakness) return { kind: 'retry', problem: weakness, field: 'new_password' }
    const hash = await house.hasher.hash(normalizePassword(input.new_password))
    return { kind: 'advance', facts: { newPassword: { hash }, freshSince: now } }
  },
})

async function loadScene(
  read: Reader,
  context: Pick<StepContext, 'house' | 'now' | 'ask'>,
): Promise<ChangePasswordScene> {
  const { house, now } = context
  const scene = { ...(await loadAccountScene(read, context)), own: [], lengths: house.settings.passwords }
  if (!scene.person) return scene
  const { accountId, username, name } = scene.person
  const contacts = await findContactsOnFile(read, house.sealer, accountId, now)
  const known = contacts.flatMap(({ value, birthDate }) => (birthDate ? [value, birthDate] : [value]))
  return { ...scene, own: [username, `${name.given} ${name.family}`, ...known] }
}

export const changePassword: Flow<ChangePasswordFacts, ChangePasswordScene> = {
  name: 'change-password',
  entry: { path: '/account/password', needs: 'session' },
  ttl: minutes(30),
  facts: changePasswordFacts,
  given: [],
  steps: [
    ...freshProofSteps<ChangePasswordFacts, ChangePasswordScene>({ purpose: 'account.change-password' }),
    newPassword,
  ],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const { house, now } = context
    const problem = await finishAccountChange(tx, { facts, scene }, context, change =>
      changeOwnPassword(tx, house, { ...change, passwordHash: facts.newPassword.hash }, now),
    )
    return problem ? { kind: 'denied', problem } : { kind: 'done', notice: 'password-changed' }
  },
}
