import { z } from 'zod'
import { type Link, type PageContext, text } from '../../../core/index.ts'
import { foldName } from '../../../core/names.ts'
import type { InsurerObject } from '../../../core/objects/insurer.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { leaveTo } from '../../../steps/index.ts'
import type { InsurerFacts } from '../facts.ts'
import type { InsurerScene } from '../scene.ts'

/** A page shows no more of them at once: whoever does not find theirs looks for its plan. */
const shownAtOnce = 20

/** Every word of what was typed stands in the insurer's name or in one of its plans. */
export function matching(insurers: readonly InsurerObject[], search: string | undefined): readonly InsurerObject[] {
  const words = foldWords(search ?? '')
  return insurers.filter(({ name, plans }) => {
    const said = [name, ...plans].map(each => foldWords(each).join(' ')).join(' | ')
    return words.every(word => said.includes(word))
  })
}
const foldWords = (value: string): readonly string[] =>
  value
    .split(/[\s,.;:/()-]+/u)
    .map(foldName)
    .filter(Boolean)

export const otherWays = ({ paths }: PageContext): readonly Link[] => [
  { href: paths.signIn, label: text('insurer.ways.sign-in') },
  { href: paths.activate, label: text('insurer.ways.access-code') },
]

/** Which insurer: by its name, or by the plan that stands on the member's card. */
export const chooseInsurer = defineStep<InsurerFacts, InsurerScene>()({
  name: 'choose-insurer',
  needs: [],
  gives: ['chosen'],
  required: () => true,
  input: z.object({
    insurer: z.string().max(100, 'choose-one').default(''),
    plan: z.string().max(200).default(''),
    action: z.string().optional(),
  }),
  limits: ['address'],
  texts: ['problem.choose-one', 'problem.insurer-none', 'insurer.remembered.title', 'insurer.none-offered'],
  page({ search, another, chosen }, { offered, remembered }, context) {
    if (offered.length === 0)
      return {
        kind: 'notice',
        tone: 'dead-end',
        name: 'no-insurer',
        title: text('insurer.choose.title'),
        lead: [text('insurer.none-offered')],
        ways: otherWays(context),
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
        ways: otherWays(context),
      }
    const found = matching(offered, search)
    const shown = (found.length > 0 ? found : offered).slice(0, shownAtOnce)
    return {
      kind: 'form',
      name: 'choose-insurer',
      title: text('insurer.choose.title'),
      lead: [text('insurer.choose.lead')],
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
      ways: otherWays(context),
    }
  },
  async handle(context, _facts, { offered, find }, { insurer: id, plan, action }) {
    if (action === 'another') return { kind: 'stay', facts: { another: true, chosen: undefined } }
    // Enter in the field of the search presses the form's first button
    if (action === 'search' || (id === '' && plan.trim() !== '')) {
      const search = plan.trim()
      if (matching(offered, search).length === 0) return { kind: 'retry', problem: 'insurer-none', field: 'plan' }
      return { kind: 'stay', facts: { search, another: true } }
    }
    const insurer = id === '' ? undefined : await find(id)
    if (!insurer) return { kind: 'retry', problem: 'choose-one', field: 'insurer' }
    const chosen = { chosen: { id: insurer.id } }
    const outcome = await leaveTo<InsurerFacts>(context, insurer, chosen)
    if (outcome.kind !== 'stay') return outcome
    // on to the page that says what is the matter there, and what else there is
    return {
      kind: 'advance',
      facts: { ...outcome.facts, ...chosen },
      ...(outcome.audit ? { audit: outcome.audit } : {}),
    }
  },
})
