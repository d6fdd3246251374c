import { z } from 'zod'
import { type Text, text } from '../../core/index.ts'
import type { InsurerObject } from '../../core/objects/insurer.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { findOfferedInsurer, findOfferedInsurers } from '../../operations/insurers.ts'
import { linkUpstream } from '../../operations/upstreams.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountScene,
  chooseInsurerStep,
  chosenInsurerFacts,
  finishAccountChange,
  freshProofFacts,
  freshProofSteps,
  type InsurersScene,
  loadAccountScene,
  memberName,
  type Upstream,
  upstreamFacts,
  upstreamStep,
} from '../../steps/index.ts'

const linkFacts = z.object({
  ...freshProofFacts,
  ...chosenInsurerFacts,
  ...upstreamFacts,
  agreed: z.literal(true),
})
type LinkFacts = z.output<typeof linkFacts>
interface LinkScene extends AccountScene, InsurersScene {
  readonly chosen?: InsurerObject
}

const back = { href: '/account', label: text('own-insurers.back') }

function leadOf(upstream: Upstream | undefined): readonly Text[] {
  const member = upstream && memberName(upstream)
  const lead = text('own-insurers.link.confirm-lead', { name: upstream?.insurerName ?? '' })
  return member ? [text('own-insurers.link.confirm-as', { member }), lead] : [lead]
}

/** A press of their own, here: coming back from the insurer changes nothing by itself. */
const agree = defineStep<LinkFacts, LinkScene>()({
  name: 'confirm-link',
  needs: ['upstream'],
  gives: ['agreed'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.insurer-taken', 'notice.insurer-linked'],
  page: ({ upstream }) => ({
    kind: 'notice',
    tone: 'plain',
    name: 'confirm-link',
    title: text('own-insurers.link.confirm', { name: upstream?.insurerName ?? '' }),
    lead: leadOf(upstream),
    submit: text('own-insurers.link.submit'),
    links: [back],
  }),
  handle: async () => ({ kind: 'advance', facts: { agreed: true } }),
})

export const linkInsurer: Flow<LinkFacts, LinkScene> = {
  name: 'link-insurer',
  entry: { path: '/account/insurers/add', needs: 'session' },
  ttl: minutes(30),
  facts: linkFacts,
  given: [],
  steps: [
    ...freshProofSteps<LinkFacts, LinkScene>({ purpose: 'account.link-insurer' }),
    chooseInsurerStep<LinkFacts, LinkScene>({
      title: text('own-insurers.link.title'),
      lead: text('own-insurers.link.lead'),
      links: [back],
      also: ({ now }) => ({ freshSince: now, another: true }),
    }),
    upstreamStep<LinkFacts, LinkScene>({
      needs: ['chosen'],
      insurer: (_facts, { chosen }) => chosen,
      another: { value: 'another', facts: { chosen: undefined, trouble: undefined } },
      links: [back],
    }),
    agree,
  ],
  async scene(read, { chosen }, context) {
    const { house, ask } = context
    const insurer = chosen ? await findOfferedInsurer(read, house, chosen.id, ask) : undefined
    return {
      ...(await loadAccountScene(read, context)),
      offered: await findOfferedInsurers(read, ask),
      find: id => findOfferedInsurer(read, house, id, ask),
      ...(insurer ? { chosen: insurer } : {}),
    }
  },
  async complete(tx, facts, scene, context) {
    const { upstream } = facts
    if (!scene.person || !upstream) return { kind: 'denied', problem: 'session-ended' }
    const name = { issuer: upstream.issuer, subject: upstream.subject }
    const link = { insurer: upstream.insurer, name, basis: 'account' } as const
    const problem = await finishAccountChange(
      tx,
      { facts, scene },
      context,
      change => linkUpstream(tx, context.house, { ...change, link }, context.now),
      'insurer-taken',
    )
    return problem ? { kind: 'denied', problem } : { kind: 'done', notice: 'insurer-linked' }
  },
}
