/**
 * Takes a factor away. Invariant: the last way in cannot go, whatever two tabs do at once.
 */
import { z } from 'zod'
import { type Text, text } from '../../core/index.ts'
import { mayRemove, type WayIn } from '../../core/ways-in.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountPerson,
  type AccountScene,
  finishFactorChange,
  freshProofFacts,
  freshProofSteps,
  loadAccountScene,
} from '../../steps/index.ts'
import { type ListedFactor, labelOf, listFactors } from '../../steps/listed-factors.ts'
import { deleteAccountFactor, findAccountFactorsLocked } from '../../store/account-factors.ts'
import { findAccountUpstreams, findAccountUpstreamsLocked } from '../../store/account-upstreams.ts'
import type { Reader } from '../../store/index.ts'

const removeFactorFacts = z.object({
  ...freshProofFacts,
  factor: z.object({ id: z.string(), kind: z.string() }),
  agreed: z.literal(true),
})
type RemoveFactorFacts = z.output<typeof removeFactorFacts>
interface RemoveFactorScene extends AccountScene {
  readonly listed: readonly ListedFactor[]
  /** Linked identities at insurers: ways in as well. */
  readonly insurers: readonly { readonly id: string }[]
}

const waysIn = (
  person: AccountPerson,
  factors: readonly WayIn[],
  insurers: readonly { readonly id: string }[],
): readonly WayIn[] => [
  ...(person.factors.hasPassword ? [{ kind: 'password', id: 'password' }] : []),
  ...factors.map(({ kind, id }) => ({ kind, id })),
  ...insurers.map(({ id }) => ({ kind: 'insurer', id })),
]

const chooseFactor = defineStep<RemoveFactorFacts, RemoveFactorScene>()({
  name: 'choose-factor',
  needs: [],
  gives: ['factor', 'freshSince'],
  required: () => true,
  input: z.object({ factor: z.string('choose-one').min(1, 'choose-one').max(60, 'choose-one') }),
  limits: ['address'],
  texts: ['problem.choose-one', 'problem.last-way-in', 'problem.last-second-factor'],
  page: ({ factor }, { listed }) =>
    listed.length === 0
      ? {
          kind: 'notice',
          tone: 'end',
          name: 'remove-factor-nothing',
          title: text('remove-factor.title'),
          lead: [text('remove-factor.nothing')],
          ways: [{ href: '/account', label: text('remove-factor.back') }],
        }
      : {
          kind: 'choice',
          name: 'remove-factor',
          title: text('remove-factor.title'),
          field: 'factor',
          legend: text('remove-factor.legend'),
          options: listed.map(each => ({
            value: each.id,
            label: labelOf(each),
            ...(factor?.id === each.id ? { checked: true } : {}),
          })),
          submit: text('remove-factor.continue'),
          links: [{ href: '/account', label: text('remove-factor.back') }],
        },
  async handle({ now }, _facts, { person, listed, insurers }, input) {
    const chosen = listed.find(each => each.id === input.factor)
    if (!chosen || !person) return { kind: 'retry', problem: 'choose-one', field: 'factor' }
    const factor = { id: chosen.id, kind: chosen.kind }
    const verdict = mayRemove(waysIn(person, listed, insurers), factor, person.population)
    if (verdict !== 'allowed') return { kind: 'retry', problem: verdict, field: 'factor' }
    return { kind: 'advance', facts: { factor, freshSince: now } }
  },
})

const agree = defineStep<RemoveFactorFacts, RemoveFactorScene>()({
  name: 'confirm-removal',
  needs: ['factor'],
  gives: ['agreed'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  page({ factor }, { listed }) {
    const chosen = listed.find(each => each.id === factor.id)
    return {
      kind: 'notice',
      tone: 'plain',
      name: 'confirm-removal',
      title: text('remove-factor.confirm.title'),
      lead: [...(chosen ? [labelOf(chosen) as Text] : []), text('remove-factor.confirm.lead')],
      submit: text('remove-factor.confirm.submit'),
      links: [{ href: './choose-factor', label: text('remove-factor.confirm.other') }],
    }
  },
  handle: async () => ({ kind: 'advance', facts: { agreed: true } }),
})

async function loadScene(read: Reader, context: Parameters<typeof loadAccountScene>[1]): Promise<RemoveFactorScene> {
  const scene = await loadAccountScene(read, context)
  if (!scene.person) return { ...scene, listed: [], insurers: [] }
  const listed = await listFactors(read, context.house.sealer, scene.person)
  return { ...scene, listed, insurers: await findAccountUpstreams(read, scene.person.accountId) }
}

export const removeFactor: Flow<RemoveFactorFacts, RemoveFactorScene> = {
  name: 'remove-factor',
  entry: { path: '/account/factors/remove', needs: 'session' },
  ttl: minutes(30),
  facts: removeFactorFacts,
  given: [],
  steps: [
    ...freshProofSteps<RemoveFactorFacts, RemoveFactorScene>({ purpose: 'account.remove-factor' }),
    chooseFactor,
    agree,
  ],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const { accountId, population } = scene.person
    // two tabs that take away one each wait here for one another
    const insurers = await findAccountUpstreamsLocked(tx, accountId)
    const standing = await findAccountFactorsLocked(tx, accountId)
    const verdict = mayRemove(waysIn(scene.person, standing, insurers), facts.factor, population)
    if (verdict !== 'allowed') return { kind: 'denied', problem: verdict }
    // gone in another tab: what the person wanted is so
    await deleteAccountFactor(tx, accountId, facts.factor.id)
    const change = { kind: facts.factor.kind, notice: 'factor-removed' } as const
    if (!(await finishFactorChange(tx, { facts, scene }, context, change)))
      return { kind: 'denied', problem: 'session-ended' }
    return { kind: 'done', notice: 'factor-removed' }
  },
}
