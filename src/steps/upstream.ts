import { z } from 'zod'
import type { Finished, UpstreamResponse } from '../connectors/contract.ts'
import { connectorOf } from '../connectors/index.ts'
import type { Acr } from '../core/assurance.ts'
import { upstreamEvidence } from '../core/federation.ts'
import { type Link, type PageContext, text } from '../core/index.ts'
import type { InsurerObject } from '../core/objects/insurer.ts'
import { accountSubject, type Proof } from '../factors/index.ts'
import type { Brought, Outcome, Step, StepContext } from '../flow-engine/contract.ts'
import {
  auditedIdentity,
  keepUpstreamRequest,
  type LinkBasis,
  linkUpstreamOfNew,
  newHandle,
} from '../operations/upstreams.ts'
import type { Transaction } from '../store/index.ts'

/** Who signed in upstream, and what that is worth here. The engine seals facts, so attributes may stand in them. */
export const upstreamSchema = z.object({
  insurer: z.string(),
  /** as people know it */
  insurerName: z.string(),
  issuer: z.string(),
  subject: z.string(),
  attributes: z.object({
    memberId: z.string().optional(),
    given: z.string().optional(),
    family: z.string().optional(),
    birthDate: z.string().optional(),
    phone: z.string().optional(),
    email: z.string().optional(),
  }),
  amr: z.array(z.string()),
  ceiling: z.string().optional(),
  at: z.coerce.date(),
})
export type Upstream = z.output<typeof upstreamSchema>

export const troubleSchema = z.object({
  insurer: z.string(),
  problem: z.enum(['upstream-unavailable', 'upstream-declined', 'upstream-invalid', 'upstream-unknown-idp']),
})
export type UpstreamTrouble = z.output<typeof troubleSchema>

/** Facts of the way there and back: spread them into the flow's own. */
export const upstreamFacts = {
  /** Why the last try came to nothing. */
  trouble: troubleSchema.optional(),
  upstream: upstreamSchema.optional(),
}
export interface UpstreamFacts {
  trouble?: UpstreamTrouble | undefined
  upstream?: Upstream | undefined
}

/**
 * Who the insurer says it was, where it says so: shown before anything is tied, since somebody may have left their sign-in
 * there in this browser, by mistake or with intent.
 */
export const memberName = ({ attributes: { given, family } }: Pick<Upstream, 'attributes'>): string | undefined =>
  given && family ? `${given} ${[...family][0]}` : undefined

/** An upstream sign-in as a proof of the account that it is linked to. */
export const proofOfUpstream = ({ insurer, amr, ceiling, at }: Upstream, accountId: string): Proof => ({
  factor: 'upstream',
  category: 'upstream',
  amr: [...amr],
  ...(ceiling ? { ceiling } : {}),
  at,
  subject: accountSubject(accountId, 'en').key,
  offer: `insurer:${insurer}`,
  to: insurer,
})

/** Ties the identity, where there is one, to the account that this transaction made. @returns false where it is another's */
export async function keepUpstream(
  tx: Transaction,
  upstream: Upstream | undefined,
  { accountId, basis }: { readonly accountId: string; readonly basis: LinkBasis },
  { house, now, flow, visitor }: StepContext,
): Promise<boolean> {
  if (!upstream) return true
  const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
  const name = { issuer: upstream.issuer, subject: upstream.subject }
  return linkUpstreamOfNew(tx, house, { accountId, link: { insurer: upstream.insurer, name, basis }, journey }, now)
}

/** What the callback brings: its handle was spent for this insurer, in this browser. */
export interface BroughtUpstream extends Brought {
  readonly insurer: string
  readonly pending: Readonly<Record<string, unknown>>
  readonly response: UpstreamResponse
}

// biome-ignore lint/suspicious/noExplicitAny: a factory over fact names; its callers see exact types
type Facts = any

export interface LeaveOptions {
  /** The person has to sign in there again. */
  readonly isFresh?: boolean
}

/** Gone, or still here because it could not be reached. */
export type Left<F> = Extract<Outcome<F, never>, { kind: 'stay' | 'leave' }>

/** Lets the browser go to the insurer; where that is not to be reached, the journey stays and says so. */
export async function leaveTo<F extends UpstreamFacts>(
  context: StepContext,
  insurer: InsurerObject,
  facts: Partial<F>,
  { isFresh = context.ask.forceAuthentication === true }: LeaveOptions = {},
): Promise<Left<F>> {
  const { house, now, ask, flow } = context
  const handle = newHandle(house)
  const started = await connectorOf(insurer.protocol).start({ house, now }, insurer, {
    handle,
    ...(isFresh ? { forceAuthentication: true } : {}),
    ...(ask.idp && insurer.protocol === 'oidc' && insurer.idp ? { idp: ask.idp } : {}),
  })
  if (started.kind === 'refused') {
    house.metrics.upstream(insurer.id, started.problem)
    const trouble: UpstreamTrouble = { insurer: insurer.id, problem: started.problem }
    const audit = { details: { insurer: insurer.id, problem: started.problem, reason: started.reason } }
    return { kind: 'stay', facts: { ...facts, trouble }, audit }
  }
  const { url, pending } = started
  return {
    kind: 'leave',
    to: { url },
    facts: { ...facts, trouble: undefined, upstream: undefined },
    audit: { details: { insurer: insurer.id } },
    write: tx => keepUpstreamRequest(tx, house, { handle, insurer: insurer.id, flowId: flow.id, pending }, now),
  }
}

