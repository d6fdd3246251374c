import { z } from 'zod'
import { text } from '../core/index.ts'
import type { Challenge } from '../factors/index.ts'
import type { Step } from '../flow-engine/contract.ts'
import type { VerifyOptions } from './verify-options.ts'

// biome-ignore lint/suspicious/noExplicitAny: a factory over fact names; its callers see exact types
type Facts = any

/** "Use another way": the list of what can be offered. Only shown to somebody who asked for it. */
export function chooseStep<F, S extends { readonly now: Date }, P extends string>(
  options: VerifyOptions<F, S, P>,
): Step<F, S, Facts, Facts, { factor: string }> {
  const challengeName = `${options.prefix}Challenge`
  const anotherName = `${options.prefix}Another`
  return {
    name: options.names.choose,
    needs: options.needs as Facts,
    gives: [challengeName, anotherName] as Facts,
    required: (facts: Facts, scene, ask) =>
      facts[anotherName] === true && options.required(facts, scene, ask) && options.offers(facts, scene).length > 1,
    input: z.object({ factor: z.string('choose-one').min(1, 'choose-one') }),
    limits: options.limits ?? ['address'],
    page(facts: Facts, scene) {
      const current: Challenge | undefined = facts[challengeName]
      return {
        kind: 'choice',
        name: options.names.choose,
        title: options.title ?? text('verify.title'),
        ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
        field: 'factor',
        legend: text('verify.choose'),
        options: options.offers(facts, scene).map(offer => ({
          value: offer.id,
          label: text(`factor.${offer.factor}.choice`, { masked: offer.masked }),
          help: text(`factor.${offer.factor}.help`),
          ...(current?.offer.id === offer.id ? { checked: true } : {}),
        })),
        submit: text('verify.continue'),
        ...(options.links ? { links: options.links } : {}),
      }
    },
    async handle(_context, facts: Facts, scene, input) {
      const offer = options.offers(facts, scene).find(candidate => candidate.id === input.factor)
      if (!offer) return { kind: 'retry', problem: 'choose-one', field: 'factor' }
      const challenge: Challenge = { offer }
      return { kind: 'advance', facts: { [challengeName]: challenge, [anotherName]: true } as Facts }
    },
  }
}
