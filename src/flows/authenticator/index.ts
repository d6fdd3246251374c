/**
 * Adds an authenticator app to an account. Invariant: nothing is enrolled before a code of the app was right, and that
 * code is spent by it.
 */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import { authenticatorUri, groupedSecret, newAuthenticatorSecret, timeStepOf } from '../../factors/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { addAuthenticator } from '../../operations/factors.ts'
import { readCode } from '../../operations/verifications.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountScene,
  finishFactorChange,
  freshProofFacts,
  freshProofSteps,
  loadAccountScene,
  personIn,
} from '../../steps/index.ts'

const authenticatorFacts = z.object({
  ...freshProofFacts,
  /** Sealed with the facts; gone with the journey. */
  secret: z.object({ key: z.string(), uri: z.string() }),
  app: z.object({ name: z.string(), step: z.number() }),
})
type AuthenticatorFacts = z.output<typeof authenticatorFacts>

const aboutApp = defineStep<AuthenticatorFacts, AccountScene>()({
  name: 'about-app',
  needs: [],
  gives: ['secret', 'freshSince'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  page: () => ({
    kind: 'notice',
    tone: 'plain',
    name: 'authenticator-about',
    title: text('authenticator.about.title'),
    lead: [text('authenticator.about.lead'), text('authenticator.about.install')],
    submit: text('authenticator.about.submit'),
    links: [{ href: '/account', label: text('authenticator.not-now') }],
  }),
  async handle({ house, now }, _facts, scene) {
    const key = newAuthenticatorSecret(house.random)
    const uri = authenticatorUri(key, house.settings.delivery.brand, personIn(scene).username)
    return { kind: 'advance', facts: { secret: { key, uri }, freshSince: now } }
  },
})

const confirmApp = defineStep<AuthenticatorFacts, AccountScene>()({
  name: 'confirm-app',
  needs: ['secret'],
  gives: ['app'],
  required: () => true,
  input: z.object({
    code: z.string().max(100, 'totp-format').default(''),
    name: z.string().trim().max(60, 'name-long').default(''),
  }),
  limits: ['address', 'flow'],
  texts: ['problem.totp-format', 'problem.totp-wrong', 'problem.name-long'],
  page: ({ secret }) => ({
    kind: 'form',
    name: 'authenticator-confirm',
    title: text('authenticator.confirm.title'),
    lead: [text('authenticator.confirm.scan')],
    qr: { value: secret.uri, label: text('authenticator.confirm.qr') },
    notes: [
      {
        heading: text('authenticator.confirm.by-hand'),
        body: [text('authenticator.confirm.key', { key: groupedSecret(secret.key) })],
        links: [{ href: secret.uri, label: text('authenticator.confirm.open') }],
      },
    ],
    fields: [
      { kind: 'code', name: 'code', label: text('authenticator.confirm.code') },
      {
        kind: 'text',
        name: 'name',
        label: text('field.factor-name'),
        hint: text('authenticator.confirm.name-hint'),
        autocomplete: 'off',
        optional: true,
      },
    ],
    submit: text('authenticator.confirm.submit'),
    links: [{ href: '/account', label: text('authenticator.not-now') }],
  }),
  async handle({ now, visitor }, { secret }, _scene, input) {
    const code = readCode(input.code)
    if (!code) return { kind: 'retry', problem: 'totp-format', field: 'code' }
    const step = timeStepOf(secret.key, code, now)
    if (step === undefined) return { kind: 'retry', problem: 'totp-wrong', field: 'code' }
    const name = input.name || (visitor.language === 'es' ? 'Aplicación de autenticación' : 'Authenticator app')
    return { kind: 'advance', facts: { app: { name, step } } }
  },
})

export const authenticator: Flow<AuthenticatorFacts, AccountScene> = {
  name: 'authenticator',
  entry: { path: '/account/authenticator', needs: 'session' },
  ttl: minutes(30),
  facts: authenticatorFacts,
  given: [],
  steps: [
    ...freshProofSteps<AuthenticatorFacts, AccountScene>({ purpose: 'account.authenticator' }),
    aboutApp,
    confirmApp,
  ],
  scene: (read, _facts, context) => loadAccountScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const { accountId } = scene.person
    await addAuthenticator(tx, context.house, { accountId, secret: facts.secret.key, ...facts.app }, context.now)
    const change = { kind: 'totp', notice: 'factor-added' } as const
    if (!(await finishFactorChange(tx, { facts, scene }, context, change)))
      return { kind: 'denied', problem: 'session-ended' }
    return { kind: 'done', notice: 'factor-added' }
  },
}