export interface UpstreamStepOptions<F, S> {
  readonly needs: readonly (keyof F)[]
  required?(facts: Partial<F>): boolean
  /** Where the person goes; undefined where none is chosen, or it is not offered any more. */
  insurer(facts: Partial<F>, scene: S): InsurerObject | undefined
  readonly leave?: LeaveOptions
  /** "Another insurer". */
  readonly another?: { readonly value: string; readonly facts: Partial<F> }
  ways?(context: PageContext): readonly Link[]
  readonly links?: readonly Link[]
  /** What else follows from an answer; the fact `upstream` where left out. */
  judge?(
    context: StepContext,
    facts: Partial<F>,
    finished: Extract<Finished, { kind: 'identified' }>,
    insurer: InsurerObject,
  ): Promise<Partial<F>>
  /** Facts instead of the page of trouble. */
  trouble?(context: StepContext, trouble: UpstreamTrouble): Partial<F> | undefined
  /** The fact that it gives. */
  readonly gives?: keyof F
}

/** The way to the insurer and back. Gives `upstream`; its page is seen by who comes back by hand, or in trouble. */
export function upstreamStep<F extends UpstreamFacts, S>(
  options: UpstreamStepOptions<F, S>,
): Step<F, S, Facts, Facts, { action?: string | undefined }> {
  return {
    name: 'upstream',
    needs: options.needs as Facts,
    gives: [options.gives ?? 'upstream'] as Facts,
    required: facts => options.required?.(facts) ?? true,
    input: z.object({ action: z.string().optional() }),
    limits: ['address', 'flow'],
    texts: [
      ...troubleSchema.shape.problem.options.flatMap(problem => [`${problem}.title`, `${problem}.lead`]),
      'problem.insurer-unknown',
    ],
    page(facts: Facts, scene, context) {
      const insurer = options.insurer(facts, scene)
      const name = insurer?.name ?? ''
      const { trouble } = facts as UpstreamFacts
      const isTrouble = trouble !== undefined && trouble.insurer === insurer?.id
      return {
        kind: 'notice',
        tone: 'plain',
        name: isTrouble ? trouble.problem : 'to-insurer',
        title: isTrouble ? text(`${trouble.problem}.title`, { name }) : text('insurer.to.title', { name }),
        lead: [isTrouble ? text(`${trouble.problem}.lead`, { name }) : text('insurer.to.lead', { name })],
        submit: isTrouble ? text('insurer.try-again') : text('insurer.to.submit', { name }),
        ...(options.another ? { actions: [{ value: options.another.value, label: text('insurer.another') }] } : {}),
        ...(options.ways ? { ways: options.ways(context) } : {}),
        ...(options.links ? { links: options.links } : {}),
      }
    },
    async handle(context, facts: Facts, scene, { action }): Promise<Outcome<F, Facts>> {
      if (options.another && action === options.another.value) return { kind: 'stay', facts: options.another.facts }
      const insurer = options.insurer(facts, scene)
      if (!insurer) return { kind: 'deny', problem: 'insurer-unknown' }
      const outcome = await leaveTo<F>(context, insurer, {}, options.leave)
      const trouble = outcome.kind === 'stay' ? outcome.facts?.trouble : undefined
      const given = trouble && options.trouble?.(context, trouble)
      return given ? { kind: 'advance', facts: given as Facts } : outcome
    },
    async arrive(context, facts: Facts, scene, brought): Promise<Outcome<F, Facts>> {
      const insurer = options.insurer(facts, scene)
      const { insurer: from, pending, response } = brought as BroughtUpstream
      // another was chosen in another tab, or it was taken away meanwhile
      if (!insurer || insurer.id !== from) return { kind: 'stay' }
      const { house, now } = context
      const finished = await connectorOf(insurer.protocol).finish({ house, now }, insurer, pending, response)
      if (finished.kind === 'refused') {
        house.metrics.upstream(insurer.id, finished.problem)
        const trouble: UpstreamTrouble = { insurer: insurer.id, problem: finished.problem }
        const audit = { details: { insurer: insurer.id, problem: finished.problem, reason: finished.reason } }
        const given = options.trouble?.(context, trouble)
        if (given) return { kind: 'advance', facts: given as Facts, audit }
        return { kind: 'stay', facts: { trouble } as Partial<F>, audit }
      }
      house.metrics.upstream(insurer.id, 'identified')
      const upstream = readUpstream(finished.identity, insurer, now)
      const judged = await options.judge?.(context, facts, finished, insurer)
      return {
        kind: 'advance',
        facts: (judged ?? { upstream }) as Facts,
        audit: {
          details: {
            insurer: insurer.id,
            identity: auditedIdentity(house, upstream),
            ...(finished.identity.acr ? { acr: finished.identity.acr } : {}),
            amr: upstream.amr,
            ceiling: upstream.ceiling,
          },
        },
      }
    },
  }
}

/** What is kept of who signed in there. */
export function readUpstream(
  identity: Extract<Finished, { kind: 'identified' }>['identity'],
  insurer: InsurerObject,
  at: Date,
): Upstream {
  const { amr, ceiling } = upstreamEvidence(identity, insurer, at)
  return {
    insurer: insurer.id,
    insurerName: insurer.name,
    issuer: identity.issuer,
    subject: identity.subject,
    attributes: { ...identity.attributes },
    amr: [...amr],
    ...(ceiling ? { ceiling: ceiling satisfies Acr } : {}),
    at,
  }
}
