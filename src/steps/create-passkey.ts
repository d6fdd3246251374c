import { z } from 'zod'
import { type Link, type Text, text } from '../core/index.ts'
import {
  checkRegistration,
  factorOf,
  madePasskeySchema,
  type PasskeyOwner,
  type Proof,
  proofOf,
  registrationOptions,
  responseLimit,
  type Subject,
} from '../factors/index.ts'
import type { Ask, Outcome, Step, StepContext } from '../flow-engine/contract.ts'

const nameLength = 60

/** The fact of a passkey that a device made; the row is written when the journey completes. */
export const namedPasskeySchema = madePasskeySchema.extend({ name: z.string() })
export type NamedPasskey = z.output<typeof namedPasskeySchema>
/** The same where it is only offered: "Not now" is an answer too. */
export const offeredPasskeySchema = z.union([namedPasskeySchema, z.literal('refused')])

/** That its device verified its user when it was made is a proof of whoever holds it from now on. */
export const proofOfNewPasskey = (
  passkey: NamedPasskey,
  proven: { readonly now: Date; readonly subject: Subject },
): Proof =>
  proofOf(factorOf('passkey'), proven, { id: 'passkey', to: proven.subject.accountId ?? '' }, [
    passkey.isSynced ? 'swk' : 'hwk',
    'user',
    'mfa',
  ])

export interface CreatePasskeyOptions<F, S> {
  readonly name?: string
  /** What the device's answer is good for, such as `account.add-passkey`. */
  readonly purpose: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  owner(facts: Partial<F>, scene: S): PasskeyOwner
  /** What this device may be called. */
  device(scene: S): string
  readonly title?: Text
  readonly lead?: readonly Text[]
  /** A way past it, as big as the main button; leaves `refused`. */
  readonly refusal?: Text
  readonly links?: readonly Link[]
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

/**
 * A passkey for this device. Made by the page's script alone; whoever has none sees why, and the ways on. Gives the fact
 * `passkey`.
 */
export function createPasskeyStep<F extends { passkey?: NamedPasskey | 'refused' | undefined }, S>(
  options: CreatePasskeyOptions<F, S>,
): Step<F, S, keyof F, 'passkey', { passkey: string; passkey_name: string; action: string }> {
  const scope = ({ house, now, flow }: StepContext) => ({ house, now, flowId: flow.id, purpose: options.purpose })
  return {
    name: options.name ?? 'create-passkey',
    needs: options.needs,
    gives: ['passkey'],
    required: options.required,
    input: z.object({
      passkey: z.string('passkey-not-made').max(responseLimit, 'passkey-not-made').default(''),
      passkey_name: z.string().trim().max(nameLength, 'passkey-name-long').default(''),
      action: z.string().default(''),
    }),
    limits: ['address'],
    texts: [
      'problem.passkey-not-made',
      'problem.passkey-late',
      'problem.passkey-known',
      'problem.passkey-missing',
      'problem.passkey-name-long',
    ],
    page: (facts, scene) => ({
      kind: 'form',
      name: options.name ?? 'create-passkey',
      title: options.title ?? text('passkey.title'),
      ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
      lead: options.lead ?? [text('passkey.lead'), text('passkey.lead-private')],
      fields: [
        {
          kind: 'text',
          name: 'passkey_name',
          label: text('passkey.name'),
          hint: text('passkey.name-hint'),
          autocomplete: 'off',
          value: options.device(scene),
        },
      ],
      passkey: { use: 'create', label: text('passkey.create') },
      ...(options.refusal ? { actions: [{ value: 'not-now', label: options.refusal, prominent: true }] } : {}),
      ...(options.links ? { links: options.links } : {}),
    }),
    async handle(context, facts, scene, input): Promise<Outcome<F, 'passkey'>> {
      if (options.refusal && input.action === 'not-now')
        return { kind: 'advance', facts: { passkey: 'refused' } as Pick<F, 'passkey'> }
      // sent by the Enter key, or without a script
      if (input.passkey === '') return { kind: 'retry', problem: 'passkey-missing' }
      const owner = options.owner(facts, scene)
      const verdict = await checkRegistration(scope(context), owner, input.passkey)
      const audit = owner.accountId ? { accountId: owner.accountId } : {}
      if (verdict.kind === 'refused')
        return { kind: 'retry', problem: verdict.problem, audit: { ...audit, details: { reason: verdict.reason } } }
      const passkey: NamedPasskey = { ...verdict.passkey, name: input.passkey_name || options.device(scene) }
      return { kind: 'advance', facts: { passkey } as Pick<F, 'passkey'>, audit, write: verdict.write }
    },
    inquire: (context, facts, scene) => registrationOptions(scope(context), options.owner(facts, scene)),
  }
}
