import { z } from 'zod'
import { type Action, type Link, text } from '../core/index.ts'
import { authenticatorUri, groupedSecret, newAuthenticatorSecret, timeStepOf } from '../factors/index.ts'
import type { AnyStep, Ask, Step } from '../flow-engine/contract.ts'
import { readCode } from '../operations/verifications.ts'

/** The fact of a key that was made for an app: sealed with the facts, gone with the journey. */
export const appSecretSchema = z.object({ key: z.string(), uri: z.string() })
/** The fact of an app whose code was right; the row is written when the journey completes, and spends that time step. */
export const connectedAppSchema = z.object({ name: z.string(), step: z.number() })

export interface AddAuthenticatorOptions<F, S> {
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  /** What the app will call the account. */
  username(facts: Partial<F>, scene: S): string
  /** A fact that takes the moment of the first page. */
  readonly since?: keyof F
  readonly links?: readonly Link[]
  /** A way past it, and the facts that it leaves. */
  readonly detour?: Action & { readonly facts: Partial<F> }
}
interface AppFacts {
  readonly secret?: z.output<typeof appSecretSchema> | undefined
  readonly app?: z.output<typeof connectedAppSchema> | undefined
}
// biome-ignore lint/suspicious/noExplicitAny: a factory over fact names; its callers see exact types
type Facts = any

/** An authenticator app: why, then its key and its first code. Steps `about-app`, `confirm-app`; gives `secret`, `app`. */
export const addAuthenticatorSteps = <F extends AppFacts, S>(
  options: AddAuthenticatorOptions<F, S>,
): readonly [AnyStep<F, S>, AnyStep<F, S>] => [aboutApp(options), confirmApp(options)]

const wayPast = <F, S>({ links, detour }: AddAuthenticatorOptions<F, S>) => ({
  ...(links ? { links } : {}),
  ...(detour ? { actions: [{ value: detour.value, label: detour.label, prominent: true }] } : {}),
})

function aboutApp<F extends AppFacts, S>(
  options: AddAuthenticatorOptions<F, S>,
): Step<F, S, Facts, Facts, { action?: string | undefined }> {
  const { since, detour } = options
  return {
    name: 'about-app',
    needs: options.needs as Facts,
    gives: ['secret', ...(since ? [since] : [])] as Facts,
    required: options.required,
    input: z.object({ action: z.string().optional() }),
    limits: ['address'],
    page: () => ({
      kind: 'notice',
      tone: 'plain',
      name: 'authenticator-about',
      title: text('authenticator.about.title'),
      lead: [text('authenticator.about.lead'), text('authenticator.about.install')],
      submit: text('authenticator.about.submit'),
      ...wayPast(options),
    }),
    async handle({ house, now }, facts: Facts, scene, { action }) {
      if (detour && action === detour.value) return { kind: 'stay', facts: detour.facts }
      const key = newAuthenticatorSecret(house.random)
      const uri = authenticatorUri(key, house.settings.delivery.brand, options.username(facts, scene))
      return { kind: 'advance', facts: { secret: { key, uri }, ...(since ? { [since]: now } : {}) } as Facts }
    },
  }
}

function confirmApp<F extends AppFacts, S>(
  options: AddAuthenticatorOptions<F, S>,
): Step<F, S, Facts, Facts, { code: string; name: string; action?: string | undefined }> {
  const { detour } = options
  return {
    name: 'confirm-app',
    needs: ['secret', ...options.needs] as Facts,
    gives: ['app'] as Facts,
    required: options.required,
    input: z.object({
      code: z.string().max(100, 'totp-format').default(''),
      name: z.string().trim().max(60, 'name-long').default(''),
      action: z.string().optional(),
    }),
    limits: ['address', 'flow'],
    texts: ['problem.totp-format', 'problem.totp-wrong', 'problem.name-long'],
    page: ({ secret }: Facts) => ({
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
      ...wayPast(options),
    }),
    async handle({ now, visitor }, { secret }: Facts, _scene, input) {
      if (detour && input.action === detour.value) return { kind: 'stay', facts: detour.facts }
      const code = readCode(input.code)
      if (!code) return { kind: 'retry', problem: 'totp-format', field: 'code' }
      const step = timeStepOf(secret.key, code, now)
      if (step === undefined) return { kind: 'retry', problem: 'totp-wrong', field: 'code' }
      const name = input.name || (visitor.language === 'es' ? 'Aplicación de autenticación' : 'Authenticator app')
      return { kind: 'advance', facts: { app: { name, step } } as Facts }
    },
  }
}
