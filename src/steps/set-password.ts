import { z } from 'zod'
import { text } from '../core/index.ts'
import { normalizeUsername } from '../core/names.ts'
import { checkNewPassword, normalizePassword, passwordPolicy } from '../core/passwords.ts'
import type { Ask, Outcome, Step } from '../flow-engine/contract.ts'
import { takenProblem, usernameFault } from './username.ts'

/** What the person chose; only the hash of the password is kept, sealed with the facts. */
export const credentialsSchema = z.object({ username: z.string(), passwordHash: z.string() })
export type Credentials = z.output<typeof credentialsSchema>
/** The same where a passkey may take the place of the password: without a hash they chose one. */
export const anyCredentialsSchema = credentialsSchema
  .partial({ passwordHash: true })
  // neither: an insurer that they sign in with in this journey is the way in
  .extend({ byInsurer: z.literal(true).optional() })
export type AnyCredentials = z.output<typeof anyCredentialsSchema>

export interface SetPasswordOptions<F, S> {
  readonly name?: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  /** A phone, TOTP or passkey is proven in this flow: a shorter password will do. */
  hasProvenFactor(facts: Partial<F>, scene: S): boolean
  /** Shortest length for the page's hint; the rule itself reads the settings. */
  minLength(facts: Partial<F>, scene: S): number
  /** Names, birth date, phone, email of the person: none of it may be the password. */
  own(facts: Partial<F>, scene: S): readonly string[]
  /** The address that the person confirmed: the only one that may be their username. */
  email(facts: Partial<F>, scene: S): string | undefined
  /**
   * Whose tries at other people's usernames these are: something that beginning again does not renew, such as the
   * invitation or code that led here.
   */
  budgetKey(facts: Partial<F>): string
  /** A free username that fills the field, and that can always be chosen. */
  suggestion?(facts: Partial<F>, scene: S): string | undefined
  /** "Use a passkey instead", where the browser can: the flow asks for one then, and its fact has no hash. */
  readonly orPasskey?: boolean
  /** Name of the insurer that they signed in with in this journey, where that may be their only way in. */
  orInsurer?(facts: Partial<F>, scene: S): string | undefined
  /** "Sign in with your health insurer instead": the flow lets them pick one then, and its fact has no hash. */
  mayPickInsurer?(facts: Partial<F>, scene: S): boolean
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/**
 * Username and password, asked once. Only after all proofs of the flow, since it tells whether a username is taken;
 * few tries. A passkey may be what they want instead of a password. Gives the fact `credentials`; `createAccount` decides a race for the same name.
 */
export function setPasswordStep<F extends { credentials?: AnyCredentials }, S>(
  options: SetPasswordOptions<F, S>,
): Step<F, S, keyof F, 'credentials', { username: string; new_password: string; action?: string | undefined }> {
  const name = options.name ?? 'set-password'
  /** Their own choice of before, or what we suggest: known to be free, so it costs no try. */
  const freeName = (facts: Partial<F>, scene: S): string | undefined =>
    facts.credentials?.username ?? options.suggestion?.(facts, scene)
  return {
    name,
    needs: options.needs,
    gives: ['credentials'],
    required: options.required,
    input: z.object({
      username: z.string('username-length').trim().min(1, 'username-length').max(254, 'username-length'),
      new_password: z.string('password-short').max(1024, 'password-long'),
      action: z.string().optional(),
    }),
    limits: ['address', 'flow'],
    page(facts, scene) {
      const minLength = options.minLength(facts, scene)
      const free = freeName(facts, scene)
      const insurer = options.orInsurer?.(facts, scene)
      const mayPick = !insurer && options.mayPickInsurer?.(facts, scene) === true
      return {
        kind: 'form',
        name,
        title: text('credentials.title'),
        lead: [text('credentials.lead')],
        ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
        fields: [
          {
            kind: 'username',
            name: 'username',
            isNew: true,
            label: text('field.username'),
            hint: free ? text('credentials.username-hint-free', { free }) : text('credentials.username-hint'),
            ...(free ? { value: free } : {}),
          },
          {
            kind: 'password',
            name: 'new_password',
            isNew: true,
            minLength,
            label: text('field.new_password'),
            hint: text('credentials.password-hint', { length: minLength }),
          },
        ],
        submit: text('credentials.submit'),
        ...(insurer || mayPick || options.orPasskey
          ? {
              actions: [
                ...(insurer || mayPick
                  ? [
                      {
                        value: 'insurer',
                        label: insurer
                          ? text('credentials.insurer', { name: insurer })
                          : text('credentials.any-insurer'),
                        hint: text('credentials.insurer-hint'),
                        prominent: true,
                      },
                    ]
                  : []),
                ...(options.orPasskey
                  ? [
                      {
                        value: 'passkey',
                        label: text('credentials.passkey'),
                        hint: text('credentials.passkey-hint'),
                        prominent: true,
                        needsPasskey: true,
                      },
                    ]
                  : []),
              ],
            }
          : {}),
      }
    },
    async handle(context, facts, scene, input): Promise<Outcome<F, 'credentials'>> {
      const { house } = context
      const username = normalizeUsername(input.username)
      const fault = usernameFault(username, [options.email(facts, scene) ?? ''])
      if (fault) return { kind: 'retry', problem: fault, field: 'username' }
      const wantsPasskey = options.orPasskey === true && input.action === 'passkey'
      const policy = passwordPolicy(house.settings.passwords, options.hasProvenFactor(facts, scene))
      const own = [...options.own(facts, scene), username]
      const hasInsurer =
        options.orInsurer?.(facts, scene) !== undefined || options.mayPickInsurer?.(facts, scene) === true
      const isByInsurer = input.action === 'insurer' && hasInsurer
      const weakness = wantsPasskey || isByInsurer ? undefined : await checkNewPassword(input.new_password, policy, own)
      if (weakness) return { kind: 'retry', problem: weakness, field: 'new_password' }
      const taken =
        username === freeName(facts, scene)
          ? undefined
          : await takenProblem(context, options.budgetKey(facts), username)
      if (taken) return { kind: 'retry', problem: taken, field: 'username' }
      const credentials: AnyCredentials = isByInsurer
        ? { username, byInsurer: true }
        : wantsPasskey
          ? { username }
          : { username, passwordHash: await house.hasher.hash(normalizePassword(input.new_password)) }
      return { kind: 'advance', facts: { credentials } as Pick<F, 'credentials'> }
    },
  }
}
