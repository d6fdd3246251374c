import { z } from 'zod'
import { type Link, type Page, type PageContext, type Text, text } from '../core/index.ts'
import { foldName } from '../core/names.ts'
import type { InsurerObject } from '../core/objects/insurer.ts'
import type { Outcome, Step, StepContext } from '../flow-engine/contract.ts'
import { leaveTo, type UpstreamFacts } from './upstream.ts'

/** A page shows no more of them at once: whoever does not find theirs looks for its plan. */
const shownAtOnce = 20

/** Facts of the choice: spread them into the flow's own. */
export const chosenInsurerFacts = {
  /** What was typed to find a plan. */
  search: z.string().optional(),
  /** "Another insurer": neither the portal's hint nor this device's memory counts. */
  another: z.literal(true).optional(),
  chosen: z.object({ id: z.string() }),
}
export interface ChosenInsurerFacts extends UpstreamFacts {
  search?: string | undefined
  another?: true | undefined
  chosen?: { id: string } | undefined
}
export interface InsurersScene {
  readonly offered: readonly InsurerObject[]
  /** The one with its secret, where it is offered here. */
  find(id: string): Promise<InsurerObject | undefined>
  /** What this device remembers. */
  readonly remembered?: InsurerObject
}

/** Every word of what was typed stands in the insurer's name or in one of its plans. */
export function matchingInsurers(
  insurers: readonly InsurerObject[],
  search: string | undefined,
): readonly InsurerObject[] {
  const words = foldWords(search ?? '')
  return insurers.filter(({ name, plans }) => {
    const said = [name, ...plans].map(each => foldWords(each).join(' ')).join(' | ')
    return words.every(word => said.includes(word))
  })
}
const foldWords = (typed: string): readonly string[] =>
  typed
    .split(/[\s,.;:/()-]+/u)
    .map(foldName)
    .filter(Boolean)

export interface ChooseInsurerOptions<F> {
  readonly title: Text
  readonly lead: Text
  readonly links?: readonly Link[]
  /** Left out: always. */
  required?(facts: Partial<F>): boolean
  ways?(context: PageContext): readonly Link[]
  /** Facts that go along with the choice. */
  also?(context: StepContext): Partial<F>
}

/** Which insurer: by its name, or by the plan that stands on the member's card; from here the browser goes there. */
export function chooseInsurerStep<F extends ChosenInsurerFacts, S extends InsurersScene>(
  options: ChooseInsurerOptions<F>,
): Step<F, S, never, 'chosen', { insurer: string; plan: string; action?: string | undefined }> {
  const around = (context: PageContext) => ({
    ...(options.ways ? { ways: options.ways(context) } : {}),
    ...(options.links ? { links: options.links } : {}),
  })
  return {
    name: 'choose-insurer',
    needs: [],
    gives: ['chosen'],
    required: facts => options.required?.(facts) ?? true,
    input: z.object({
      insurer: z.string().max(100, 'choose-one').default(''),
      plan: z.string().max(200).default(''),
      action: z.string().optional(),
    }),
    limits: ['address'],
    texts: ['problem.choose-one', 'problem.insurer-none', 'insurer.remembered.title', 'insurer.none-offered'],
    page({ search, another, chosen }, { offered, remembered }, context): Page {
      if (offered.length === 0)
        return {
          kind: 'notice',
          tone: 'dead-end',
          name: 'no-insurer',
          title: options.title,
          lead: [text('insurer.none-offered')],
          ...around(context),
        }
      if (remembered && !another && !chosen && search === undefined)
        return {
          kind: 'form',
          name: 'remembered-insurer',
          title: text('insurer.remembered.title', { name: remembered.name }),
          lead: [text('insurer.to.lead', { name: remembered.name })],
          fields: [{ kind: 'hidden', name: 'insurer', label: text('insurer.choose.legend'), value: remembered.id }],
          submit: text('insurer.to.submit', { name: remembered.name }),
          actions: [{ value: 'another', label: text('insurer.another') }],
          ...around(context),
        }
      const found = matchingInsurers(offered, search)
      return listPage(options, { search, chosen }, found.length > 0 ? found : offered, around(context))
    },
    async handle(context, _facts, { offered, find }, { insurer: id, plan, action }): Promise<Outcome<F, 'chosen'>> {
      if (action === 'another') return { kind: 'stay', facts: { another: true, chosen: undefined } as Partial<F> }
      // Enter in the field of the search presses the form's first button
      if (action === 'search' || (id === '' && plan.trim() !== '')) {
        const search = plan.trim()
        if (matchingInsurers(offered, search).length === 0)
          return { kind: 'retry', problem: 'insurer-none', field: 'plan' }
        return { kind: 'stay', facts: { search, another: true } as Partial<F> }
      }
      const insurer = id === '' ? undefined : await find(id)
      if (!insurer) return { kind: 'retry', problem: 'choose-one', field: 'insurer' }
      const given = { ...options.also?.(context), chosen: { id: insurer.id } } as Pick<F, 'chosen'> & Partial<F>
      const outcome = await leaveTo<F>(context, insurer, given)
      if (outcome.kind !== 'stay') return outcome
      // on to the page that says what is the matter there, and what else there is
      return {
        kind: 'advance',
        facts: { ...outcome.facts, ...given },
        ...(outcome.audit ? { audit: outcome.audit } : {}),
      }
    },
  }
}

function listPage<F>(
  { title, lead }: ChooseInsurerOptions<F>,
  { search, chosen }: ChosenInsurerFacts,
  insurers: readonly InsurerObject[],
  around: { readonly ways?: readonly Link[]; readonly links?: readonly Link[] },
): Page {
  const shown = insurers.slice(0, shownAtOnce)
  return {
    kind: 'form',
    name: 'choose-insurer',
    title,
    lead: [lead],
    fields: [
      {
        kind: 'text',
        name: 'plan',
        label: text('insurer.choose.search'),
        hint: text('insurer.choose.search-hint'),
        autocomplete: 'off',
        optional: true,
        ...(search ? { value: search } : {}),
      },
      {
        kind: 'radio',
        name: 'insurer',
        label: text('insurer.choose.legend'),
        options: shown.map(({ id, name, plans }) => ({
          value: id,
          label: text('insurer.name', { name }),
          ...(plans.length > 0 ? { help: text('insurer.plans', { plans: plans.slice(0, 6).join(', ') }) } : {}),
          ...(chosen?.id === id || shown.length === 1 ? { checked: true } : {}),
        })),
      },
    ],
    submit: text('verify.continue'),
    actions: [{ value: 'search', label: text('insurer.choose.find') }],
    ...around,
  }
}
