import { z } from 'zod'
import {
  type Challenge,
  type Factor,
  type FactorContext,
  factorContext,
  factorOf,
  type Offer,
  proofOf,
  responseLimit,
} from '../factors/index.ts'
import type { Outcome, Prepared, Step, StepContext } from '../flow-engine/contract.ts'
import { bestOffer, detoursOf, type VerifyOptions } from './verify-options.ts'
import { proofPage, switchTo } from './verify-page.ts'

interface VerifyInput {
  readonly action?: string | undefined
  readonly code: string
  readonly password: string
  readonly answer: string
  /** filled by the page's script */
  readonly passkey: string
}

// biome-ignore lint/suspicious/noExplicitAny: a factory over fact names; its callers see exact types
type Facts = any

/**
 * Asks for the proof of a chosen offer. The challenge is sent by the POST that makes this step current; where none came
 * before (step-up), the page offers to send it. "Another way" makes the choose step current.
 */
export function verifyStep<F, S extends { readonly now: Date }, P extends string>(
  options: VerifyOptions<F, S, P>,
): Step<F, S, Facts, Facts, VerifyInput> {
  const { prefix } = options
  const names = { challenge: `${prefix}Challenge`, proof: `${prefix}Proof`, another: `${prefix}Another` }
  const chosen = (facts: Facts): Challenge | undefined => facts[names.challenge]
  const offerIn = (facts: Facts, scene: S): Offer | undefined =>
    chosen(facts)?.offer ?? bestOffer(options.offers(facts, scene))

  const send = async (context: StepContext, facts: Facts, scene: S, offer: Offer): Promise<Prepared<F>> => {
    const { write } = await factorOf(offer.factor).challenge(contextFor(context, facts, scene), offer)
    const { codes } = context.house.settings
    const challenge: Challenge = {
      offer,
      sentAt: context.now,
      resendAt: new Date(context.now.getTime() + codes.resend_seconds * 1000),
      minutes: Math.round(codes.ttl_seconds / 60),
    }
    return { facts: { [names.challenge]: challenge } as Partial<F>, ...(write ? { write } : {}) }
  }
  const contextFor = (context: StepContext, facts: Facts, scene: S): FactorContext =>
    factorContext(context, options.purpose, options.subject(facts, scene))

  return {
    name: options.names.verify,
    needs: options.needs as Facts,
    gives: [names.proof] as Facts,
    required: options.required,
    input: z.object({
      action: z.string().optional(),
      code: z.string().max(100, 'code-format').default(''),
      password: z.string().max(1024, 'password-wrong').default(''),
      answer: z.string().max(1024, 'answer-wrong').default(''),
      passkey: z.string().max(responseLimit, 'passkey-failed').default(''),
    }),
    limits: options.limits ?? ['address'],
    texts: [
      'notice.code-sent',
      'problem.code-format',
      'problem.code-wrong',
      'problem.code-paused',
      'problem.password-wrong',
      ...verifyProblems,
    ],
    page(facts: Facts, scene, { organization }) {
      const offer = offerIn(facts, scene)
      return offer ? proofPage(options, facts, scene, offer, chosen(facts), organization.helpPhone) : options.deadEnd
    },
    async prepare(context, facts: Facts, scene) {
      const offer = offerIn(facts, scene)
      return offer && !chosen(facts)?.sentAt ? send(context, facts, scene, offer) : {}
    },
    async handle(context, facts: Facts, scene, input): Promise<Outcome<F, Facts>> {
      const offer = offerIn(facts, scene)
      if (!offer) return { kind: 'deny', problem: 'no-way-to-confirm' }
      if (options.passkey && input.passkey) return options.passkey.answer(context, facts, input.passkey)
      const factor = factorOf(offer.factor)
      if (input.action === 'another-way')
        return { kind: 'stay', facts: { [names.challenge]: undefined, [names.another]: true } as Partial<F> }
      const detour = detoursOf(options, facts, scene).find(way => way.action === input.action)
      if (detour?.leave) return { kind: 'leave', ...detour.leave(context, facts) }
      if (detour) return { kind: 'stay', ...(detour.facts ? { facts: detour.facts } : {}) }
      const switched = input.action ? switchTo(options.offers(facts, scene), offer, input.action) : undefined
      if (switched) return { kind: 'stay', notice: 'code-sent', ...(await send(context, facts, scene, switched)) }
      const { resendAt } = chosen(facts) ?? {}
      if (input.action === 'resend' && resendAt && context.now < resendAt) return { kind: 'stay', notice: 'code-sent' }
      if (factor.sends && (input.action === 'resend' || !chosen(facts)?.sentAt))
        return { kind: 'stay', notice: 'code-sent', ...(await send(context, facts, scene, offer)) }
      const scope = contextFor(context, facts, scene)
      const verdict = await factor.verify(scope, offer, input[factor.field])
      const audit = auditOf(factor, scope, verdict.kind === 'refused' ? verdict.reason : undefined)
      if (verdict.kind === 'refused') {
        const { problem, write } = verdict
        return { kind: 'retry', problem, field: factor.field, audit, ...(write ? { write } : {}) }
      }
      return {
        kind: 'advance',
        facts: { [names.proof]: proofOf(factor, scope, offer, verdict.amr) } as Facts,
        audit,
        ...(verdict.write ? { write: verdict.write } : {}),
      }
    },
    async inquire(context, facts: Facts, scene) {
      if (options.passkey) return options.passkey.options(context)
      const offer = offerIn(facts, scene)
      return offer && factorOf(offer.factor).options?.(contextFor(context, facts, scene), offer)
    },
  }
}

/** What factors that send nothing may answer. */
const verifyProblems = [
  'problem.totp-format',
  'problem.totp-wrong',
  'problem.totp-paused',
  'problem.answer-wrong',
  'problem.answer-paused',
  'problem.recovery-code-format',
  'problem.recovery-code-wrong',
  'problem.recovery-code-paused',
  'problem.passkey-failed',
  'problem.passkey-late',
]

const auditOf = (factor: Factor, { subject }: FactorContext, reason?: string) => ({
  ...(subject.accountId ? { accountId: subject.accountId } : {}),
  ...(subject.patientId ? { patientId: subject.patientId } : {}),
  details: { factor: factor.kind, ...(reason ? { reason } : {}) },
})
