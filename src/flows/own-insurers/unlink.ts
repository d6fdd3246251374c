import { z } from 'zod'
import { text } from '../../core/index.ts'
import { mayRemove, type WayIn } from '../../core/ways-in.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { unlinkUpstream } from '../../operations/upstreams.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountPerson,
  type AccountScene,
  finishAccountChange,
  freshProofFacts,
  freshProofSteps,
  loadAccountScene,
} from '../../steps/index.ts'
import { findAccountFactorsLocked } from '../../store/account-factors.ts'
import {
  type AccountUpstream,
  findAccountUpstreams,
  findAccountUpstreamsLocked,
} from '../../store/account-upstreams.ts'
import { findInsurerObjects } from '../../store/insurers.ts'

const unlinkFacts = z.object({ ...freshProofFacts, leaving: z.object({ id: z.string() }), agreed: z.literal(true) })
type UnlinkFacts = z.output<typeof unlinkFacts>
interface LinkedInsurer extends AccountUpstream {
  readonly name: string
}
interface UnlinkScene extends AccountScene {
  readonly linked: readonly LinkedInsurer[]
}

const back = { href: '/account', label: text('own-insurers.back') }

const waysIn = (
  { factors }: AccountPerson,
  enrolled: readonly WayIn[],
  linked: readonly Pick<AccountUpstream, 'id'>[],
): readonly WayIn[] => [
  ...(factors.hasPassword ? [{ kind: 'password', id: 'password' }] : []),
  ...enrolled.map(({ kind, id }) => ({ kind, id })),
  ...linked.map(({ id }) => ({ kind: 'insurer', id })),
]

const choose = defineStep<UnlinkFacts, UnlinkScene>()({
  name: 'choose-insurer',
  needs: [],
  gives: ['leaving', 'freshSince'],
  required: () => true,
  input: z.object({ insurer: z.string('choose-one').min(1, 'choose-one').max(60, 'choose-one') }),
  limits: ['address'],
  texts: ['problem.choose-one', 'problem.last-way-in', 'problem.last-second-factor', 'notice.insurer-unlinked'],
  page: ({ leaving }, { linked }) =>
    linked.length === 0
      ? {
          kind: 'notice',
          tone: 'end',
          name: 'no-linked-insurer',
          title: text('own-insurers.unlink.title'),
          lead: [text('own-insurers.none')],
          ways: [back],
        }
      : {
          kind: 'choice',
          name: 'unlink-insurer',
          title: text('own-insurers.unlink.title'),
          field: 'insurer',
          legend: text('own-insurers.unlink.legend'),
          options: linked.map(({ id, name }) => ({
            value: id,
            label: text('insurer.name', { name }),
            ...(leaving?.id === id || linked.length === 1 ? { checked: true } : {}),
          })),
          submit: text('verify.continue'),
          links: [back],
        },
  async handle({ now }, _facts, { person, linked }, { insurer }) {
    const chosen = linked.find(({ id }) => id === insurer)
    if (!chosen || !person) return { kind: 'retry', problem: 'choose-one', field: 'insurer' }
    const verdict = mayRemove(
      waysIn(person, person.enrolled, linked),
      { kind: 'insurer', id: chosen.id },
      person.population,
    )
    if (verdict !== 'allowed') return { kind: 'retry', problem: verdict, field: 'insurer' }
    return { kind: 'advance', facts: { leaving: { id: chosen.id }, freshSince: now } }
  },
})

const agree = defineStep<UnlinkFacts, UnlinkScene>()({
  name: 'confirm-unlink',
  needs: ['leaving'],
  gives: ['agreed'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  page({ leaving }, { linked }) {
    const name = linked.find(({ id }) => id === leaving.id)?.name ?? ''
    return {
      kind: 'notice',
      tone: 'plain',
      name: 'confirm-unlink',
      title: text('own-insurers.unlink.confirm', { name }),
      lead: [text('own-insurers.unlink.confirm-lead')],
      submit: text('own-insurers.unlink.submit'),
      links: [back],
    }
  },
  handle: async () => ({ kind: 'advance', facts: { agreed: true } }),
})

export const unlinkInsurer: Flow<UnlinkFacts, UnlinkScene> = {
  name: 'unlink-insurer',
  entry: { path: '/account/insurers/remove', needs: 'session' },
  ttl: minutes(30),
  facts: unlinkFacts,
  given: [],
  steps: [...freshProofSteps<UnlinkFacts, UnlinkScene>({ purpose: 'account.unlink-insurer' }), choose, agree],
  async scene(read, _facts, context) {
    const scene = await loadAccountScene(read, context)
    if (!scene.person) return { ...scene, linked: [] }
    const names = new Map((await findInsurerObjects(read)).map(({ id, name }) => [id, name]))
    const linked = await findAccountUpstreams(read, scene.person.accountId)
    return { ...scene, linked: linked.map(each => ({ ...each, name: names.get(each.insurer) ?? each.insurer })) }
  },
  async complete(tx, facts, scene, context) {
    const { person } = scene
    if (!person) return { kind: 'denied', problem: 'session-ended' }
    // two tabs that take away one way in each wait here for one another
    const linked = await findAccountUpstreamsLocked(tx, person.accountId)
    const enrolled = await findAccountFactorsLocked(tx, person.accountId)
    const leaving = linked.find(({ id }) => id === facts.leaving.id)
    const removed = { kind: 'insurer', id: facts.leaving.id }
    const verdict = mayRemove(waysIn(person, enrolled, linked), removed, person.population)
    if (verdict !== 'allowed') return { kind: 'denied', problem: verdict }
    const problem = await finishAccountChange(tx, { facts, scene }, context, async change => {
      // gone in another tab: what the person wanted is so
      if (leaving)
        await unlinkUpstream(tx, context.house, { ...change, id: leaving.id, insurer: leaving.insurer }, context.now)
      return true
    })
    return problem ? { kind: 'denied', problem } : { kind: 'done', notice: 'insurer-unlinked' }
  },
}
